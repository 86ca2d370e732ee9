/** Starts and stops one hub: settings, database, migrations, keys, application. */
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { BootstrapService } from '#access/bootstrap.service.js';
import type { Config } from '#core/config/config.js';
import { readOrCreateMasterKeyFile } from '#core/config/master-key-file.js';
import { lockDataDir } from '#core/database/embedded/data-dir-lock.js';
import {
  hasEmbeddedDatabase,
  startEmbeddedDatabase,
} from '#core/database/embedded/embedded-cluster.js';
import { hubVersion } from '#core/config/hub-version.js';
import { projectRoot } from '#core/config/project-root.js';
import { loadMigrations, migrate } from '#core/database/migrate.js';
import { createLog } from '#core/logging/log.js';
import { NestLogAdapter } from '#core/logging/nest-log.adapter.js';
import { KeyHolder } from '#core/vault/rotation/key-holder.js';
import { AppModule } from './app.module.js';
import { createFastify, prepareHttp } from './http-server.js';
import { databaseFailure, dataDirFailure, listenFailure } from './start-failures.js';

/** Requests under way get this long to be answered, then jobs this long to end: together less than 30 s. */
const DRAIN_MS = 23_000;
const CLOSE_MS = 4_000;
const LOOK_MS = 50;

/** A running hub. */
export interface Hub {
  /** Where this process listens; empty for a worker without HTTP. */
  readonly url: string;
  readonly config: Config;
  /** One-time link to make the owner account, on a hub that has none. */
  readonly setupUrl?: string;
  readonly app: NestFastifyApplication;
  /** Stops accepting, finishes what runs, closes everything; safe to call twice. */
  stop(): Promise<void>;
}

type Undo = () => Promise<void>;

/**
 * @throws ConfigError for settings, keys or a port that can't be used; whatever was started before is stopped again
 */
export async function startHub(settings: Config): Promise<Hub> {
  const undo: Undo[] = [];
  const stopAll = (): Promise<void> => unwind(undo);
  try {
    await reportErrorsWhenAsked(settings, undo);
    await traceWhenAsked(settings, undo);
    const config = await prepareDatabase(settings, undo);
    const app = await createApp(config, undo);
    const { setupUrl } = await app.get(BootstrapService).run();
    const url = config.servesHttp ? await listen(app, config) : '';
    return { url, config, setupUrl, app, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Newest first. A step that fails must not leave the others undone, least of all the database running. */
async function unwind(steps: Undo[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.splice(0).reverse()) {
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/** First of all, so that it ends last: what the end of the hub did is in the traces, too. */
async function traceWhenAsked(settings: Config, undo: Undo[]): Promise<void> {
  if (!settings.tracing) return;
  const { startTracing } = await import('#core/tracing/tracing-sdk.js');
  const process = { version: hubVersion(), role: settings.role };
  undo.push(startTracing(settings.tracing, process));
}

async function reportErrorsWhenAsked(settings: Config, undo: Undo[]): Promise<void> {
  if (!settings.sentryDsn) return;
  const { startErrorReports } = await import('#monitoring/error-reports/error-reports.js');
  const origin = { release: `kunci@${hubVersion()}`, role: settings.role, root: projectRoot() };
  undo.push(startErrorReports(settings.sentryDsn, origin));
}

/** Settings with the database's address and the master keys in them; the schema is up to date afterwards. */
export async function prepareDatabase(settings: Config, undo: Undo[]): Promise<Config> {
  const config =
    settings.database.kind === 'embedded'
      ? await embed(settings, settings.database.directory, undo)
      : settings;
  const dataSource = new DataSource({
    type: 'postgres',
    url: config.databaseUrl,
    poolSize: 2,
    migrations: await loadMigrations(),
  });
  await dataSource.initialize().catch((error: unknown) => {
    throw databaseFailure(error);
  });
  try {
    await migrate(dataSource, config.databaseUrl);
    const [installation] = await dataSource.query<[{ id: string }]>('SELECT id FROM installation');
    return config.with({ installationId: installation.id });
  } finally {
    await dataSource.destroy();
  }
}

async function embed(settings: Config, directory: string, undo: Undo[]): Promise<Config> {
  try {
    await mkdir(directory, { recursive: true });
    undo.push(await lockDataDir(directory));
    const hasDatabase = await hasEmbeddedDatabase(directory);
    const masterKeys =
      settings.masterKeys ?? (await readOrCreateMasterKeyFile(directory, { hasDatabase }));
    const log = createLog(settings.logLevel);
    const database = await startEmbeddedDatabase(directory, {
      onRestart: (error) =>
        error === undefined
          ? log.warn('the embedded Postgres had ended by itself and was started again')
          : log.error({ err: error }, 'the embedded Postgres has ended and can not be started'),
    });
    undo.push(() => database.stop());
    return settings.with({
      database: { kind: 'external', url: database.url },
      masterKeys,
      keyFileDir: settings.masterKeys ? undefined : directory,
      isAlone: true,
    });
  } catch (error) {
    throw dataDirFailure(error, directory);
  }
}

/** The keys are checked before anything reads what was sealed with them. */
async function createApp(config: Config, undo: Undo[]): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(createFastify(config) as never);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), adapter, {
    logger: new NestLogAdapter(createLog(config.logLevel)),
    abortOnError: false,
  });
  undo.push(() => close(app));
  await app.get(KeyHolder).join();
  await prepareHttp(app, config);
  await app.init();
  return app;
}

/** Requests under way are answered first; only then is taken away what they stand on. */
async function close(app: NestFastifyApplication): Promise<void> {
  await drain(app);
  await isDoneWithin(CLOSE_MS, app.close());
}

/** A client that was just answered may hold its connection open for the next request, which will not come. */
async function drain(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const drained = app.getHttpAdapter().getInstance().close();
  const timer = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  try {
    if (await isDoneWithin(DRAIN_MS, drained)) return;
    server.closeAllConnections();
    await drained;
  } finally {
    clearInterval(timer);
  }
}

/** False when the time is over first; what was begun goes on then, and its failure is nobody's any more. */
async function isDoneWithin(ms: number, work: PromiseLike<unknown>): Promise<boolean> {
  const controller = new AbortController();
  const late = delay(ms, false, { signal: controller.signal }).catch(() => false);
  try {
    return await Promise.race([Promise.resolve(work).then(() => true), late]);
  } finally {
    controller.abort();
  }
}

async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    throw listenFailure(error, config);
  }
  const address = app.getHttpServer().address();
  return `http://localhost:${address !== null && typeof address === 'object' ? address.port : config.port}`;
}
