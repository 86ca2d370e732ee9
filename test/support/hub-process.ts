/**
 * A hub as a process of its own, for what can't be seen from inside: start, signals, exit codes, `kill -9`.
 * Needs `dist/` to be built. Runs under Node's own type stripping too (the benchmarks use it), therefore only
 * erasable syntax.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');
const READY = /^Kunci (?:is ready on http:\/\/\S+|worker is ready)$/m;
const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 40_000;
/** What a hub may have from the shell that runs the tests; its own settings must come from the test. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];

export const TEST_API_KEY = 'test-bootstrap-api-key-0123456789abcdef';

export interface HubProcessOptions {
  /** Kept over restarts when given; else a new one in the system's temporary folder. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Compiled entry point; another one only to try a build that stands elsewhere. */
  readonly entry?: string;
  readonly readyTimeoutMs?: number;
  /** Another user to run as; only root may ask for one. */
  readonly runAs?: { readonly uid: number; readonly gid: number };
}

export interface HubExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface HubProcess {
  /** Where nobody listens when the hub is a worker. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** The API key with scope `admin` that the hub was started with. */
  readonly apiKey: string;
  stdout(): string;
  stderr(): string;
  /** Resolves when the process has ended by itself or by one of the calls below. */
  readonly exited: Promise<HubExit>;
  /** SIGTERM, then waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<HubExit>;
  /** `kill -9`: nothing is flushed, the embedded database goes on running. */
  kill(): Promise<HubExit>;
  /** Stops what still runs, an orphaned embedded database too, and removes a data folder that was made here. */
  cleanUp(): Promise<void>;
}

/** A hub that ended before it was ready; tests of bad settings look inside. */
export class HubDidNotStartError extends Error {
  readonly exit: HubExit;
  readonly stdout: string;
  readonly stderr: string;

  constructor(exit: HubExit, output: { readonly stdout: string; readonly stderr: string }) {
    super(
      `the hub ended with code ${String(exit.code)} before it was ready:\n${output.stdout}\n${output.stderr}`,
    );
    this.name = 'HubDidNotStartError';
    this.exit = exit;
    this.stdout = output.stdout;
    this.stderr = output.stderr;
  }
}

/**
 * Starts a hub on a free port and waits for its ready line.
 *
 * @throws HubDidNotStartError when the process ends instead
 */
export async function startHubProcess(options: HubProcessOptions = {}): Promise<HubProcess> {
  const entry = options.entry ?? join(ROOT, 'dist/src/main.js');
  if (!existsSync(entry)) throw new Error(`${entry} is missing; run npm run build first`);
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'kunci-hub-')));
  const env = await environmentOf(options, dataDir);
  const child = spawn(process.execPath, [entry], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.runAs,
  });
  const output = { stdout: collect(child.stdout), stderr: collect(child.stderr) };
  const exited = new Promise<HubExit>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => done({ code, signal }));
  });
  const removeOwnFolder = async () => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  await untilReady(child, { output, exited, timeoutMs: options.readyTimeoutMs }).catch(
    async (error: unknown) => {
      await removeOwnFolder();
      throw error;
    },
  );
  return {
    url: `http://127.0.0.1:${env['PORT'] ?? ''}`,
    port: Number(env['PORT']),
    pid: child.pid ?? 0,
    dataDir,
    apiKey: env['KUNCI_BOOTSTRAP_API_KEY'] ?? '',
    stdout: output.stdout,
    stderr: output.stderr,
    exited,
    stop: (signal = 'SIGTERM') => end(child, exited, signal),
    kill: () => end(child, exited, 'SIGKILL'),
    cleanUp: async () => {
      await end(child, exited, 'SIGTERM');
      await stopOrphanedPostgres(dataDir);
      await removeOwnFolder();
    },
  };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function environmentOf(
  options: HubProcessOptions,
  dataDir: string,
): Promise<Record<string, string>> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    // The same code is started a hundred times over.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled'),
    PORT: String(await freePort()),
    KUNCI_DATA_DIR: dataDir,
    KUNCI_BOOTSTRAP_API_KEY: TEST_API_KEY,
    KUNCI_EGRESS_ALLOW: '127.0.0.1',
    KUNCI_LOG_LEVEL: 'warn',
    ...options.env,
  };
}

interface Starting {
  readonly output: { readonly stdout: () => string; readonly stderr: () => string };
  readonly exited: Promise<HubExit>;
  readonly timeoutMs: number | undefined;
}

async function untilReady(child: ChildProcess, starting: Starting): Promise<void> {
  const { output, exited, timeoutMs = READY_TIMEOUT_MS } = starting;
  const ended: { exit?: HubExit } = {};
  void exited.then(
    (exit) => (ended.exit = exit),
    () => (ended.exit = { code: null, signal: null }),
  );
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (READY.test(output.stdout())) return;
    if (ended.exit) {
      throw new HubDidNotStartError(ended.exit, {
        stdout: output.stdout(),
        stderr: output.stderr(),
      });
    }
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(
        `the hub was not ready after ${timeoutMs} ms:\n${output.stdout()}\n${output.stderr()}`,
      );
    }
    await delay(20);
  }
}

async function end(
  child: ChildProcess,
  exited: Promise<HubExit>,
  signal: NodeJS.Signals,
): Promise<HubExit> {
  if (child.exitCode !== null || child.signalCode !== null) return exited;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}

/** After `kill -9` the embedded database still runs; it must not outlive the test. */
async function stopOrphanedPostgres(dataDir: string): Promise<void> {
  const text = await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  try {
    process.kill(pid, 'SIGINT');
    for (let i = 0; i < 500; i += 1) {
      process.kill(pid, 0);
      await delay(20);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}
