/** `kill -9` in the middle of a thousand webhooks: whatever was acknowledged is processed, each once. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { connectEmbedded } from '#test/support/embedded-client.js';
import { hubClient } from '#test/support/hub-client.js';
import { freePort, type HubProcess, startHubProcess } from '#test/support/hub-process.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import {
  createDatabase,
  describeOnBothQueues,
  eventually,
  type QueueBackend,
  redisUrl,
  TEST_MASTER_KEY,
} from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const COUNT = 1_000;
const CONNECTIONS = 32;

interface Paid {
  readonly id: string;
  readonly reference: string;
}

/** Runs `work` on all items, so many at a time. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

/** Payments as if made by the API, whose speed is not what this is about. */
async function insertPayments(client: pg.Client, provider: PlainProvider): Promise<Paid[]> {
  const payments = Array.from({ length: COUNT }, () => ({
    id: randomUUID(),
    reference: randomUUID(),
  }));
  await client.query(
    `INSERT INTO payments (id, provider_id, order_id, reference, amount, currency, status, request)
     SELECT id, $3, 'O-1', reference, 150000, 'IDR', 'pending', '{}'
     FROM unnest($1::uuid[], $2::text[]) AS p (id, reference)`,
    [payments.map(({ id }) => id), payments.map(({ reference }) => reference), provider.id],
  );
  return payments;
}

/** Posts one webhook a payment and kills the victim half-way; says which were acknowledged. */
async function floodAndKill(
  provider: PlainProvider,
  payments: readonly Paid[],
  victim: HubProcess,
): Promise<Paid[]> {
  const acknowledged: Paid[] = [];
  await inParallel(payments, async (payment) => {
    const { reference } = payment;
    const body = { event_id: reference, reference, status: 'PAID', amount: 150_000 };
    const answer = await postWebhook(provider, body).catch(() => undefined);
    if (answer?.status !== 200) return;
    acknowledged.push(payment);
    if (acknowledged.length === COUNT / 2) process.kill(victim.pid, 'SIGKILL');
  });
  await victim.exited;
  return acknowledged;
}

/** Every acknowledged payment is paid by exactly one event, and nothing else was written twice. */
async function expectOnceEach(client: pg.Client, acknowledged: readonly Paid[]): Promise<void> {
  await eventually(async () => {
    const { rows } = await client.query(
      `SELECT 1 FROM webhook_logs WHERE status IN ('received', 'processing') LIMIT 1`,
    );
    return rows.length === 0;
  }, 60_000);
  const { rows } = await client.query<{ payment_id: string; count: number }>(
    `SELECT payment_id, count(*)::int FROM payment_events WHERE to_status = 'paid' GROUP BY payment_id`,
  );
  const counts = new Map(rows.map(({ payment_id, count }) => [payment_id, count]));
  expect(acknowledged.filter(({ id }) => counts.get(id) !== 1)).toEqual([]);
  expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
  const told = await client.query(
    `SELECT count(*)::int AS events, count(DISTINCT data->>'payment_id')::int AS payments
     FROM domain_events WHERE event = 'payment.received'`,
  );
  expect(told.rows).toEqual([{ events: counts.size, payments: counts.size }]);
}

let vendor: PlainVendor;
const open: HubProcess[] = [];
const clients: pg.Client[] = [];

beforeAll(async () => {
  vendor = await startPlainVendor();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await Promise.all(open.splice(0).map((hub) => hub.cleanUp()));
});

afterAll(() => vendor.close());

async function start(env: Record<string, string>, dataDir?: string): Promise<HubProcess> {
  const hub = await startHubProcess({ env, dataDir });
  open.push(hub);
  return hub;
}

const queueSettings = (queue: QueueBackend): Record<string, string> =>
  queue === 'redis' ? { REDIS_URL: redisUrl() } : {};

describeOnBothQueues('a hub killed among a thousand webhooks', (queue) => {
  it('processes every acknowledged one exactly once after it has started again', async () => {
    const port = String(await freePort());
    const env = {
      ...queueSettings(queue),
      PORT: port,
      KUNCI_PUBLIC_URL: `http://127.0.0.1:${port}`,
    };
    const hub = await start(env);
    const provider = await addPlainProvider(hubClient(hub.url, hub.apiKey), vendor.url);
    const client = await connectEmbedded(hub.dataDir);
    clients.push(client);
    const payments = await insertPayments(client, provider);

    const acknowledged = await floodAndKill(provider, payments, hub);
    expect(acknowledged.length).toBeGreaterThanOrEqual(COUNT / 2);
    await start(env, hub.dataDir);
    await expectOnceEach(client, acknowledged);
  });
});

describeOnBothQueues('a worker killed among a thousand webhooks', (queue) => {
  it('leaves its work to the next one, each webhook once', async () => {
    const port = String(await freePort());
    const shared = {
      ...queueSettings(queue),
      DATABASE_URL: await createDatabase(),
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
      KUNCI_PUBLIC_URL: `http://127.0.0.1:${port}`,
    };
    const api = await start({ ...shared, KUNCI_ROLE: 'api', PORT: port });
    const [victim] = await Promise.all([
      start({ ...shared, KUNCI_ROLE: 'worker' }),
      start({ ...shared, KUNCI_ROLE: 'worker' }),
    ]);
    const provider = await addPlainProvider(hubClient(api.url, api.apiKey), vendor.url);
    const client = new pg.Client({ connectionString: shared.DATABASE_URL });
    await client.connect();
    clients.push(client);
    const payments = await insertPayments(client, provider);

    const acknowledged = await floodAndKill(provider, payments, victim);
    expect(acknowledged).toHaveLength(COUNT);
    // The lease of what the dead one had in hand, and of what the other works on at this moment, runs out.
    await client.query('UPDATE webhook_logs SET due_at = now() WHERE due_at IS NOT NULL');
    await expectOnceEach(client, acknowledged);
  });
});
