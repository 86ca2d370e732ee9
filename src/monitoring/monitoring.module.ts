import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { PartitionKeeper } from '#core/database/partitions/partition-keeper.js';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import { CallFiguresRepository } from './figures/call-figures.repository.js';
import { CallFiguresService } from './figures/call-figures.service.js';
import { LogPersonalData } from './log-personal-data.js';
import { HealthController } from './health.controller.js';
import { IntegrationLogRepository } from './integration-log.repository.js';
import { IntegrationLogs } from './integration-log.js';
import { IntegrationLogsController } from './integration-logs.controller.js';
import { IntegrationLogsService } from './integration-logs.service.js';

/** What is recorded about calls to vendors, and how to look at it. */
@Module({
  controllers: [HealthController, IntegrationLogsController],
  providers: [
    CallFiguresRepository,
    CallFiguresService,
    LogPersonalData,
    {
      provide: IntegrationLogRepository,
      inject: [Database],
      useFactory: (database: Database) => new IntegrationLogRepository(database),
    },
    {
      provide: IntegrationLogs,
      inject: [IntegrationLogRepository, Clock, Log],
      useFactory: (repository: IntegrationLogRepository, clock: Clock, log: Log) =>
        new IntegrationLogs(repository, clock, log),
    },
    {
      provide: IntegrationLogsService,
      inject: [IntegrationLogRepository],
      useFactory: (repository: IntegrationLogRepository) => new IntegrationLogsService(repository),
    },
  ],
  exports: [CallFiguresService, IntegrationLogs, IntegrationLogsService],
})
export class MonitoringModule implements OnModuleInit {
  constructor(@Inject(PartitionKeeper) private readonly keeper: PartitionKeeper) {}

  onModuleInit(): void {
    this.keeper.register({
      table: 'integration_logs',
      days: ({ retention }) => retention.integration_logs_days,
    });
  }
}
