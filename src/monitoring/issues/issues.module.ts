import { Module } from '@nestjs/common';
import { EventsModule } from '#events/events.module.js';
import { CallFailures } from './call-failures.js';
import { DeliveryFailures } from './delivery-failures.js';
import { IssueCollectionRepository } from './issue-collection.repository.js';
import { IssueCollector } from './issue-collector.js';
import { IssuePersonalData } from './issue-personal-data.js';
import { IssueSources } from './issue-sources.js';
import { IssuesController } from './issues.controller.js';
import { IssuesRepository } from './issues.repository.js';
import { IssuesService } from './issues.service.js';

/** Failures grouped by their cause. */
@Module({
  imports: [EventsModule],
  controllers: [IssuesController],
  providers: [
    CallFailures,
    DeliveryFailures,
    IssueCollectionRepository,
    IssueCollector,
    IssuePersonalData,
    IssueSources,
    IssuesRepository,
    IssuesService,
  ],
  exports: [IssueSources],
})
export class IssuesModule {}
