import { Module } from '@nestjs/common';
import { PrivacyModule } from '#core/privacy/privacy.module.js';
import { AuditPersonalData } from './audit-personal-data.js';
import { DataSubjectsController } from './data-subjects.controller.js';
import { DataSubjectsService } from './data-subjects.service.js';
import { ErasureRepository } from './erasure.repository.js';
import { ErasureRunner } from './erasure-runner.js';
import { GuestRetention } from './guest-retention.js';

/** Guests' rights over their data; each layer registers what it keeps about them. */
@Module({
  imports: [PrivacyModule],
  controllers: [DataSubjectsController],
  providers: [
    AuditPersonalData,
    DataSubjectsService,
    ErasureRepository,
    ErasureRunner,
    GuestRetention,
  ],
})
export class DataSubjectsModule {}
