import { Module } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import { HealthController } from './health.controller.js';
import { IntegrationLogRepository } from './integration-log.repository.js';
import { IntegrationLogs } from './integration-log.js';
import { IntegrationLogsController } from './integration-logs.controller.js';
import { IntegrationLogsService } from './integration-logs.service.js';

/** What is recorded about calls to vendors, and how to look at it. */
@Module({
  controllers: [HealthController, IntegrationLogsController],
  providers: [
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
  exports: [IntegrationLogs],
})
export class MonitoringModule {}
