/** What a key of one hotel sees and moves of another's money: nothing. And twenty who ask for the same at once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient, type HubAnswer, type HubClient } from '#test/support/hub-client.js';
import { addLedgerProvider } from '#test/support/ledger-connector.js';
import {
  givenBack,
  type LedgerCharge,
  type LedgerVendor,
  startLedgerVendor,
} from '#test/support/ledger-vendor.js';
import { type PlainProvider, postWebhook } from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const TODAY = new Date().toISOString().slice(0, 10);
/** Lists that narrow by hotel and have no other test of it. */
const NARROWED = ['payments/subscriptions', 'payout-tasks', 'refund-batches'];
const TWENTY = Array.from({ length: 20 });

interface Hotel {
  readonly id: string;
  readonly api: HubClient;
}

interface Money {
  readonly id: string;
  readonly order: string;
  readonly charge: LedgerCharge;
}

let hub: TestHub;
let ledger: LedgerVendor;
let shared: PlainProvider;
let mine: Hotel;
let theirs: Hotel;
beforeAll(async () => {
  [hub, ledger] = await Promise.all([startTestHub(), startLedgerVendor()]);
  shared = await addLedgerProvider(hub.api, ledger);
  [mine, theirs] = [await openHotel('Hotel Mine'), await openHotel('Hotel Theirs')];
});
afterAll(async () => {
  await hub.stop();
  await ledger.close();
});

async function openHotel(name: string): Promise<Hotel> {
  const { body: property } = await hub.api.post('/api/v1/properties', { name });
  const { body: key } = await hub.api.post('/api/v1/api-keys', {
    name,
    scopes: ['payments:read', 'payments:write', 'features:read', 'features:write'],
    property_id: property.id,
  });
  return { id: property.id, api: hubClient(hub.url, key.key) };
}

const keyed = (key: string = randomUUID()) => ({ 'idempotency-key': key });

async function charge(hotel: Hotel, more: Readonly<Record<string, unknown>> = {}): Promise<Money> {
  const order = `ORD-${randomUUID().slice(0, 8)}`;
  const body = { provider_id: shared.id, order_id: order, amount: 150_000, ...more };
  const { body: made, text } = await hotel.api.post('/api/v1/payments', body, keyed());
  const found = ledger.charges.get(made.reference);
  if (!found) throw new Error(text);
  return { id: made.id, order, charge: found };
}

/** The vendor moves the charge, tells it, and the hub knows. */
async function move(money: Money, to: LedgerCharge['state'], status: string): Promise<Money> {
  ledger.move(money.charge, to);
  await postWebhook(shared, money.charge.webhooks.at(-1) ?? {});
  await eventually(async () => (await look(money)).status === status);
  return money;
}

const look = async ({ id }: Money) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
const paid = async (hotel: Hotel) => move(await charge(hotel), 'PAID', 'paid');
const held = async (hotel: Hotel) =>
  move(await charge(hotel, { capture: 'manual' }), 'HELD', 'authorized');
const late = async (hotel: Hotel) =>
  move(await move(await charge(hotel), 'EXPIRED', 'expired'), 'PAID', 'paid_late');

const codes = (answers: readonly HubAnswer[]) => [...new Set(answers.map(({ status }) => status))];

describe("another hotel's money", () => {
  let money: Money;
  let refundId: string;
  let batchId: string;
  beforeAll(async () => {
    money = await paid(theirs);
    const path = `/api/v1/payments/${money.id}/refunds`;
    const payout = { amount: 10_000, via: 'payout' };
    refundId = (await theirs.api.post(path, payout, keyed())).body.id;
    const refunds = [{ payment_id: money.id, amount: 1_000 }];
    batchId = (await theirs.api.post('/api/v1/refund-batches', { refunds }, keyed())).body.id;
    await eventually(async () => (await look(money)).refunded_amount === 1_000);
  });

  it('is not found by its id, whatever is wanted of it', async () => {
    const before = await look(money);
    const calls: [string, unknown?][] = [
      [`payments/${money.id}`],
      [`payments/${money.id}?refresh=true`],
      [`payments/${money.id}/events`],
      [`payments/${money.id}/timeline`],
      [`payments/${money.id}/refunds`],
      [`payments/${money.id}/refunds`, {}],
      [`payments/${money.id}/refunds/${refundId}/settle`, { outcome: 'failed', note: 'x' }],
      [`payments/${money.id}/cancel`, {}],
      [`payments/${money.id}/capture`, {}],
      [`payments/${money.id}/void`, {}],
      [`payments/${money.id}/decision`, { decision: 'accept' }],
      [`payout-tasks/${refundId}`],
      [`payout-tasks/${refundId}/proof`],
      [`payout-tasks/${refundId}/complete`, { proof: { reference: 'T-1' } }],
      [`payout-tasks/${refundId}/cancel`, { reason: 'x' }],
      [`refund-batches/${batchId}`],
      [`refund-batches/${batchId}/items`],
      [`refund-batches/${batchId}/cancel`, {}],
    ];
    for (const [path, body] of calls) {
      const answer = body
        ? await mine.api.post(`/api/v1/${path}`, body, keyed())
        : await mine.api.get(`/api/v1/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).not.toContain(money.order);
    }
    expect((await look(money)).status).toBe(before.status);
  });

  it.each([
    'payments',
    'payments?late_decision=undecided',
    'payments/totals',
    'payments/export',
    'payments?q=ord-',
    'payout-tasks',
    'refund-batches',
    'late-payments/summary',
    'payments/silence',
    `payments/reconciliation?date=${TODAY}`,
    `payments/reconciliation.csv?date=${TODAY}`,
  ])('stands in no list: %s', async (path) => {
    const answer = await mine.api.get(`/api/v1/${path}`);
    expect(answer.status).toBe(200);
    for (const secret of [money.id, money.order, refundId, batchId]) {
      expect(answer.text).not.toContain(secret);
    }
  });

  it('is not given back by a batch that names it', async () => {
    const refunds = [{ payment_id: money.id, amount: 1_000 }];
    const made = await mine.api.post('/api/v1/refund-batches', { refunds }, keyed());
    expect(made.status).toBe(202);
    const path = `/api/v1/refund-batches/${made.body.id}`;
    await eventually(async () => (await mine.api.get(path)).body.failed === 1);
    const { body } = await mine.api.get(`${path}/items`);
    expect(body.items).toMatchObject([{ status: 'failed' }]);
  });

  it('is not reached by naming its hotel', async () => {
    const order = { order_id: 'X', amount: 1_000, provider_id: shared.id, property_id: theirs.id };
    const answers = await Promise.all([
      mine.api.post('/api/v1/payments', order, keyed()),
      mine.api.get(`/api/v1/payments/reconciliation?date=${TODAY}&property_id=${theirs.id}`),
      ...NARROWED.map((path) => mine.api.get(`/api/v1/${path}?property_id=${theirs.id}`)),
      mine.api.get(
        `/api/v1/payment-methods?amount=1000&feature=payment.qris&property_id=${theirs.id}`,
      ),
      mine.api.get(`/api/v1/payment-methods/settings?property_id=${theirs.id}`),
      mine.api.put('/api/v1/payment-methods/settings', { property_id: theirs.id, methods: [] }),
      mine.api.put('/api/v1/payment-methods/settings', { property_id: null, methods: [] }),
    ]);
    for (const { status, text } of answers) {
      expect([403, 422]).toContain(status);
      expect(text).toContain('"field":"property_id"');
    }
  });
});

describe('a list for one hotel of several', () => {
  it('holds the batches of that hotel only', async () => {
    const refunds = [{ payment_id: randomUUID(), amount: 1_000 }];
    const made = await Promise.all(
      [mine, theirs].map(({ api }) => api.post('/api/v1/refund-batches', { refunds }, keyed())),
    );
    const [ours, others] = made.map(({ body }) => body.id);
    const { body } = await hub.api.get(`/api/v1/refund-batches?property_id=${mine.id}`);
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect(ids).toContain(ours);
    expect(ids).not.toContain(others);
  });

  it('holds the transfers of that hotel only', async () => {
    const opened = await Promise.all(
      [mine, theirs].map(async (hotel) => {
        const { id } = await paid(hotel);
        return hotel.api.post(`/api/v1/payments/${id}/refunds`, { via: 'payout' }, keyed());
      }),
    );
    const [ours, others] = opened.map(({ body }) => body.payout_task.id);
    const { body } = await hub.api.get(`/api/v1/payout-tasks?property_id=${mine.id}`);
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect(ids).toContain(ours);
    expect(ids).not.toContain(others);
  });

  it.each(NARROWED)('is refused where the hotel is no id: %s', async (path) => {
    const { status, text } = await hub.api.get(`/api/v1/${path}?property_id=x`);
    expect([status, text]).toEqual([422, expect.stringContaining('"field":"property_id"')]);
  });
});

describe('twenty who ask for the same at once', () => {
  it('by one key get one answer: a payment', async () => {
    const key = randomUUID();
    const order = { provider_id: shared.id, order_id: 'ONE-ORDER', amount: 90_000 };
    const answers = await Promise.all(
      TWENTY.map(() => mine.api.post('/api/v1/payments', order, keyed(key))),
    );
    expect(codes(answers)).toEqual([201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect([...ledger.charges.values()].filter(({ amount }) => amount === 90_000)).toHaveLength(1);
  });

  it.each([
    ['one key', () => 'same-capture'],
    ['a key each', () => randomUUID()],
  ])('by %s take held money once', async (_how, keyOf) => {
    const { id, charge: at } = await held(mine);
    const path = `/api/v1/payments/${id}/capture`;
    const answers = await Promise.all(
      TWENTY.map(() => mine.api.post(path, { amount: 100_000 }, keyed(keyOf()))),
    );
    expect(codes(answers).every((status) => [200, 202, 409].includes(status))).toBe(true);
    expect(at.received).toBe(100_000);
    expect((await look({ id } as Money)).received_amount).toBe(100_000);
  });

  it.each([
    ['one key', () => 'same-refund', 60_000],
    ['a key each', () => randomUUID(), 120_000],
  ])('by %s give back no more than came in', async (_how, keyOf, back) => {
    const { id, charge: at } = await paid(mine);
    const path = `/api/v1/payments/${id}/refunds`;
    const answers = await Promise.all(
      TWENTY.map(() => mine.api.post(path, { amount: 60_000 }, keyed(keyOf()))),
    );
    expect(codes(answers).every((status) => [201, 202, 422].includes(status))).toBe(true);
    expect(givenBack(at)).toBe(back);
    expect(at.overdrafts).toEqual([]);
  });

  it('in different ways decide about late money once', async () => {
    const money = await late(mine);
    const path = `/api/v1/payments/${money.id}/decision`;
    const decisions = TWENTY.map((_, at) => ['accept', 'refund', 'credit'][at % 3]);
    const answers = await Promise.all(
      decisions.map((decision) => mine.api.post(path, { decision })),
    );
    const made = decisions.filter((_, at) => answers[at]?.status === 200);
    expect(new Set(made).size).toBe(1);
    expect(codes(answers).sort()).toEqual([200, 409]);
    const decided = await look(money);
    expect(decided.late_decision).toBe(made[0]);
    expect(givenBack(money.charge)).toBe(made[0] === 'refund' ? 150_000 : 0);
  });

  it('by one key open one batch', async () => {
    const { id, charge: at } = await paid(mine);
    const key = randomUUID();
    const body = { refunds: [{ payment_id: id, amount: 60_000 }] };
    const answers = await Promise.all(
      TWENTY.map(() => mine.api.post('/api/v1/refund-batches', body, keyed(key))),
    );
    expect(codes(answers)).toEqual([202]);
    const [batch] = new Set(answers.map((answer) => answer.body.id));
    await eventually(
      async () => (await mine.api.get(`/api/v1/refund-batches/${batch}`)).body.succeeded === 1,
    );
    expect(givenBack(at)).toBe(60_000);
  });
});

describe('odd input', () => {
  it.each([
    ['payments/not-an-id/capture', {}, 422],
    ['payments/not-an-id/decision', { decision: 'accept' }, 422],
    ['payments/not-an-id/refunds/x/settle', { outcome: 'failed', note: 'x' }, 422],
    [`payments/${randomUUID()}/capture`, { amount: 1.5 }, 422],
    [`payments/${randomUUID()}/capture`, { amount: -1 }, 422],
    [`payments/${randomUUID()}/capture`, [], 422],
    [`payments/${randomUUID()}/capture`, null, 422],
    [`payments/${randomUUID()}/decision`, { decision: '__proto__' }, 422],
    [`payments/${randomUUID()}/decision`, { decision: 'accept', note: '\u0000' }, 422],
    ['refund-batches', { refunds: [] }, 422],
    ['refund-batches', { refunds: [{ payment_id: 'x' }] }, 422],
    ['refund-batches', { refunds: 'all' }, 422],
    ['payout-tasks/x/complete', { proof: { reference: 'x' } }, 422],
    [`payout-tasks/${randomUUID()}/complete`, { proof: {} }, 422],
    [`payout-tasks/${randomUUID()}/cancel`, {}, 422],
    ['payments/reconciliation', { date: '2026-02-30' }, 422],
    ['payments/reconciliation', { date: '99999-01-01' }, 422],
  ])('at %s, %j is refused with the field', async (path, body, status) => {
    const answer = await mine.api.post(`/api/v1/${path}`, body, keyed());
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('"errors":[{')]);
  });

  it.each([
    'payments?cursor=%00',
    'payments?cursor=abc',
    'payments?limit=0',
    'payments?limit=9999',
    'payments?status=lost',
    'payout-tasks?status=lost',
    'payout-tasks?payment_id=1',
    'refund-batches?cursor=zzz',
    'payment-methods?amount=abc',
    'payment-methods?amount=1e3',
    'payment-methods?amount=0',
    'payment-methods?amount=1000&currency=XXQ',
    'payment-methods?amount=1000&feature=payment.nowhere',
    'payments/reconciliation?date=yesterday',
    'payments/reconciliation',
  ])('in a query is refused: %s', async (path) => {
    const answer = await mine.api.get(`/api/v1/${path}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.message).toEqual(expect.any(String));
  });
});

describe('the OpenAPI document', () => {
  it('says of every payment route what it takes, what it answers, and how it is tagged', async () => {
    const { body: document } = await hub.api.get('/api/docs/openapi.json');
    const money =
      /^\/api\/v1\/(payments|payment-methods|payout-tasks|refund-batches|late-payments)/;
    const missing: string[] = [];
    for (const [path, operations] of Object.entries<any>(document.paths)) {
      if (!money.test(path)) continue;
      for (const [method, operation] of Object.entries<any>(operations)) {
        const good = Object.entries<any>(operation.responses).filter(([code]) => code < '300');
        const hasBody = good.every(([, response]) => response.content !== undefined);
        if (good.length === 0 || !hasBody) missing.push(`${method} ${path}: answer`);
        if (!operation.tags?.length) missing.push(`${method} ${path}: tag`);
        if (method === 'put' && !operation.requestBody) missing.push(`${method} ${path}: body`);
      }
    }
    expect(missing).toEqual([]);
  });
});
