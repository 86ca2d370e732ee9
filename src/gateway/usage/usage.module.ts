import { Module } from '@nestjs/common';
import { AlertsModule } from '#monitoring/alerts/alerts.module.js';
import { MonitoringModule } from '#monitoring/monitoring.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { UsageAlerts } from './usage-alerts.js';
import { UsageGuard } from './usage-guard.js';
import { UsageLimitsController } from './usage-limits.controller.js';
import { UsageLimitsRepository } from './usage-limits.repository.js';
import { UsageLimitsService } from './usage-limits.service.js';
import { UsageReader } from './usage-reader.js';
import { UsageSources } from './usage-sources.js';
import { UsageController } from './usage.controller.js';
import { UsageRepository } from './usage.repository.js';
import { UsageService } from './usage.service.js';

/** How much of each vendor is used, what it costs, and how far it may go. */
@Module({
  imports: [AlertsModule, MonitoringModule, ProvidersModule],
  controllers: [UsageController, UsageLimitsController],
  providers: [
    UsageAlerts,
    UsageGuard,
    UsageLimitsRepository,
    UsageLimitsService,
    UsageReader,
    UsageRepository,
    UsageService,
    UsageSources,
  ],
  exports: [UsageGuard, UsageSources],
})
export class UsageModule {}
