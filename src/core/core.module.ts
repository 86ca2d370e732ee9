import {
  type DynamicModule,
  Global,
  Module,
  type BeforeApplicationShutdown,
  Inject,
} from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { Config } from './config/config.js';
import { Database } from './database/database.js';
import { SnakeCaseNamingStrategy } from './database/naming-strategy.js';
import { Notifications } from './database/notifications.js';
import { PartitionKeeper } from './database/partitions/partition-keeper.js';
import { Partitions } from './database/partitions/partitions.js';
import { PLAN_BY_INDEX } from './database/plan-by-index.js';
import { HttpModule } from './http/http.module.js';
import { LoggingModule } from './logging/logging.module.js';
import { Log } from './logging/log.js';
import { nowAndThen } from './queue/now-and-then.js';
import { Queues } from './queue/queues.js';
import { SettingsService } from './settings/settings.service.js';
import { Clock } from './time/clock.js';
import { Rounds } from './time/rounds.js';
import type { SealedTable } from './vault/sealed-table.js';
import { VaultModule } from './vault/vault.module.js';

const QUEUE_TROUBLE_MS = 30_000;

/** The kernel: settings, database, notifications, queues, vault, HTTP client, log. Knows no category. */
@Global()
@Module({})
export class CoreModule implements BeforeApplicationShutdown {
  constructor(
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  static forRoot(config: Config, sealedTables: readonly SealedTable[]): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        TypeOrmModule.forRoot(typeOrmOptions(config)),
        LoggingModule,
        HttpModule,
        VaultModule.forRoot(sealedTables),
      ],
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: new Clock() },
        { provide: Database, inject: [DataSource], useFactory: databaseOf },
        { provide: Notifications, inject: [Config, Database, Log], useFactory: listen },
        { provide: Queues, inject: [Config, Log], useFactory: connectQueues },
        SettingsService,
        Partitions,
        PartitionKeeper,
        Rounds,
      ],
      exports: [
        Config,
        Clock,
        Database,
        Notifications,
        Queues,
        SettingsService,
        PartitionKeeper,
        Rounds,
        LoggingModule,
        HttpModule,
        VaultModule,
      ],
    };
  }

  /** HTTP is drained by now. TypeORM closes the pool after this, so nothing may ask it any more. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.notifications.close();
  }
}

/** The pool that TypeORM opened, so that one number bounds all connections of the process. */
function databaseOf(dataSource: DataSource): Database {
  return new Database((dataSource.driver as unknown as { master: pg.Pool }).master);
}

function typeOrmOptions(config: Config): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    poolSize: config.databasePool,
    applicationName: 'kunci',
    extra: { options: PLAN_BY_INDEX },
    autoLoadEntities: true,
    namingStrategy: new SnakeCaseNamingStrategy(),
    synchronize: false,
    retryAttempts: 0,
  };
}

async function listen(config: Config, database: Database, log: Log): Promise<Notifications> {
  const connection = { connectionString: config.databaseUrl };
  const notifications = new Notifications(connection, database, (error) => {
    log.warn({ err: error }, 'listening for notifications was interrupted');
  });
  await notifications.start();
  return notifications;
}

function connectQueues(config: Config, log: Log): Queues {
  return new Queues({
    redisUrl: config.redisUrl,
    databaseUrl: config.databaseUrl,
    installationId: config.installationId,
    // Every connection tries again many times a second while the backend is away.
    onError: nowAndThen(
      (error: Error, unsaid) => log.warn({ err: error, unsaid }, 'queue connection trouble'),
      { everyMs: QUEUE_TROUBLE_MS },
    ),
    onJobFailed: (queue, error) => log.error({ err: error, queue }, 'a job failed'),
  });
}
