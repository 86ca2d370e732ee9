/** Refunds that nobody answers for, settled by a person; and vendors that take their word back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RefundObserver } from '#categories/payment/refund-observer.js';
import { hubClient } from '#test/support/hub-client.js';
import { addLedgerProvider } from '#test/support/ledger-connector.js';
import {
  type LedgerCharge,
  type LedgerRefund,
  type LedgerVendor,
  startLedgerVendor,
} from '#test/support/ledger-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { type PlainProvider, postWebhook } from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let ledger: LedgerVendor;
let provider: PlainProvider;
beforeAll(async () => {
  [hub, ledger] = await Promise.all([startTestHub(), startLedgerVendor()]);
  provider = await addLedgerProvider(hub.api, ledger);
});
afterAll(async () => {
  await hub.stop();
  await ledger.close();
});

interface Open {
  readonly id: string;
  readonly refundId: string;
  readonly charge: LedgerCharge;
  readonly refund: LedgerRefund;
}

const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
const refundOf = async ({ id }: Open) =>
  (await hub.api.get(`/api/v1/payments/${id}/refunds`)).body.items[0];
const begin = (id: string, body = {}) =>
  hub.api.post(`/api/v1/payments/${id}/refunds`, body, { 'idempotency-key': randomUUID() });
const settle = ({ id, refundId }: Open, body: unknown, api = hub.api) =>
  api.post(`/api/v1/payments/${id}/refunds/${refundId}/settle`, body);
const told = async (id: string) =>
  (
    await hub.sql<{ event: string }>(
      "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id",
      [id],
    )
  ).map(({ event }) => event);
const audited = (id: string) =>
  hub.sql<{ after: unknown }>(
    "SELECT after FROM audit_log WHERE action = 'refund.settled' AND subject_id = $1",
    [id],
  );

/** Rp 150,000 that came in. */
async function paidCharge(): Promise<{ readonly id: string; readonly charge: LedgerCharge }> {
  const { body } = await pay(hub, { provider_id: provider.id });
  const charge = ledger.charges.get(body.reference);
  if (!charge) throw new Error('no charge');
  ledger.move(charge, 'PAID');
  await postWebhook(provider, charge.webhooks.at(-1) ?? {});
  await eventually(async () => (await payment(body.id)).status === 'paid');
  return { id: body.id, charge };
}

/** A refund of Rp 60,000 that the vendor took and says nothing more about. */
async function pending(): Promise<Open> {
  const { id, charge } = await paidCharge();
  charge.nextRefund = 'pending';
  const begun = await begin(id, { amount: 60_000 });
  const [refund] = charge.refunds;
  if (!refund) throw new Error(begun.text);
  return { id, refundId: begun.body.id, charge, refund };
}

describe('a refund of a provider that is paused', () => {
  const pause = (body = {}) => hub.api.post(`/api/v1/providers/${provider.id}/pause`, body);
  const due = (id: string) =>
    hub.sql('UPDATE refunds SET next_check_at = now() WHERE id = $1 AND is_held', [id]);

  it('is accepted at once and made once, after the pause', async () => {
    const { id, charge } = await paidCharge();
    expect((await pause({ reason: 'moving accounts' })).status).toBe(200);
    const key = { 'idempotency-key': randomUUID() };
    const ask = () => hub.api.post(`/api/v1/payments/${id}/refunds`, { amount: 60_000 }, key);
    const [first, again] = [await ask(), await ask()];
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ status: 'pending', is_held: true });
    expect(again.body.id).toBe(first.body.id);
    await due(first.body.id);
    expect((await begin(id, { amount: 100_000 })).body.errors[0].field).toBe('amount');
    expect(charge.refunds).toEqual([]);

    await hub.api.post(`/api/v1/providers/${provider.id}/resume`, {});
    await due(first.body.id);
    await eventually(async () => (await payment(id)).status === 'partially_refunded');
    expect(charge.refunds).toMatchObject([{ amount: 60_000, status: 'SUCCEEDED' }]);
    const { items } = (await hub.api.get(`/api/v1/payments/${id}/refunds`)).body;
    expect(items).toMatchObject([{ status: 'succeeded', is_held: false }]);
  });

  it('fails afterwards where the vendor refuses it, and says so', async () => {
    const { id, charge } = await paidCharge();
    charge.nextRefund = 'refused';
    await pause();
    const { body } = await begin(id);
    await hub.api.post(`/api/v1/providers/${provider.id}/resume`, {});
    await due(body.id);
    await eventually(async () => (await told(id)).includes('payment.refund_failed'));
    expect((await payment(id)).status).toBe('paid');
  });
});

describe('a refund that nobody answers for', () => {
  it('is settled as made: the payment follows and subscribers hear of it, once', async () => {
    const open = await pending();
    const body = { outcome: 'succeeded', note: 'seen on the statement of 20 November' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => settle(open, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.body).toMatchObject({ id: open.refundId, status: 'succeeded' });
    expect(await payment(open.id)).toMatchObject({
      status: 'partially_refunded',
      refunded_amount: 60_000,
    });
    expect(await told(open.id)).toEqual(['payment.received', 'payment.refunded']);
    expect(await audited(open.refundId)).toMatchObject([
      { after: { status: 'succeeded', note: body.note } },
    ]);
    expect((await settle(open, { outcome: 'failed', note: 'no' })).status).toBe(409);
  });

  it('is no alert any more once it is settled', async () => {
    const open = await pending();
    await hub.hub.app.get(RefundObserver).flagUnanswered(open.refundId);
    const alerts = async (status: string) =>
      (await hub.api.get(`/api/v1/alerts?status=${status}&limit=200`)).body.items.filter(
        ({ data }: { data: { payment_id?: string } }) => data.payment_id === open.id,
      );
    expect(await alerts('open')).toHaveLength(1);
    await settle(open, { outcome: 'succeeded', note: 'seen on the statement' });
    expect([await alerts('open'), await alerts('resolved')]).toMatchObject([[], [{}]]);
  });

  it('is settled as not made: its amount can be given back in another way', async () => {
    const open = await pending();
    const answer = await settle(open, { outcome: 'failed', note: 'the vendor never got it' });
    expect(answer.body).toMatchObject({
      status: 'failed',
      failure: { kind: 'settled', message: 'the vendor never got it' },
    });
    expect(await told(open.id)).toEqual(['payment.received', 'payment.refund_failed']);
    expect((await begin(open.id, { via: 'payout' })).body.amount).toBe(150_000);
    expect((await payment(open.id)).status).toBe('paid');
  });

  it.each([
    ['without a note', { outcome: 'failed' }, 'note'],
    ['with an empty note', { outcome: 'failed', note: ' ' }, 'note'],
    ['with another word', { outcome: 'maybe', note: 'x' }, 'outcome'],
  ])('is not settled %s', async (_how, body, field) => {
    const open = await pending();
    const answer = await settle(open, body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  });

  it('is not settled by keys that may not, nor under another payment', async () => {
    const [open, other] = [await pending(), await pending()];
    const body = { outcome: 'failed', note: 'x' };
    const reader = await hub.api.post('/api/v1/api-keys', {
      name: 'reader',
      scopes: ['payments:read'],
    });
    expect((await settle(open, body, hubClient(hub.url, reader.body.key))).status).toBe(403);
    const hotel = await hub.api.post('/api/v1/properties', { name: 'Another hotel' });
    const stranger = await hub.api.post('/api/v1/api-keys', {
      name: 'stranger',
      scopes: ['payments:write'],
      property_id: hotel.body.id,
    });
    expect((await settle(open, body, hubClient(hub.url, stranger.body.key))).status).toBe(404);
    expect((await settle({ ...open, id: other.id }, body)).status).toBe(404);
    expect((await refundOf(open)).status).toBe('pending');
  });

  it('is not settled while a person transfers it, or while the vendor is being asked', async () => {
    const open = await pending();
    const payout = await begin(open.id, { via: 'payout' });
    const answer = await settle(
      { ...open, refundId: payout.body.id },
      { outcome: 'failed', note: 'x' },
    );
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('payout task');
    await hub.sql("UPDATE refunds SET status = 'created' WHERE id = $1", [open.refundId]);
    expect((await settle(open, { outcome: 'failed', note: 'x' })).status).toBe(409);
  });
});

describe('a vendor that takes its word back', () => {
  it.each([
    ['SUCCEEDED', 'FAILED'],
    ['FAILED', 'SUCCEEDED'],
  ] as const)(
    'after %s is seen by people and subscribers, and moves nothing',
    async (first, then) => {
      const open = await pending();
      ledger.settle(open.charge, open.refund, first);
      const word = { event_id: randomUUID(), refund: { ...open.refund } };
      await postWebhook(provider, word);
      await eventually(async () => (await refundOf(open)).status === first.toLowerCase());
      const before = await payment(open.id);
      const back = { refund: { ...open.refund, status: then } };
      for (const event of ['b-1', 'b-2']) {
        await postWebhook(provider, { event_id: event + open.id, ...back });
      }
      const event = 'payment.refund_contradicted';
      await eventually(async () => (await told(open.id)).includes(event));
      await eventually(async () => {
        const [row] = await hub.sql<{ open: number }>(
          "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing')",
        );
        return row?.open === 0;
      });
      expect((await told(open.id)).filter((one) => one === event)).toHaveLength(1);
      expect(await refundOf(open)).toMatchObject({ status: first.toLowerCase() });
      expect(await payment(open.id)).toMatchObject({
        status: before.status,
        refunded_amount: before.refunded_amount,
      });
      const alerts = await hub.sql<{ message: { en: string } }>(
        'SELECT message FROM alerts WHERE cause LIKE $1',
        [`%refund_contradicted ${open.id}`],
      );
      expect(alerts).toHaveLength(1);
    },
  );
});
