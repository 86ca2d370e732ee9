import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ConfigError } from '#core/config/config.js';
import { findPostgresBinaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import { initialiseCluster, POSTGRES_USER } from './cluster-setup.js';
import { postgresAccount } from './os-account.js';
import { startPostmaster, stopPostmaster } from './postmaster.js';
import { PostmasterKeeper } from './postmaster-keeper.js';
import { findRunningPostmaster, isAlive } from './postmaster-pid.js';

const DATABASE = 'kunci';
const START_TIMEOUT_MS = 60_000;

export interface EmbeddedDatabase {
  /** Connection settings for pg, TypeORM and BullMQ alike. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Starts the server again whenever it ended by itself, and is told so; without it nobody looks. */
  readonly onRestart?: (error?: unknown) => void;
}

/**
 * Starts Postgres in `<data dir>/pg`, making the cluster on the first start. A server that a killed
 * hub left running is used as it is. The server lives in a session of its own, so Ctrl-C reaches the
 * hub alone and the hub can finish its work first.
 */
export async function startEmbeddedDatabase(
  dataDir: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  // One spelling of the path, since the running server is known by it.
  const clusterDir = join(await realpath(dataDir), 'pg');
  const cluster: Cluster = {
    binaries: await findPostgresBinaries(),
    account: await postgresAccount(),
    clusterDir,
  };
  const password = await readOrCreatePassword(dataDir);
  if (!(await hasEmbeddedDatabase(dataDir))) await initialiseCluster(cluster, password);
  const postmaster = (await findRunningPostmaster(clusterDir)) ?? (await startPostmaster(cluster));
  try {
    const url = connectionUrl(postmaster, password);
    await waitUntilReady(url, postmaster.pid);
    const databaseUrl = await ensureDatabase(url);
    const keeper =
      options.onRestart && new PostmasterKeeper(cluster, postmaster, options.onRestart);
    return {
      url: databaseUrl,
      stop: async () => stopPostmaster((await keeper?.stop()) ?? postmaster.pid),
    };
  } catch (error) {
    await stopPostmaster(postmaster.pid);
    throw error;
  }
}

/** True once a cluster was made in this data directory. */
export async function hasEmbeddedDatabase(dataDir: string): Promise<boolean> {
  return exists(join(dataDir, 'pg', 'PG_VERSION'));
}

async function readOrCreatePassword(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known !== '') return known.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

function connectionUrl(address: { port: number; socketDir: string }, password: string): string {
  const login = `${POSTGRES_USER}:${password}`;
  if (address.socketDir === '') return `postgres://${login}@127.0.0.1:${address.port}/postgres`;
  return `postgres://${login}@localhost:${address.port}/postgres?host=${encodeURIComponent(address.socketDir)}`;
}

async function waitUntilReady(url: string, pid: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await withClient(url, (client) => client.query('SELECT 1'));
      return;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new ConfigError([
          'KUNCI_DATA_DIR: the password in postgres.password is not the one of this database; put the file back from your backup',
        ]);
      }
      if (Date.now() > deadline || !isAlive(pid)) throw error;
      await delay(50);
    }
  }
}

/** Makes our database on the first start; answers its URL. */
async function ensureDatabase(url: string): Promise<string> {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  const target = new URL(url);
  target.pathname = `/${DATABASE}`;
  return target.toString();
}

async function withClient(
  url: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
