/** The server process of the embedded Postgres: started, found ready, stopped. */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, idsOf, lastWordsOf } from './cluster.js';
import { giveTo, launchAs } from './os-account.js';
import { isAlive, readPidFile, type RunningPostmaster } from './postmaster-pid.js';

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

/**
 * Starts the server, in a session of its own, and waits until it takes connections.
 *
 * @param again where it listened before, when those who know it there should find it there
 */
export async function startPostmaster(
  cluster: Cluster,
  again?: RunningPostmaster,
): Promise<RunningPostmaster> {
  const port = again?.port ?? (await freePort());
  const socketDir = again?.socketDir ?? (await socketDirectory(cluster, port));
  const settings = [...SERVER_SETTINGS, `port=${port}`, `unix_socket_directories=${socketDir}`];
  const args = ['-D', cluster.clusterDir, ...settings.flatMap((setting) => ['-c', setting])];
  const launch = await launchAs(cluster.account, cluster.binaries.postgres, args, [
    cluster.clusterDir,
  ]);
  const child = spawn(launch.command, [...launch.args], {
    ...idsOf(launch),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = lastWordsOf(child);
  const pid = child.pid;
  if (pid === undefined) throw new Error('the embedded Postgres could not be started');
  const early = await Promise.race([
    new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended'))),
    untilListening(cluster.clusterDir, pid),
  ]);
  if (early === 'ended') throw new Error(`the embedded Postgres ended at once: ${errors()}`);
  child.stderr.destroy();
  child.unref();
  return { pid, port, socketDir };
}

/** A fast shutdown: open transactions are rolled back, data is written, no recovery at the next start. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid) && Date.now() < deadline) await delay(20);
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
}

/** Postgres writes `ready` into the last line of its pid file. */
async function untilListening(clusterDir: string, pid: number): Promise<'listening'> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const file = await readPidFile(clusterDir);
    if (file?.pid === pid && file.isReady) return 'listening';
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
