/** Postgres and Redis of a chaos run: processes of its own on loopback, that can be killed and come back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '#test/support/hub-process.js';

const CLUSTER = resolve(
  import.meta.dirname,
  '../../dist/src/core/database/embedded/embedded-cluster.js',
);

interface EmbeddedModule {
  readonly startEmbeddedDatabase: (
    dataDir: string,
    options: { readonly onRestart: (error?: unknown) => void },
  ) => Promise<{ readonly url: string; stop(): Promise<void> }>;
}

export interface Service {
  readonly url: string;
  /** SIGKILL of what runs now; it comes back at the same address, by itself or by `restore`. */
  kill(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** The hub's own embedded Postgres, which is started again at its address whenever it has ended. */
export async function startPostgres(dataDir: string): Promise<Service> {
  const { startEmbeddedDatabase } = (await import(CLUSTER)) as EmbeddedModule;
  const database = await startEmbeddedDatabase(dataDir, { onRestart: () => undefined });
  return {
    url: database.url,
    kill: async () => {
      const file = await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8');
      const pid = Number(file.split('\n')[0]);
      if (!Number.isInteger(pid) || pid <= 1) throw new Error('no running Postgres');
      process.kill(pid, 'SIGKILL');
    },
    restore: async () => undefined,
    close: () => database.stop(),
  };
}

/** A Redis that keeps nothing on disk, so whatever was in it is gone. Undefined where it is not installed. */
export async function startRedis(): Promise<Service | undefined> {
  const port = await freePort();
  let running = await redisOn(port);
  if (!running) return undefined;
  const end = async () => {
    const child = running;
    running = undefined;
    if (!child) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: end,
    restore: async () => {
      running ??= await redisOn(port);
    },
    close: end,
  };
}

async function redisOn(port: number): Promise<ChildProcess | undefined> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const isReady = await new Promise<boolean>((done) => {
    child.once('error', () => done(false));
    child.once('exit', () => done(false));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) done(true);
    });
  });
  return isReady ? child : undefined;
}
