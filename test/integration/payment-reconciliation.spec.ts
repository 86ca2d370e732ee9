import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DailyRuns } from '#categories/payment/reconciliation/daily-runs.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { eventually } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

const ROUTE = '/api/v1/payments/reconciliation';
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

let scene: PaymentScene;
let vendor: PlainVendor;
let qris: TestProvider;
let plain: PlainProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  vendor = await startPlainVendor();
  qris = await scene.add('midtrans-qris');
  plain = await addPlainProvider(scene.hub.api, vendor.url);
});
afterEach(async () => {
  scene.midtrans.faults.clear();
  scene.midtrans.webhooks.behave({});
  await scene.settled();
});
afterAll(async () => {
  await scene.close();
  await vendor.close();
});

const report = async (query: Record<string, string> = {}) =>
  (
    await scene.hub.api.get(
      `${ROUTE}?${new URLSearchParams({ date: today(), ...query }).toString()}`,
    )
  ).body;

const mismatchesOf = async (paymentId: string, query = {}) =>
  (await report(query)).mismatches.filter((one: any) => one.payment_id === paymentId);

const kindsOf = async (paymentId: string, query = {}) =>
  (await mismatchesOf(paymentId, query)).map(({ kind }: { kind: string }) => kind);

async function create(provider: { id: string } = qris, body = {}) {
  const { body: created } = await pay(scene.hub, { provider_id: provider.id, ...body });
  await scene.settled();
  return created;
}

async function verify(body: Record<string, unknown> = {}) {
  const started = await scene.hub.api.post(ROUTE, { date: today(), ...body });
  expect(started.status).toBe(202);
  return eventually(async () => {
    const { body: run } = await scene.hub.api.get(`${ROUTE}/runs/${started.body.id}`);
    return run.status !== 'queued' && run.status !== 'running' && run;
  }, 30_000);
}

const addProperty = async (zone: string) =>
  (await scene.hub.api.post('/api/v1/properties', { name: 'Hotel', time_zone: zone })).body.id;

/** A payment as if it had been made and paid at a moment. */
async function paidAt(moment: string, propertyId: string | null = null): Promise<string> {
  const id = randomUUID();
  await scene.hub.sql(
    `INSERT INTO payments (id, property_id, provider_id, order_id, reference, amount, currency, status, method, request,
                           created_at, paid_at, first_webhook_at)
     VALUES ($1, $2, $3, '=cmd', $5, 100000, 'IDR', 'paid', 'qris', '{}', $4, $4, $4)`,
    [id, propertyId, qris.id, moment, `REF-${id}`],
  );
  return id;
}

describe('the report of a day', () => {
  it('counts and sums what happened, by provider and currency', async () => {
    const own = await scene.add('midtrans-qris');
    const [first, second, third, fourth] = [
      await create(own),
      await create(own),
      await create(own),
      await create(own),
    ];
    scene.midtrans.act('pay', { reference: first.reference });
    scene.midtrans.act('pay', { reference: second.reference });
    await scene.until(first.id, 'paid');
    await scene.until(second.id, 'paid');
    scene.midtrans.act('expire', { reference: third.reference });
    await scene.until(third.id, 'expired');
    await scene.hub.api.post(`/api/v1/payments/${fourth.id}/cancel`);
    await scene.hub.api.post(
      `/api/v1/payments/${first.id}/refunds`,
      { amount: 50_000 },
      { 'idempotency-key': first.id },
    );
    await scene.until(first.id, 'partially_refunded');

    const { totals } = await report();
    const fee = 1_050;
    expect(totals.find(({ provider }: any) => provider.id === own.id)).toEqual({
      provider: { id: own.id, slug: own.slug, name: expect.any(String) },
      currency: 'IDR',
      created: { count: 4, amount: 600_000 },
      paid: { count: 2, amount: 300_000 },
      paid_late: { count: 0, amount: 0 },
      failed: { count: 0, amount: 0 },
      expired: { count: 1, amount: 150_000 },
      cancelled: { count: 1, amount: 150_000 },
      refunded: { count: 1, amount: 50_000 },
      fees: { amount: 2 * fee, known_count: 2, unknown_count: 0 },
      net: 300_000 - 50_000 - 2 * fee,
      settled_by: { webhook: 2, poll: 0, api: 0, operator: 0, timer: 0, unknown: 0 },
    });
    expect(await kindsOf(first.id)).toEqual([]);
    expect(await kindsOf(third.id)).toEqual([]);
  });

  it.each([
    ['Asia/Jakarta', '2026-03-09T17:00:00.000Z', '2026-03-10T16:59:59.999Z'],
    ['Asia/Makassar', '2026-03-09T16:00:00.000Z', '2026-03-10T15:59:59.999Z'],
    ['Asia/Jayapura', '2026-03-09T15:00:00.000Z', '2026-03-10T14:59:59.999Z'],
  ])('goes by the clock of a property in %s', async (zone, first, last) => {
    const property = await addProperty(zone);
    const before = new Date(Date.parse(first) - 1).toISOString();
    const after = new Date(Date.parse(last) + 1).toISOString();
    for (const moment of [before, first, last, after]) await paidAt(moment, property);
    const day = await report({ date: '2026-03-10', property_id: property });
    expect(day).toMatchObject({ zone, from: first, to: after, property_id: property });
    expect(day.totals).toMatchObject([{ created: { count: 2 }, paid: { count: 2 } }]);
    for (const date of ['2026-03-09', '2026-03-11']) {
      const [totals] = (await report({ date, property_id: property })).totals;
      expect(totals.paid.count).toBe(1);
    }
  });

  it('takes another zone for the asking', async () => {
    await paidAt('2026-04-09T16:30:00Z');
    expect((await report({ date: '2026-04-10' })).totals).toEqual([]);
    expect((await report({ date: '2026-04-10', zone: 'WITA' })).totals).toHaveLength(1);
  });

  it.each([
    ['date', { date: '2026-02-30' }],
    ['date', { date: '21-11-2026' }],
    ['date', { date: '' }],
    ['zone', { zone: 'Asia/Bandung' }],
    ['property_id', { property_id: 'hotel' }],
    ['format', { format: 'xlsx' }],
  ])('refuses a bad %s: %j', async (field, query) => {
    const asked = new URLSearchParams({ date: today(), ...query });
    const { status, body } = await scene.hub.api.get(`${ROUTE}?${asked.toString()}`);
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe(field);
  });

  it('needs a date, and a property that exists', async () => {
    const { status, body } = await scene.hub.api.get(ROUTE);
    expect([status, body.errors[0].field]).toEqual([422, 'date']);
    const unknown = await scene.hub.api.get(`${ROUTE}?date=${today()}&property_id=${randomUUID()}`);
    expect(unknown.status).toBe(404);
  });

  it('shows a key of one property that one alone', async () => {
    const property = await addProperty('Asia/Jakarta');
    const { body: key } = await scene.hub.api.post('/api/v1/api-keys', {
      name: 'front desk',
      scopes: ['payments:read'],
      property_id: property,
    });
    await paidAt('2026-05-10T05:00:00Z', property);
    await paidAt('2026-05-10T05:00:00Z');
    const bearer = { authorization: `Bearer ${key.key}` };
    const own = await scene.hub.api.get(`${ROUTE}?date=2026-05-10`, bearer);
    expect(own.body.totals).toMatchObject([{ paid: { count: 1 } }]);
    const other = await addProperty('Asia/Jakarta');
    const refused = await scene.hub.api.get(
      `${ROUTE}?date=2026-05-10&property_id=${other}`,
      bearer,
    );
    expect(refused.status).toBe(403);
    const started = await scene.hub.api.post(ROUTE, { date: '2026-05-10' }, bearer);
    expect(started.status).toBe(403);
  });
});

describe('the file for spreadsheets', () => {
  it.each([
    ['its own address', '.csv?date=2026-06-10', {}],
    ['format=csv', '?date=2026-06-10&format=csv', {}],
    ['Accept', '?date=2026-06-10', { accept: 'text/csv' }],
  ])('comes by %s', async (_how, suffix, headers) => {
    await paidAt('2026-06-10T05:00:00Z');
    const answer = await fetch(`${scene.hub.url}${ROUTE}${suffix}`, {
      headers: { authorization: 'Bearer test-admin-key-0123456789-0123456789', ...headers },
    });
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="reconciliation-2026-06-10.csv"',
    );
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = bytes.subarray(3).toString().trimEnd().split('\r\n');
    const [header = '', totals = ''] = lines;
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
    expect(header.split(',').slice(0, 6)).toEqual(
      'record,date,zone,provider_id,provider,currency'.split(','),
    );
    const paid = header.split(',').indexOf('paid_count');
    expect(Number(totals.split(',')[paid])).toBeGreaterThan(0);
  });

  it('runs no formula that came with an order id', async () => {
    const id = await paidAt('2026-06-11T05:00:00Z');
    await scene.hub.sql('UPDATE payments SET first_webhook_at = NULL WHERE id = $1', [id]);
    const { text } = await scene.hub.api.get(`${ROUTE}.csv?date=2026-06-11`);
    expect(text).toContain(`,${id},'=cmd,paid_without_webhook,`);
  });
});

describe('a mismatch', () => {
  it('is money that only asking found, until the webhook comes after all', async () => {
    scene.midtrans.webhooks.behave({ hold: true });
    const created = await create();
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.reconcile(created.id);
    expect(await mismatchesOf(created.id)).toMatchObject([
      { kind: 'poll_found_paid', order_id: created.order_id, provider_id: qris.id },
    ]);
    scene.midtrans.webhooks.flush();
    await eventually(async () => (await kindsOf(created.id)).length === 0);
  });

  it('is a webhook that the vendor, asked, does not confirm, until the money is there', async () => {
    scene.midtrans.webhooks.behave({ hold: true });
    const created = await create();
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'status',
      body: {
        status_code: '201',
        transaction_status: 'pending',
        order_id: created.reference,
        gross_amount: '150000.00',
        currency: 'IDR',
      },
    });
    scene.midtrans.webhooks.flush();
    await scene.settled();
    expect(await kindsOf(created.id)).toEqual(['webhook_without_confirmation']);
    scene.midtrans.faults.clear();
    await scene.reconcile(created.id);
    expect(await kindsOf(created.id)).toEqual([]);
  });

  it('is another amount', async () => {
    const created = await create(plain);
    await postWebhook(plain, {
      reference: created.reference,
      status: 'PAID',
      amount: 1,
      event_id: randomUUID(),
    });
    await scene.settled();
    const [found] = await mismatchesOf(created.id);
    expect(found.kind).toBe('amount_differs');
    expect(found.detail).toContain('150000 IDR');
  });

  it('is a webhook about a payment that is not ours, with what the vendor says it is worth', async () => {
    const reference = `OTHER-${randomUUID()}`;
    await postWebhook(plain, { reference, status: 'PAID', amount: 77_000, event_id: reference });
    await scene.settled();
    const found = (await report()).mismatches.find(({ detail }: any) => detail.includes(reference));
    expect(found).toMatchObject({
      kind: 'unknown_webhook',
      payment_id: null,
      provider_id: plain.id,
    });
    expect(found.detail).toContain('77000 IDR');
  });

  it('is no webhook about a transaction that tested the connection', async () => {
    const reference = 'KUNCITEST01234AB';
    await postWebhook(plain, { reference, status: 'PENDING', amount: 1_000, event_id: reference });
    await scene.settled();
    expect((await report()).mismatches.map(({ detail }: any) => detail).join()).not.toContain(
      reference,
    );
  });
});

describe('asking the vendors about a day', () => {
  it('finds what they say otherwise, and forgets it once it is settled', async () => {
    const created = await create();
    await scene.hub.sql(
      "UPDATE payments SET status = 'paid', paid_at = now(), first_webhook_at = now(), next_check_at = NULL WHERE id = $1",
      [created.id],
    );
    const run = await verify();
    expect(run).toMatchObject({ status: 'done', origin: 'asked', scope: 'all', date: today() });
    expect(run.mismatches).toBeGreaterThan(0);
    expect(await mismatchesOf(created.id)).toMatchObject([
      { kind: 'status_differs', detail: 'the vendor says pending, we say paid' },
    ]);
    expect((await report()).verification).toMatchObject({ id: run.id, status: 'done' });
    scene.midtrans.act('pay', { reference: created.reference });
    await verify();
    expect(await kindsOf(created.id)).toEqual([]);
  });

  it('books money that nobody had told of', async () => {
    scene.midtrans.webhooks.behave({ drop: true });
    const [open, over] = [await create(), await create()];
    scene.midtrans.act('pay', { reference: open.reference });
    scene.midtrans.act('pay', { reference: over.reference });
    await scene.hub.sql(
      "UPDATE payments SET status = 'expired', next_check_at = NULL WHERE id = $1",
      [over.id],
    );
    await verify();
    expect((await scene.payment(open.id)).status).toBe('paid');
    expect((await scene.payment(over.id)).status).toBe('paid_late');
    expect(await kindsOf(open.id)).toEqual(['poll_found_paid']);
    expect(await kindsOf(over.id)).toEqual(['poll_found_paid']);
    const { totals } = await report();
    expect(totals.find(({ provider }: any) => provider.id === qris.id).paid_late.count).toBe(1);
  });

  it('counts those who do not answer', async () => {
    const created = await create(plain);
    await scene.hub.sql(
      "UPDATE payments SET status = 'failed', next_check_at = NULL, created_at = '2026-07-10T05:00:00Z' WHERE id = $1",
      [created.id],
    );
    await scene.hub.api.patch(`/api/v1/providers/${plain.id}`, {
      base_urls: { default: 'http://127.0.0.1:9' },
    });
    const run = await verify({ date: '2026-07-10' });
    expect(run).toMatchObject({ status: 'done', asked: 0, unasked: 1, mismatches: 0 });
  });

  it('gives the round that is under way to who asks again', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => scene.hub.api.post(ROUTE, { date: '2026-08-01' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('goes on where a worker that died had stood', async () => {
    const ids = [await paidAt('2026-08-02T05:00:00Z'), await paidAt('2026-08-02T06:00:00Z')].sort();
    const runId = randomUUID();
    await scene.hub.sql(
      `INSERT INTO reconciliation_runs (id, origin, scope, day, zone, starts_at, ends_at, status, asked, after_id, attempts,
                                        due_at)
       VALUES ($1, 'asked', 'all', '2026-08-02', 'Asia/Jakarta', '2026-08-01T17:00Z', '2026-08-02T17:00Z', 'running', 1,
               $2, 1, now())`,
      [runId, ids[0]],
    );
    const run = await eventually(async () => {
      const { body } = await scene.hub.api.get(`${ROUTE}/runs/${runId}`);
      return body.status === 'done' && body;
    });
    expect(run).toMatchObject({ asked: 2, mismatches: 1 });
  });

  it('refuses a day that has not begun', async () => {
    const { status, body } = await scene.hub.api.post(ROUTE, { date: '2099-01-01' });
    expect([status, body.errors[0].field]).toEqual([422, 'date']);
  });
});

describe('every night', () => {
  it('one round for each property begins, however many processes look', async () => {
    const property = await addProperty('Asia/Jayapura');
    await scene.hub.sql(
      "UPDATE properties SET created_at = now() - interval '9 days' WHERE id = $1",
      [property],
    );
    const daily = scene.hub.hub.app.get(DailyRuns);
    await Promise.all([daily.beginDue(), daily.beginDue(), daily.beginDue()]);
    const runs = await scene.hub.sql<{ scope: string; zone: string }>(
      "SELECT scope, zone FROM reconciliation_runs WHERE origin = 'daily' AND property_id = $1",
      [property],
    );
    expect(runs).toEqual([{ scope: 'property', zone: 'Asia/Jayapura' }]);
  });

  it('a property that is younger than the day has none', async () => {
    const property = await addProperty('Asia/Jakarta');
    await scene.hub.hub.app.get(DailyRuns).beginDue();
    const runs = await scene.hub.sql('SELECT FROM reconciliation_runs WHERE property_id = $1', [
      property,
    ]);
    expect(runs).toEqual([]);
  });
});
