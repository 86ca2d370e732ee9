/** What becomes of a webhook behind the door: once and only once, in any order, through every mishap. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  describeOnBothQueues,
  eventually,
  redisUrl,
  startTestHub,
  type TestHub,
} from '#test/support/test-hub.js';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly results: { outcome: string; event_id: string }[];
  readonly due_in_s: number | null;
}

jest.setTimeout(30_000);

const LOGS = `SELECT *, extract(epoch FROM due_at - now())::int AS due_in_s FROM webhook_logs
              WHERE provider_id = $1 ORDER BY id`;

describeOnBothQueues('a stored webhook', (queue) => {
  let hub: TestHub;
  let vendor: PlainVendor;
  let provider: PlainProvider;

  beforeAll(async () => {
    vendor = await startPlainVendor();
    hub = await startTestHub({ queue });
    provider = await addPlainProvider(hub.api, vendor.url);
    await mapFeature(hub, 'payment.page', [provider]);
  });

  afterAll(async () => {
    await hub.stop();
    await vendor.close();
  });

  const aProvider = (webhook: Record<string, unknown>) =>
    addPlainProvider(hub.api, vendor.url, { connector: aPlainConnector(webhook) });

  const aPayment = async (by: PlainProvider): Promise<{ id: string; reference: string }> => {
    const answer = await pay(hub, { provider_id: by.id });
    expect(answer.status).toBe(201);
    return answer.body;
  };

  const paidBy = ({ reference }: { reference: string }, changes: Record<string, unknown> = {}) => ({
    event_id: randomUUID(),
    reference,
    status: 'PAID',
    amount: 150_000,
    ...changes,
  });

  const statusOf = async ({ id }: { id: string }) =>
    (await hub.api.get(`/api/v1/payments/${id}`)).body.status;

  const rowsOf = (id: string) => hub.sql<Row>(LOGS, [id]);

  /** All rows of the provider, once there are so many and nothing is left to do. */
  const settled = (id: string, count: number) =>
    eventually(async () => {
      const rows = await rowsOf(id);
      const isDone = rows.every(({ status }) => !['received', 'processing'].includes(status));
      return rows.length === count && isDone && rows;
    });

  /** Makes everything due that waits for a repeat. */
  const hurry = () =>
    hub.sql(
      `UPDATE webhook_logs SET due_at = now() WHERE due_at IS NOT NULL AND status = 'received'`,
    );

  it('marks its payment paid, writes history and event, all under its trace id', async () => {
    const payment = await aPayment(provider);
    const answer = await postWebhook(provider, paidBy(payment));
    await eventually(async () => (await statusOf(payment)) === 'paid');
    const traceId = answer.headers.get('x-trace-id');
    const [event] = await hub.sql<{ trace_id: string; source: string }>(
      `SELECT * FROM payment_events WHERE payment_id = $1 AND to_status = 'paid'`,
      [payment.id],
    );
    expect(event).toMatchObject({ trace_id: traceId, source: 'webhook' });
    const told = await hub.sql(
      `SELECT event FROM domain_events WHERE data->>'payment_id' = $1 AND trace_id = $2`,
      [payment.id, traceId],
    );
    expect(told).toEqual([{ event: 'payment.received' }]);
  });

  it('is a duplicate when its event came before', async () => {
    const own = await aProvider({});
    const payment = await aPayment(own);
    const body = paidBy(payment);
    await postWebhook(own, body);
    await settled(own.id, 1);
    await postWebhook(own, { ...body, sent_again: true });
    const rows = await settled(own.id, 2);
    expect(rows.map(({ status }) => status)).toEqual(['processed', 'duplicate']);
  });

  it('is applied exactly once when it arrives twenty times at the same moment', async () => {
    const own = await aProvider({});
    const payment = await aPayment(own);
    const body = paidBy(payment);
    await Promise.all(Array.from({ length: 20 }, () => postWebhook(own, body)));
    const rows = await settled(own.id, 20);
    const outcomes = rows.flatMap(({ results }) => results.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(19);
    const events = await hub.sql(
      `SELECT 1 FROM payment_events WHERE payment_id = $1 AND to_status = 'paid'`,
      [payment.id],
    );
    expect(events).toHaveLength(1);
  });

  it('changes nothing when it says pending after paid', async () => {
    const payment = await aPayment(provider);
    await postWebhook(provider, paidBy(payment));
    await eventually(async () => (await statusOf(payment)) === 'paid');
    const late = paidBy(payment, { status: 'PENDING' });
    await postWebhook(provider, late);
    const row = await eventually(async () =>
      (await rowsOf(provider.id)).find(({ results }) => results[0]?.event_id === late.event_id),
    );
    expect(row).toMatchObject({ status: 'processed', results: [{ outcome: 'unchanged' }] });
    expect(await statusOf(payment)).toBe('paid');
  });

  it('never marks a payment paid whose amount differs', async () => {
    const own = await aProvider({});
    const payment = await aPayment(own);
    await postWebhook(own, paidBy(payment, { amount: 15_000 }));
    const [row] = await settled(own.id, 1);
    expect(row?.results).toMatchObject([{ outcome: 'refused' }]);
    expect(await statusOf(payment)).toBe('pending');
  });

  it('may hold many events, each applied once', async () => {
    const own = await aProvider({});
    const payments = await Promise.all(Array.from({ length: 5 }, () => aPayment(own)));
    const events = payments.map((payment, i) => ({
      id: `e${i}`,
      reference: payment.reference,
      status: 'PAID',
      amount: 150_000,
      currency: 'IDR',
    }));
    await postWebhook(own, { events: [...events, events[0]] });
    const [row] = await settled(own.id, 1);
    expect(row?.results.map(({ event_id, outcome }) => [event_id, outcome])).toEqual([
      ...events.map(({ id }) => [id, 'applied']),
      ['e0', 'duplicate'],
    ]);
    expect(await Promise.all(payments.map(statusOf))).toEqual(Array(5).fill('paid'));
  });

  it('is known by its body where the vendor sends no id, until its window has passed', async () => {
    const own = await aProvider({ dedupe_window_s: 600 });
    const payment = await aPayment(own);
    const body = { reference: payment.reference, status: 'PAID', amount: 150_000 };
    await postWebhook(own, body);
    await settled(own.id, 1);
    await postWebhook(own, body);
    expect((await settled(own.id, 2)).map(({ status }) => status)).toEqual([
      'processed',
      'duplicate',
    ]);
    await hub.sql(
      `UPDATE webhook_events SET created_at = now() - interval '601 seconds' WHERE provider_id = $1`,
      [own.id],
    );
    await postWebhook(own, body);
    const [, , third] = await settled(own.id, 3);
    expect(third).toMatchObject({ status: 'processed', results: [{ outcome: 'unchanged' }] });
  });

  it('may have an event id of any length', async () => {
    const own = await aProvider({});
    const payment = await aPayment(own);
    const body = paidBy(payment, { event_id: 'x'.repeat(10_000) });
    await postWebhook(own, body);
    await postWebhook(own, { ...body, again: 1 });
    const rows = await settled(own.id, 2);
    expect(rows.map(({ status }) => status).sort()).toEqual(['duplicate', 'processed']);
  });

  it('that fails is tried five times more, later each time, then parked; a replay processes it', async () => {
    const away = await startPlainVendor();
    const own = await addPlainProvider(hub.api, away.url, {
      connector: aPlainConnector({ confirm: 'status' }),
    });
    const payment = await aPayment(own);
    await away.close();
    await postWebhook(own, paidBy(payment));
    const waits = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const row = await eventually(async () => {
        const [one] = await rowsOf(own.id);
        return one?.attempts === attempt && one.status === 'received' && one;
      });
      waits.push(row.due_in_s);
      await hurry();
    }
    const [parked] = await settled(own.id, 1);
    expect(parked).toMatchObject({ status: 'failed', attempts: 6 });
    for (const [i, least] of [0, 12, 57, 295, 1_790].entries()) {
      expect(waits[i]).toBeGreaterThanOrEqual(least);
    }
    await hub.api.patch(`/api/v1/providers/${own.id}`, { base_urls: { default: vendor.url } });
    await hub.api.post(`/api/v1/providers/${own.id}/breaker`, { state: 'closed' });
    const replay = await hub.api.post(`/api/v1/webhook-logs/${parked?.id ?? ''}/replay`);
    expect(replay.status).toBe(202);
    expect((await settled(own.id, 1))[0]).toMatchObject({ status: 'processed' });
    expect(await statusOf(payment)).toBe('paid');
  });

  it('is found again when the process that worked on it died', async () => {
    const own = await aProvider({});
    const payment = await aPayment(own);
    await hub.sql(`ALTER TABLE payment_events RENAME TO payment_events_away`);
    await postWebhook(own, paidBy(payment));
    await eventually(async () => (await rowsOf(own.id))[0]?.attempts === 1);
    await hub.sql(`ALTER TABLE payment_events_away RENAME TO payment_events`);
    // What a crash leaves behind: claimed, its lease run out, no worker that would give it back.
    await hub.sql(
      `UPDATE webhook_logs SET status = 'processing', due_at = now() WHERE provider_id = $1`,
      [own.id],
    );
    expect((await settled(own.id, 1))[0]).toMatchObject({ status: 'processed' });
    expect(await statusOf(payment)).toBe('paid');
  });

  it('is taken by an api process, outlives the loss of the queue and is processed by a worker', async () => {
    const api = await startTestHub({ queue, env: { KUNCI_ROLE: 'api' } });
    const own = await addPlainProvider(api.api, vendor.url);
    const created = await pay(api, { provider_id: own.id });
    await postWebhook(own, paidBy(created.body));
    await loseQueue(api);
    const statuses = () => api.sql<Row>(LOGS, [own.id]);
    expect(await statuses()).toMatchObject([{ status: 'received', attempts: 0 }]);
    await api.sql('UPDATE webhook_logs SET due_at = now()');
    const worker = await startTestHub({
      queue,
      databaseUrl: api.databaseUrl,
      env: { KUNCI_ROLE: 'worker' },
    });
    await eventually(async () => (await statuses())[0]?.status === 'processed');
    expect((await api.api.get(`/api/v1/payments/${created.body.id}`)).body.status).toBe('paid');
    await worker.stop();
    await api.stop();
  });

  async function loseQueue(of: TestHub): Promise<void> {
    if (queue === 'redis') {
      const redis = new Redis(redisUrl());
      const keys = await redis.keys(`*${of.hub.config.installationId}*`);
      expect(keys.length).toBeGreaterThan(0);
      await redis.del(...keys);
      await redis.quit();
      return;
    }
    const tables = await of.sql<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname = 'bullmq' AND tablename LIKE '%job%'`,
    );
    expect(tables.length).toBeGreaterThan(0);
    await of.sql(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`);
  }
});
