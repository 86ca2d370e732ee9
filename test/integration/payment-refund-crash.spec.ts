/** `kill -9` and SIGTERM in the middle of a batch of refunds: every payment goes back once. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import { freePort, type HubProcess, startHubProcess } from '#test/support/hub-process.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainVendor,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import {
  createDatabase,
  describeOnBothQueues,
  eventually,
  redisUrl,
  TEST_MASTER_KEY,
} from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const COUNT = 40;
const BEFORE_THE_END = 8;

let vendor: PlainVendor;
let client: pg.Client;
const open: HubProcess[] = [];
beforeAll(async () => {
  vendor = await startPlainVendor({ delayMs: 50 });
});
afterEach(async () => {
  await client.end();
  await Promise.all(open.splice(0).map((hub) => hub.cleanUp()));
});
afterAll(() => vendor.close());

async function start(env: Record<string, string>): Promise<HubProcess> {
  const hub = await startHubProcess({ env });
  open.push(hub);
  return hub;
}

/** Its paths name payment and refund, so the vendor's journal tells which was asked for how often. */
function aRefundingConnector() {
  const connector = aPlainConnector();
  const refund = {
    idempotent: true,
    path: "='/refunds/' & request.reference & '/' & request.refund_reference",
    body: { amount: '=request.amount' },
    result: { status: 'succeeded', gateway_refund_id: '=body.id' },
  };
  return { ...connector, operations: { ...connector.operations, refund } };
}

/** As if they had come in through the API, whose speed is not what this is about. */
async function insertPaid(providerId: string): Promise<string[]> {
  const ids = Array.from({ length: COUNT }, () => randomUUID());
  await client.query(
    `INSERT INTO payments (id, provider_id, order_id, reference, amount, currency, status, request, paid_at)
     SELECT id, $2, 'O-1', id::text, 150000, 'IDR', 'paid', '{}', now() FROM unnest($1::uuid[]) AS p (id)`,
    [ids, providerId],
  );
  return ids;
}

/** Distinct refunds that the vendor was asked for, by payment. */
function refundsAtVendor(): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  for (const request of vendor.requests) {
    const [, payment, refund] = /^POST \/refunds\/([^/]+)\/(.+)$/.exec(request) ?? [];
    if (payment === undefined || refund === undefined) continue;
    asked.set(payment, (asked.get(payment) ?? new Set()).add(refund));
  }
  return asked;
}

async function orderBatch(api: HubClient, ids: readonly string[]): Promise<string> {
  const answer = await api.post(
    '/api/v1/refund-batches',
    { refunds: ids.map((id) => ({ payment_id: id })) },
    { 'idempotency-key': randomUUID() },
  );
  expect(answer.status).toBe(202);
  return answer.body.id;
}

describeOnBothQueues('a hub that ends in the middle of a batch of refunds', (queue) => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s gives every payment back once',
    async (signal) => {
      const port = String(await freePort());
      const env = {
        ...(queue === 'redis' && { REDIS_URL: redisUrl() }),
        DATABASE_URL: await createDatabase(),
        KUNCI_MASTER_KEY: TEST_MASTER_KEY,
        PORT: port,
      };
      const hub = await start(env);
      client = new pg.Client({ connectionString: env.DATABASE_URL });
      await client.connect();
      const api = hubClient(hub.url, hub.apiKey);
      const provider = await addPlainProvider(api, vendor.url, {
        connector: aRefundingConnector(),
      });
      const ids = await insertPaid(provider.id);
      const ofBatch = () => [...refundsAtVendor()].filter(([payment]) => ids.includes(payment));

      const batchId = await orderBatch(api, ids);
      await eventually(async () => ofBatch().length >= BEFORE_THE_END);
      if (signal === 'SIGKILL') await hub.kill();
      else expect((await hub.stop()).code).toBe(0);
      expect(ofBatch().length).toBeLessThan(COUNT);

      await start(env);
      // What the dead one had in hand is held for minutes; then its time is over.
      await client.query('UPDATE refund_batch_items SET due_at = now() WHERE due_at IS NOT NULL');
      await client.query('UPDATE refund_batches SET due_at = now()');
      await client.query("UPDATE refunds SET next_check_at = now() WHERE status = 'created'");
      const ended = await eventually(async () => {
        const { body } = await api.get(`/api/v1/refund-batches/${batchId}`);
        return body.succeeded === COUNT && body;
      }, 30_000);
      expect(ended).toMatchObject({ status: 'completed', failed: 0, pending: 0 });
      expect(ofBatch().map(([, refunds]) => refunds.size)).toEqual(ids.map(() => 1));
      const { rows } = await client.query(
        'SELECT status, refunded_amount, count(*)::int AS count FROM payments GROUP BY 1, 2',
      );
      expect(rows).toEqual([{ status: 'refunded', refunded_amount: 150_000, count: COUNT }]);
    },
  );
});
