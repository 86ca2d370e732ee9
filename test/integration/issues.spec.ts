/** Failures grouped by cause, from where they happen to what is done about them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IssueCollector } from '#monitoring/issues/issue-collector.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { hubClient } from '#test/support/hub-client.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  API_KEY,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const ISSUES = '/api/v1/issues';

describe('issues', () => {
  let hub: TestHub;
  let simulator: Simulator;
  let provider: TestProvider;
  let vendor: PlainVendor;

  beforeAll(async () => {
    simulator = await startMidtransSimulator();
    vendor = await startPlainVendor();
    hub = await startTestHub();
    provider = await addProvider(hub, simulator, 'midtrans-qris', {
      extra_config: { breaker: { failures: 100, open_ms: 1_000 } },
    });
  });
  afterAll(async () => {
    await hub.stop();
    await simulator.close();
    await vendor.close();
  });

  const collect = () => hub.hub.app.get(IssueCollector).collect();
  const listed = async (query: string) => (await hub.api.get(`${ISSUES}?${query}`)).body.items;
  /** The one issue, as soon as so many failures were counted. */
  const issueWith = (count: number, query: string) =>
    eventually(async () => {
      await collect();
      const [issue, ...others] = await listed(query);
      return issue?.count === count && others.length === 0 && issue;
    });
  const failToPay = async (times: number) => {
    await simulator.fault({ mode: 'status', status: 503, times });
    for (let i = 0; i < times; i += 1) await pay(hub, { provider_id: provider.id });
  };

  it('group failed calls by cause, with what they affected', async () => {
    await failToPay(3);
    const issue = await issueWith(3, 'kind=call');
    expect(issue).toMatchObject({
      status: 'open',
      provider_id: provider.id,
      integration_type: 'payment',
      operation: 'create',
      cause: 'unavailable',
      code: '503',
    });
    expect(issue.trend).toHaveLength(24);
    expect(issue.trend.reduce((sum: number, count: number) => sum + count, 0)).toBe(3);
    const { body } = await hub.api.get(`${ISSUES}/${issue.id}`);
    const { body: payments } = await hub.api.get('/api/v1/payments');
    expect(body.subjects.map(({ id }: { id: string }) => id).sort()).toEqual(
      payments.items.map(({ id }: { id: string }) => id).sort(),
    );
    expect(body).toMatchObject({ subject_count: 3, replayable: 0 });
  });

  it('open again when what was resolved happens again, and stay away when ignored', async () => {
    const [issue] = await listed('kind=call');
    const say = (status: string, note?: string) =>
      hub.api.post(`${ISSUES}/${issue.id}/status`, { status, ...(note && { note }) });
    expect((await say('acknowledged', 'called the vendor')).body).toMatchObject({
      status: 'acknowledged',
      note: 'called the vendor',
    });
    expect((await say('resolved')).body.status).toBe('resolved');
    expect((await say('resolved')).status).toBe(409);
    await collect();
    expect((await listed('kind=call'))[0].status).toBe('resolved');
    await failToPay(1);
    const again = await issueWith(4, 'kind=call');
    expect(again.status).toBe('open');
    expect(again.reopened_at).not.toBeNull();
    await say('ignored');
    await failToPay(1);
    expect((await issueWith(5, 'kind=call')).status).toBe('ignored');
    expect(await listed('status=open&kind=call')).toEqual([]);
  });

  it('leave out a vendor’s business answers and calls that were not made', async () => {
    await hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state: 'open' });
    await pay(hub, { provider_id: provider.id });
    await hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state: 'closed' });
    await eventually(async () => {
      const { body } = await hub.api.get('/api/v1/integration-logs?status=breaker_open');
      return body.items.length === 1;
    });
    await collect();
    expect((await listed('kind=call')).map(({ count }: { count: number }) => count)).toEqual([5]);
  });

  it('group webhooks that were turned away, and process them again once the cause is gone', async () => {
    const strict = await addPlainProvider(hub.api, vendor.url, {
      credentials: { api_key: API_KEY, webhook_secret: 'a wrong one' },
    });
    const { body: payment } = await pay(hub, { provider_id: strict.id });
    const { reference } = payment;
    const webhook = { event_id: randomUUID(), reference, status: 'PAID', amount: 150_000 };
    expect((await postWebhook(strict, webhook)).status).toBe(401);
    const issue = await eventually(async () => {
      await collect();
      return (await listed('kind=webhook'))[0];
    });
    expect(issue).toMatchObject({ cause: 'rejected', provider_id: strict.id, count: 1 });
    expect((await hub.api.get(`${ISSUES}/${issue.id}`)).body.replayable).toBe(1);
    await hub.api.patch(`/api/v1/providers/${strict.id}`, {
      credentials: { webhook_secret: WEBHOOK_SECRET },
    });
    const { status, body } = await hub.api.post(`${ISSUES}/${issue.id}/replay`);
    expect([status, body]).toEqual([202, { replayed: 1, remaining: 0 }]);
    await eventually(
      async () => (await hub.api.get(`/api/v1/payments/${payment.id}`)).body.status === 'paid',
    );
    await collect();
    expect((await hub.api.get(`${ISSUES}/${issue.id}`)).body).toMatchObject({
      count: 1,
      replayable: 0,
    });
    expect((await hub.api.post(`${ISSUES}/${issue.id}/replay`)).status).toBe(409);
  });

  it('are counted once, however many processes look', async () => {
    const before = await listed('');
    await Promise.all([collect(), collect(), collect()]);
    expect(await listed('')).toEqual(before);
  });

  it('come page by page, what happened last first', async () => {
    const all = await listed('');
    expect(all.length).toBeGreaterThan(1);
    const { body: first } = await hub.api.get(`${ISSUES}?limit=1`);
    const { body: second } = await hub.api.get(`${ISSUES}?limit=1&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 2));
  });

  it('are not shown to a key of another property', async () => {
    const { body: hotel } = await hub.api.post('/api/v1/properties', { name: 'Hotel Lain' });
    const { body: key } = await hub.api.post('/api/v1/api-keys', {
      name: 'other',
      scopes: ['logs:read', 'alerts:write', 'webhooks:write'],
      property_id: hotel.id,
    });
    const other = hubClient(hub.url, key.key);
    expect((await other.get(ISSUES)).body.items).toEqual([]);
    const [issue] = await listed('');
    expect((await other.get(`${ISSUES}/${issue.id}`)).status).toBe(404);
    const change = await other.post(`${ISSUES}/${issue.id}/status`, { status: 'resolved' });
    expect(change.status).toBe(404);
  });

  it('are erased together with what they were about when nobody has seen them for months', async () => {
    await hub.sql(
      `UPDATE issues SET last_seen_at = now() - interval '91 days' WHERE kind = 'call'`,
    );
    const collector = hub.hub.app.get(IssueCollector);
    await collector.forgetOld();
    expect(await listed('kind=call')).toEqual([]);
    expect(await listed('kind=webhook')).toHaveLength(1);
  });
});

describe('issues of deliveries', () => {
  let hub: TestHub;
  let subscriber: Subscriber;
  beforeAll(async () => {
    subscriber = await startSubscriber();
    hub = await startTestHub();
  });
  afterAll(async () => {
    await hub.stop();
    await subscriber.close();
  });

  it('group dead letters by their receiver and send them again', async () => {
    subscriber.answer(500);
    const { body: endpoint } = await hub.api.post('/api/v1/webhook-endpoints', {
      url: subscriber.url,
      events: ['*'],
    });
    for (const room of ['101', '102']) {
      await hub.api.post('/api/v1/events', { event: 'room.status_changed', data: { room } });
    }
    await eventually(async () => subscriber.received.length >= 2);
    await eventually(async () => {
      const rows = await hub.sql(
        `UPDATE webhook_deliveries SET status = 'dead', due_at = NULL
         WHERE status = 'retrying' AND leased_until IS NULL RETURNING id`,
      );
      const dead = await hub.sql(`SELECT 1 FROM webhook_deliveries WHERE status = 'dead'`);
      return rows.length + dead.length >= 2;
    });
    const issue = await eventually(async () => {
      await hub.hub.app.get(IssueCollector).collect();
      const { body } = await hub.api.get(`${ISSUES}?kind=delivery`);
      return body.items[0]?.count === 2 && body.items[0];
    });
    expect(issue).toMatchObject({ cause: 'dead', endpoint_id: endpoint.id, code: '500' });
    subscriber.answer(200);
    const sent = subscriber.received.length;
    expect((await hub.api.post(`${ISSUES}/${issue.id}/replay`)).body.replayed).toBe(2);
    await eventually(async () => subscriber.received.length === sent + 2);
    await eventually(async () => {
      const { body } = await hub.api.get(`${ISSUES}/${issue.id}`);
      return body.replayable === 0 && body.count === 2;
    });
  });
});
