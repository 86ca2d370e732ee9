import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubAnswer } from '#test/support/hub-client.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let qris: TestProvider;
let va: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  qris = await scene.add('midtrans-qris');
  va = await scene.add('midtrans-va');
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.midtrans.webhooks.behave({});
  scene.midtrans.act('config', { refunds_refused: false });
});
afterAll(() => scene.close());

/** The guest pays in the moment in which the payment ends. */
async function paidLate(provider: TestProvider = qris, body: Record<string, unknown> = {}) {
  scene.midtrans.webhooks.behave({ hold: true });
  const { body: created } = await pay(scene.hub, { provider_id: provider.id, ...body });
  scene.midtrans.act('pay', { reference: created.reference });
  await scene.hub.sql(
    "UPDATE payments SET status = 'expired', next_check_at = NULL WHERE id = $1",
    [created.id],
  );
  scene.midtrans.webhooks.flush();
  scene.midtrans.webhooks.behave({});
  return scene.until(created.id, 'paid_late');
}

const decide = (id: string, decision: string, note?: string): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payments/${id}/decision`, { decision, note });

const outboxOf = async (id: string) => {
  await scene.settled();
  const rows = await scene.hub.sql<{ event: string }>(
    "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id",
    [id],
  );
  return rows.map(({ event }) => event);
};
const auditOf = (id: string) =>
  scene.hub.sql<{ action: string; after: Record<string, unknown> }>(
    "SELECT action, after FROM audit_log WHERE subject_id = $1 AND action LIKE 'payment.late%'",
    [id],
  );
const refundsOf = async (id: string) =>
  (await scene.hub.api.get(`/api/v1/payments/${id}/refunds`)).body.items;
const undecided = async (): Promise<number> =>
  (await scene.hub.api.get('/api/v1/late-payments/summary')).body.undecided;

describe('money that came after the end', () => {
  it('is listed and counted until somebody decides', async () => {
    const before = await undecided();
    const payment = await paidLate();
    const listed = await scene.hub.api.get('/api/v1/payments?status=paid_late');
    expect(listed.body.items[0]).toMatchObject({ id: payment.id, late_decision: null });
    const summary = (await scene.hub.api.get('/api/v1/late-payments/summary')).body;
    expect(summary.undecided).toBe(before + 1);
    expect(summary.oldest_paid_at).not.toBeNull();
    expect(summary.amounts).toMatchObject([{ currency: 'IDR', count: before + 1 }]);
    await decide(payment.id, 'credit');
    expect(await undecided()).toBe(before);
    const open = await scene.hub.api.get('/api/v1/payments?late_decision=undecided');
    expect(open.body.items.map(({ id }: { id: string }) => id)).not.toContain(payment.id);
  });

  it('that is accepted pays the booking, and the PMS hears it like any payment', async () => {
    const payment = await paidLate();
    const answer = await decide(payment.id, 'accept', 'room was still free');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'paid', late_decision: 'accept' });
    expect((await scene.history(payment.id)).at(-1)).toMatchObject({
      from: 'paid_late',
      to: 'paid',
      source: 'operator',
      detail: { decision: 'accept', note: 'room was still free' },
    });
    expect(await outboxOf(payment.id)).toEqual([
      'payment.received_late',
      'payment.late_decided',
      'payment.received',
    ]);
    expect(await auditOf(payment.id)).toMatchObject([
      { action: 'payment.late_decided', after: { status: 'paid', late_decision: 'accept' } },
    ]);
  });

  it('that is kept as credit stays paid late, decided', async () => {
    const payment = await paidLate();
    const answer = await decide(payment.id, 'credit');
    expect(answer.body).toMatchObject({ status: 'paid_late', late_decision: 'credit' });
    expect(await outboxOf(payment.id)).toEqual(['payment.received_late', 'payment.late_decided']);
  });

  it('that goes back is refunded by the vendor', async () => {
    const payment = await paidLate();
    const answer = await decide(payment.id, 'refund', 'guest booked elsewhere');
    expect(answer.body).toMatchObject({ late_decision: 'refund' });
    await scene.until(payment.id, 'refunded');
    expect(await refundsOf(payment.id)).toMatchObject([
      { amount: 150_000, status: 'succeeded', reason: 'guest booked elsewhere' },
    ]);
  });

  it('that goes back on a rail without refunds becomes a payout task', async () => {
    const payment = await paidLate(va, { method: 'bca_va' });
    expect((await decide(payment.id, 'refund')).body).toMatchObject({
      status: 'paid_late',
      late_decision: 'refund',
    });
    expect(await refundsOf(payment.id)).toMatchObject([
      { via: 'payout', status: 'pending', payout_task: { status: 'open' } },
    ]);
  });
});

describe('a decision', () => {
  it.each(['accept', 'credit', 'refund'])(
    'to %s is made once, however often it is sent',
    async (decision) => {
      const payment = await paidLate();
      const answers = await Promise.all([1, 2, 3].map(() => decide(payment.id, decision)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await decide(payment.id, decision)).status).toBe(200);
      expect((await outboxOf(payment.id)).filter((one) => one === 'payment.late_decided')).toEqual([
        'payment.late_decided',
      ]);
      expect(await auditOf(payment.id)).toHaveLength(1);
      expect(await refundsOf(payment.id)).toHaveLength(decision === 'refund' ? 1 : 0);
    },
  );

  it('is one when two people decide differently at once', async () => {
    const payment = await paidLate();
    const answers = await Promise.all([decide(payment.id, 'accept'), decide(payment.id, 'refund')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const isAccepted = answers[0].status === 200;
    await scene.until(payment.id, isAccepted ? 'paid' : 'refunded');
    expect(await refundsOf(payment.id)).toHaveLength(isAccepted ? 0 : 1);
  });

  it('to refund that the bank refuses waits for another one', async () => {
    const payment = await paidLate();
    const before = await undecided();
    scene.midtrans.act('config', { refunds_refused: true });
    expect((await decide(payment.id, 'refund')).status).toBe(402);
    expect(await scene.payment(payment.id)).toMatchObject({
      status: 'paid_late',
      late_decision: null,
    });
    expect(await undecided()).toBe(before);
    expect((await decide(payment.id, 'credit')).status).toBe(200);
  });

  it('about a payment that did not come late is 409', async () => {
    const { body } = await pay(scene.hub, { provider_id: qris.id });
    const answer = await decide(body.id, 'accept');
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('pending');
  });

  it('that is none of the three names the field', async () => {
    const { body } = await pay(scene.hub, { provider_id: qris.id });
    const answer = await decide(body.id, 'keep');
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'decision' }]);
  });

  it('about nobody’s payment is 404', async () => {
    expect((await decide(randomUUID(), 'accept')).status).toBe(404);
  });
});
