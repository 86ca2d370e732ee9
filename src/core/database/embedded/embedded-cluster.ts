import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ConfigError } from '#core/config/config.js';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.js';
import { giveTo, launchAs, type OsAccount, postgresAccount } from './os-account.js';
import { findRunningPostmaster, isAlive } from './postmaster-pid.js';

const USER = 'kunci';
const DATABASE = 'kunci';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
/** A socket path longer than this does not fit the kernel's address structure. */
const SOCKET_PATH_LIMIT = 100;

/** Settings for a small machine; durability stays at Postgres's own defaults. */
const SERVER_SETTINGS = [
  'max_connections=120',
  'shared_buffers=128MB',
  'wal_compression=on',
  'max_wal_size=2GB',
  'jit=off',
  'log_min_messages=error',
  'listen_addresses=127.0.0.1',
];

export interface EmbeddedDatabase {
  /** Connection settings for pg, TypeORM and BullMQ alike. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Postgres in `<data dir>/pg`, making the cluster on the first start. A server that a killed
 * hub left running is used as it is. The server lives in a session of its own, so Ctrl-C reaches the
 * hub alone and the hub can finish its work first.
 */
export async function startEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const clusterDir = join(dataDir, 'pg');
  const binaries = await findPostgresBinaries();
  const account = await postgresAccount();
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const password = await readOrCreatePassword(dataDir);
  if (!(await exists(join(clusterDir, 'PG_VERSION')))) {
    await initialise({ binaries, account, clusterDir, password });
  }
  const running = await findRunningPostmaster(clusterDir);
  const address = running ?? (await start({ binaries, account, clusterDir }));
  const url = connectionUrl(address, password);
  await waitUntilReady(url, address.pid);
  return { url: await ensureDatabase(url), stop: () => stop(address.pid) };
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

interface Cluster {
  readonly binaries: PostgresBinaries;
  readonly account: OsAccount | undefined;
  readonly clusterDir: string;
}

/** Into a folder beside it, then renamed: a crash in the middle leaves no half-made cluster behind. */
async function initialise(cluster: Cluster & { readonly password: string }): Promise<void> {
  const draft = `${cluster.clusterDir}.${randomBytes(4).toString('hex')}`;
  const passwordFile = join(tmpdir(), `kunci-${randomBytes(8).toString('hex')}`);
  await mkdir(draft, { mode: 0o700 });
  await giveTo(cluster.account, draft);
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  await giveTo(cluster.account, passwordFile);
  try {
    const args = [
      `--pgdata=${draft}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ];
    await runToEnd(cluster, cluster.binaries.initdb, args, draft);
    await rename(draft, cluster.clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function runToEnd(
  cluster: Cluster,
  binary: string,
  args: string[],
  folder: string,
): Promise<void> {
  const launch = await launchAs(cluster.account, binary, args, [folder]);
  const child = spawn(launch.command, [...launch.args], {
    ...ids(launch),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = collect(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `making the embedded database failed: ${errors().trim() || `exit code ${String(code)}`}`,
    );
  }
}

async function start(cluster: Cluster): Promise<{ pid: number; port: number; socketDir: string }> {
  const port = await freePort();
  const socketDir = await socketDirectory(cluster, port);
  const settings = [...SERVER_SETTINGS, `port=${port}`, `unix_socket_directories=${socketDir}`];
  const args = ['-D', cluster.clusterDir, ...settings.flatMap((setting) => ['-c', setting])];
  const launch = await launchAs(cluster.account, cluster.binaries.postgres, args, [
    cluster.clusterDir,
  ]);
  const child = spawn(launch.command, [...launch.args], {
    ...ids(launch),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = collect(child);
  const pid = child.pid;
  if (pid === undefined) throw new Error('the embedded Postgres could not be started');
  const early = await Promise.race([
    new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended'))),
    untilListening(cluster.clusterDir, pid),
  ]);
  if (early === 'ended') throw new Error(`the embedded Postgres ended at once: ${errors().trim()}`);
  child.stderr?.destroy();
  child.unref();
  return { pid, port, socketDir };
}

/** Postgres writes `ready` into the last line of its pid file. */
async function untilListening(clusterDir: string, pid: number): Promise<'listening'> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
    const lines = text.split('\n');
    if (Number(lines[0]) === pid && lines[7]?.trim() === 'ready') return 'listening';
    await delay(25);
  }
  throw new Error(`the embedded Postgres did not get ready within ${START_TIMEOUT_MS / 1000} s`);
}

async function socketDirectory(cluster: Cluster, port: number): Promise<string> {
  if (process.platform === 'win32') return '';
  const beside = join(cluster.clusterDir, '..', 'run');
  const directory = `${beside}/.s.PGSQL.${port}`.length <= SOCKET_PATH_LIMIT ? beside : '';
  if (directory === '') return '';
  await mkdir(directory, { recursive: true, mode: 0o755 });
  await giveTo(cluster.account, directory);
  return directory;
}

function connectionUrl(address: { port: number; socketDir: string }, password: string): string {
  const login = `${USER}:${password}`;
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

/** A fast shutdown: open transactions are rolled back, data is written, no recovery at the next start. */
async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid) && Date.now() < deadline) await delay(20);
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
}

function ids(launch: { uid?: number; gid?: number }): { uid?: number; gid?: number } {
  return launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.gid };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2_000);
  });
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
