/** A hub inside the test process, on a database of its own; real Postgres, real queues, HTTP on a free port. */
import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '#core/config/config.js';
import { freePort } from '#test/support/hub-process.js';
import { type Hub, startHub } from '../../src/hub.js';
import { hubClient, type HubClient } from './hub-client.js';

export type QueueBackend = 'postgres' | 'redis';

export const TEST_ADMIN_KEY = 'test-admin-key-0123456789-0123456789';
export const TEST_MASTER_KEY = `base64:${Buffer.alloc(32, 7).toString('base64')}`;

export interface TestHub {
  readonly url: string;
  readonly hub: Hub;
  /** Calls the API with the admin key. */
  readonly api: HubClient;
  readonly databaseUrl: string;
  /** Looks into the hub's own database. */
  readonly sql: <R>(text: string, params?: readonly unknown[]) => Promise<R[]>;
  stop(): Promise<void>;
}

export interface TestHubOptions {
  readonly queue?: QueueBackend;
  readonly env?: Readonly<Record<string, string>>;
  /** Another hub's database, for tests with several processes on one. */
  readonly databaseUrl?: string;
}

export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const databaseUrl = options.databaseUrl ?? (await createDatabase());
  const port = await freePort();
  const hub = await startHub(
    readConfig({
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      KUNCI_PUBLIC_URL: `http://127.0.0.1:${port}`,
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
      KUNCI_BOOTSTRAP_API_KEY: TEST_ADMIN_KEY,
      KUNCI_EGRESS_ALLOW: '127.0.0.1',
      KUNCI_LOG_LEVEL: 'silent',
      ...(options.queue === 'redis' && { REDIS_URL: redisUrl() }),
      ...options.env,
    }),
  );
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  // A test that cuts connections, or fails before it could stop its hub, must not end the whole run.
  pool.on('error', () => undefined);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    hub,
    api: hubClient(url, TEST_ADMIN_KEY),
    databaseUrl,
    sql: async <R>(text: string, params: readonly unknown[] = []) =>
      (await pool.query(text, params as unknown[])).rows as R[],
    stop: async () => {
      await pool.end();
      await hub.stop();
    },
  };
}

/** A database of its own in the Postgres of this test run, with every migration in it, or with nothing at all. */
export async function createDatabase({ isEmpty = false } = {}): Promise<string> {
  const base = new URL(required('KUNCI_TEST_DATABASE_URL'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = isEmpty ? 'template1' : required('KUNCI_TEST_TEMPLATE');
  await run(base, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  base.pathname = `/${name}`;
  if (isEmpty) return base.toString();
  // Every hub has a name of its own, or two of them would take each other's jobs out of a Redis they share.
  await run(base, 'UPDATE installation SET id = gen_random_uuid()');
  return base.toString();
}

async function run(url: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Runs the same tests on both queue backends. Where there is no Redis its half is skipped, by name. */
export function describeOnBothQueues(title: string, tests: (queue: QueueBackend) => void): void {
  describe(`${title}, queues on Postgres`, () => tests('postgres'));
  const hasRedis = process.env['KUNCI_TEST_REDIS_URL'] !== undefined;
  const hint = hasRedis ? '' : ' (skipped: install the system package redis-server to run it)';
  (hasRedis ? describe : describe.skip)(`${title}, queues on Redis${hint}`, () => tests('redis'));
}

/** Tries until `look` gives something; fails with the last thing it saw. For what happens in the background. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`it did not happen within ${timeoutMs} ms`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** Shared by all hubs of the run, as they share one Postgres. */
export function redisUrl(): string {
  return required('KUNCI_TEST_REDIS_URL');
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set; run the integration project of Jest`);
  }
  return value;
}
