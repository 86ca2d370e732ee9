/**
 * The hub's database for a command. In embedded mode a running hub's Postgres is shared; where no hub
 * runs, the command starts it, keeps hubs off the data directory meanwhile, and stops it again.
 */
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Config, ConfigError, type MasterKeys } from '#core/config/config.js';
import { readOrCreateMasterKeyFile } from '#core/config/master-key-file.js';
import { Database } from '#core/database/database.js';
import { lockDataDir } from '#core/database/embedded/data-dir-lock.js';
import {
  hasEmbeddedDatabase,
  startEmbeddedDatabase,
} from '#core/database/embedded/embedded-cluster.js';
import { findRunningPostmaster } from '#core/database/embedded/postmaster-pid.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { learnKeys } from '#core/vault/rotation/learn-keys.js';
import { ALL_SEALED_TABLES } from '../sealed-tables.js';
import { CommandError } from './command.js';

const POOL_SIZE = 4;
const CONNECT_TIMEOUT_MS = 10_000;

export interface HubDatabase {
  /** The settings with the database's address filled in. */
  readonly config: Config;
  readonly database: Database;
  /** A hub runs on the same data directory; never true with DATABASE_URL, where that can't be seen so. */
  readonly isShared: boolean;
}

interface Address {
  readonly url: string;
  readonly isShared: boolean;
  readonly release: () => Promise<void>;
}

/**
 * Runs `work` on the hub's database and closes everything afterwards.
 *
 * @param options `create` makes an embedded database where there is none, as the hub's first start does
 * @throws CommandError when there is no database yet
 */
export async function withHubDatabase<T>(
  config: Config,
  work: (hub: HubDatabase) => Promise<T>,
  options: { readonly create?: boolean } = {},
): Promise<T> {
  const address = await open(config, options.create ?? false);
  const pool = new pg.Pool({
    connectionString: address.url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'kunci-cli',
  });
  // An idle connection that breaks must not end the process: the next query says what is wrong.
  pool.on('error', () => undefined);
  try {
    return await work({
      config: config.with({ database: { kind: 'external', url: address.url } }),
      database: new Database(pool),
      isShared: address.isShared,
    });
  } finally {
    await pool.end();
    await address.release();
  }
}

/** The master keys that the hub would use: from the settings, else from the key file beside the database. */
export async function masterKeysOf(config: Config): Promise<MasterKeys> {
  return config.masterKeys ?? readOrCreateMasterKeyFile(config.dataDir, { hasDatabase: true });
}

/** The same with what the database adds to them while the master key is being changed. */
export async function currentKeysOf(config: Config, database: Database): Promise<MasterKeys> {
  const ring = new KeyRing(await masterKeysOf(config));
  await learnKeys(database, ring);
  const previous = ring.ids
    .filter((id) => id !== ring.currentId)
    .flatMap((id) => ring.find(id) ?? []);
  return { current: ring.current, previous };
}

/** @throws CommandError while the tables are not there, or are those of an older version */
export async function requireTables(database: Database): Promise<void> {
  const needed = ['key_rotations', ...ALL_SEALED_TABLES.map(({ table }) => table)];
  const found = await Promise.all(needed.map((name) => hasTable(database, name)));
  if (found.every(Boolean)) return;
  const state = (await hasTable(database, 'webhook_logs'))
    ? 'The tables are those of an older version'
    : 'The database has no tables yet';
  throw new CommandError(`${state}; run: kunci migrate`);
}

export async function hasTable(database: Database, name: string): Promise<boolean> {
  const [found] = await database.query<{ exists: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS exists',
    [`public.${name}`],
  );
  return found?.exists ?? false;
}

async function open(config: Config, create: boolean): Promise<Address> {
  if (config.database.kind === 'external') {
    return { url: config.database.url, isShared: false, release: async () => undefined };
  }
  const { directory } = config.database;
  if (!(await hasEmbeddedDatabase(directory))) {
    if (!create) {
      throw new CommandError(
        `There is no database in ${directory} yet; start the hub once, or check KUNCI_DATA_DIR.`,
      );
    }
    await mkdir(directory, { recursive: true });
  }
  const unlock = await lockUnlessHubRuns(directory);
  return unlock ? startOwn(config, directory, unlock) : attach(directory);
}

async function lockUnlessHubRuns(directory: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockDataDir(directory);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

async function startOwn(
  config: Config,
  directory: string,
  unlock: () => Promise<void>,
): Promise<Address> {
  try {
    if (!config.masterKeys && !(await hasEmbeddedDatabase(directory))) {
      await readOrCreateMasterKeyFile(directory, { hasDatabase: false });
    }
    const embedded = await startEmbeddedDatabase(directory);
    const release = async (): Promise<void> => {
      await embedded.stop();
      await unlock();
    };
    return { url: embedded.url, isShared: false, release };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The running hub owns its Postgres, so it is only joined, never started or stopped. */
async function attach(directory: string): Promise<Address> {
  const running = await findRunningPostmaster(join(await realpath(directory), 'pg'));
  if (!running) {
    throw new CommandError(
      `A hub on ${directory} is just starting or stopping; try again in a moment.`,
    );
  }
  const password = (await readFile(join(directory, 'postgres.password'), 'utf8')).trim();
  const url = `postgres://kunci:${password}@127.0.0.1:${running.port}/kunci`;
  return { url, isShared: true, release: async () => undefined };
}
