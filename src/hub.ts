/** Starts and stops one hub: settings, database, migrations, keys, application. */
import { mkdir } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { BootstrapService } from '#access/bootstrap.service.js';
import { Config, ConfigError } from '#core/config/config.js';
import { readOrCreateMasterKeyFile } from '#core/config/master-key-file.js';
import { lockDataDir } from '#core/database/embedded/data-dir-lock.js';
import {
  hasEmbeddedDatabase,
  startEmbeddedDatabase,
} from '#core/database/embedded/embedded-cluster.js';
import { loadMigrations, migrate } from '#core/database/migrate.js';
import { NestLogAdapter } from '#core/logging/nest-log.adapter.js';
import { KeyCheck } from '#core/vault/key-check.js';
import { AppModule } from './app.module.js';
import { createFastify, prepareHttp } from './http-server.js';

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
  const stopAll = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const config = await prepareDatabase(settings, undo);
    const app = await createApp(config);
    undo.push(() => close(app));
    await app.get(KeyCheck).verifyOrRegister();
    const { setupUrl } = await app.get(BootstrapService).run();
    const url = await listen(app, config);
    return { url, config, setupUrl, app, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
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
    throw unreachable(error);
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
  await mkdir(directory, { recursive: true });
  undo.push(await lockDataDir(directory));
  const hasDatabase = await hasEmbeddedDatabase(directory);
  const masterKeys =
    settings.masterKeys ?? (await readOrCreateMasterKeyFile(directory, { hasDatabase }));
  const database = await startEmbeddedDatabase(directory);
  undo.push(() => database.stop());
  return settings.with({ database: { kind: 'external', url: database.url }, masterKeys });
}

async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(createFastify(config) as never);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), adapter, {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(NestLogAdapter));
  await prepareHttp(app, config);
  await app.init();
  return app;
}

/** Requests under way are answered first; only then is taken away what they stand on. */
async function close(app: NestFastifyApplication): Promise<void> {
  await app.getHttpAdapter().getInstance().close();
  await app.close();
}

async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new ConfigError([
        `PORT: ${config.port} is taken by another program; stop that one or choose another port`,
      ]);
    }
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new ConfigError([
        `PORT: ${config.port} may only be used by an administrator; choose one above 1023`,
      ]);
    }
    throw error;
  }
  const address = app.getHttpServer().address();
  return `http://localhost:${address !== null && typeof address === 'object' ? address.port : config.port}`;
}

function unreachable(error: unknown): unknown {
  const code = (error as { code?: string } | null)?.code ?? '';
  const message = error instanceof Error ? error.message : String(error);
  const isOurs = [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    '28P01',
    '3D000',
    '28000',
  ].includes(code);
  return isOurs
    ? new ConfigError([`DATABASE_URL: the database can not be used (${code}: ${message})`])
    : error;
}
