import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubAnswer } from '#test/support/hub-client.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let qris: TestProvider;
let pull: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  qris = await scene.add('midtrans-qris');
  pull = await scene.add('xendit-qris');
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.xendit.faults.clear();
  scene.xendit.act('config', { refunds_end: 'SUCCEEDED' });
  scene.midtrans.act('config', { refunds_confirmed: true, refunds_refused: false });
});
afterAll(() => scene.close());

async function paid(provider: TestProvider, body = {}) {
  const { body: created } = await pay(scene.hub, { provider_id: provider.id, ...body });
  const simulator = provider.id === qris.id ? scene.midtrans : scene.xendit;
  simulator.act('pay', { reference: created.reference });
  return scene.until(created.id, 'paid');
}

const refund = (
  id: string,
  body: Record<string, unknown> = {},
  key: string = randomUUID(),
): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payments/${id}/refunds`, body, { 'idempotency-key': key });

const refundsOf = async (id: string) =>
  (await scene.hub.api.get(`/api/v1/payments/${id}/refunds`)).body.items;

const untilRefund = (id: string, status: string) =>
  eventually(async () => (await refundsOf(id)).some((one: any) => one.status === status));

const outboxOf = async (id: string) =>
  scene.hub.sql<{ event: string; refunded: number | null }>(
    `SELECT event, (data ->> 'refunded_amount')::int AS refunded FROM domain_events
     WHERE data ->> 'payment_id' = $1 AND event LIKE '%refund%' ORDER BY id`,
    [id],
  );

const refundsAtXendit = (reference: string) =>
  scene.xendit.journal
    .list({ operation: 'create_refund' })
    .filter(({ body }) => (body as { reference_id?: string }).reference_id === reference);

describe.each([
  ['midtrans-qris', () => qris],
  ['xendit-qris', () => pull],
] as const)('a refund by %s', (_preset, provider) => {
  it('gives back everything that is left when no amount is named', async () => {
    const payment = await paid(provider());
    const answer = await refund(payment.id, { reason: 'guest left early' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ payment_id: payment.id, amount: 150_000, currency: 'IDR' });
    expect(await scene.until(payment.id, 'refunded')).toMatchObject({ refunded_amount: 150_000 });
    await scene.settled();
    expect(await outboxOf(payment.id)).toEqual([{ event: 'payment.refunded', refunded: 150_000 }]);
  });

  it('gives back parts, never more than was paid, and tells the sum each time', async () => {
    const payment = await paid(provider());
    await refund(payment.id, { amount: 50_000 });
    await scene.until(payment.id, 'partially_refunded');
    const tooMuch = await refund(payment.id, { amount: 100_001 });
    expect(tooMuch.status).toBe(422);
    expect(tooMuch.body.errors).toMatchObject([{ field: 'amount', code: 'too_big' }]);
    expect(tooMuch.body.message).toContain('100000');
    await refund(payment.id, { amount: 100_000 });
    expect(await scene.until(payment.id, 'refunded')).toMatchObject({ refunded_amount: 150_000 });
    expect((await refund(payment.id, { amount: 1 })).status).toBe(409);
    await scene.settled();
    expect(await outboxOf(payment.id)).toEqual([
      { event: 'payment.refunded', refunded: 50_000 },
      { event: 'payment.refunded', refunded: 150_000 },
    ]);
  });

  it('is made once for one key', async () => {
    const payment = await paid(provider());
    const key = randomUUID();
    const [first, second] = await Promise.all([
      refund(payment.id, { amount: 40_000 }, key),
      refund(payment.id, { amount: 40_000 }, key),
    ]);
    const again = await refund(payment.id, { amount: 40_000 }, key);
    expect([first.status, second.status, again.status]).toEqual([201, 201, 201]);
    expect(second.body.id).toBe(first.body.id);
    expect(again.body).toEqual(first.body);
    expect(await refundsOf(payment.id)).toHaveLength(1);
    expect((await refund(payment.id, { amount: 41_000 }, key)).status).toBe(409);
  });

  it('never promises more than was paid to concurrent requests', async () => {
    const payment = await paid(provider());
    const answers = await Promise.all(
      [60_000, 60_000, 60_000, 60_000].map((amount) => refund(payment.id, { amount })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    const items = await refundsOf(payment.id);
    expect(items.reduce((sum: number, one: { amount: number }) => sum + one.amount, 0)).toBe(
      120_000,
    );
  });

  it('whose answer is lost is pending, then settled, and made once', async () => {
    const payment = await paid(provider());
    const simulator = scene.simulatorOf(_preset);
    await simulator.fault({
      mode: 'cut_after',
      operation: _preset.startsWith('midtrans') ? 'refund' : 'create_refund',
      times: 1,
    });
    const answer = await refund(payment.id, { amount: 70_000 });
    expect(answer.status).toBe(202);
    expect(answer.body.status).toBe('pending');
    await scene.hub.sql('UPDATE refunds SET next_check_at = now() WHERE id = $1', [answer.body.id]);
    expect(await scene.until(payment.id, 'partially_refunded')).toMatchObject({
      refunded_amount: 70_000,
    });
    await scene.settled();
    expect(await outboxOf(payment.id)).toEqual([{ event: 'payment.refunded', refunded: 70_000 }]);
  });

  it('that never arrived is sent again by the reconciler', async () => {
    const payment = await paid(provider());
    await scene.simulatorOf(_preset).fault({
      mode: 'cut_before',
      operation: _preset.startsWith('midtrans') ? 'refund' : 'create_refund',
      times: 1,
    });
    const answer = await refund(payment.id, { amount: 70_000 });
    expect(answer.status).toBe(202);
    await scene.reconcileRefund(answer.body.id);
    await scene.until(payment.id, 'partially_refunded');
  });
});

describe('a refund that the vendor works on', () => {
  it('counts as promised, succeeds by webhook, and is told once though the webhook comes twice', async () => {
    scene.xendit.act('config', { refunds_end: 'pending' });
    const payment = await paid(pull);
    const answer = await refund(payment.id, { amount: 100_000 });
    expect(answer.body.status).toBe('pending');
    expect((await scene.payment(payment.id)).status).toBe('paid');
    expect((await refund(payment.id, { amount: 60_000 })).status).toBe(422);
    scene.xendit.webhooks.behave({ repeat: 1 });
    scene.xendit.act('settle_refund', { id: answer.body.gateway_refund_id, status: 'SUCCEEDED' });
    await scene.until(payment.id, 'partially_refunded');
    await scene.settled();
    scene.xendit.webhooks.behave({});
    expect(await outboxOf(payment.id)).toEqual([{ event: 'payment.refunded', refunded: 100_000 }]);
  });

  it('gives its amount free again when it fails, and subscribers hear of it', async () => {
    scene.xendit.act('config', { refunds_end: 'pending' });
    const payment = await paid(pull);
    const answer = await refund(payment.id);
    scene.xendit.act('settle_refund', { id: answer.body.gateway_refund_id, status: 'FAILED' });
    await untilRefund(payment.id, 'failed');
    expect((await scene.payment(payment.id)).status).toBe('paid');
    expect((await outboxOf(payment.id)).map(({ event }) => event)).toEqual([
      'payment.refund_failed',
    ]);
    scene.xendit.act('config', { refunds_end: 'SUCCEEDED' });
    expect((await refund(payment.id)).status).toBe(201);
    await scene.until(payment.id, 'refunded');
  });

  it('is not moved by a webhook to a provider of another account', async () => {
    scene.xendit.act('config', { refunds_end: 'pending' });
    const stranger = await scene.add('xendit-qris', {
      credentials: {
        ...scene.xendit.credentials,
        secret_key: 'xnd_development_another0000000000000000000003',
      },
    });
    scene.xendit.act('config', { webhook_url: pull.webhook_url });
    const mine = await paid(pull);
    const answer = await refund(mine.id);
    scene.xendit.act('config', { webhook_url: stranger.webhook_url });
    scene.xendit.act('settle_refund', { id: answer.body.gateway_refund_id, status: 'SUCCEEDED' });
    await scene.settled();
    expect((await refundsOf(mine.id))[0].status).toBe('pending');
    scene.xendit.act('config', { webhook_url: pull.webhook_url });
  });
});

describe('the two webhooks of one refund', () => {
  it('move the payment once', async () => {
    scene.midtrans.act('config', { refunds_confirmed: false });
    const payment = await paid(qris);
    const answer = await refund(payment.id);
    await scene.until(payment.id, 'refunded');
    const [row] = await scene.hub.sql<{ reference: string }>(
      'SELECT reference FROM refunds WHERE id = $1',
      [answer.body.id],
    );
    scene.midtrans.act('confirm_refund', {
      reference: payment.reference,
      refund_key: row?.reference,
    });
    await scene.settled();
    expect(await outboxOf(payment.id)).toEqual([{ event: 'payment.refunded', refunded: 150_000 }]);
  });

  it.each([
    ['all of it', 150_000, 'refunded'],
    ['a part', 40_000, 'partially_refunded'],
  ])('made at the vendor’s own pages become rows of ours: %s', async (_what, amount, status) => {
    const payment = await paid(qris);
    await refundByHand(payment.reference, amount);
    expect(await scene.until(payment.id, status)).toMatchObject({ refunded_amount: amount });
    await scene.settled();
    expect(await refundsOf(payment.id)).toMatchObject([
      {
        source: 'vendor',
        via: 'vendor',
        amount,
        status: 'succeeded',
        gateway_refund_id: 'by-hand',
      },
    ]);
    expect(await outboxOf(payment.id)).toEqual([{ event: 'payment.refunded', refunded: amount }]);
    const left = await refund(payment.id);
    expect(left.status).toBe(amount === 150_000 ? 409 : 201);
  });

  it('are kept apart from one of ours over the same sum that is on its way', async () => {
    scene.xendit.act('config', { refunds_end: 'pending' });
    const payment = await paid(pull);
    const mine = await refund(payment.id, { amount: 60_000 });
    // As long as the vendor's answer is not written, its id is not known.
    await scene.hub.sql('UPDATE refunds SET gateway_refund_id = NULL WHERE id = $1', [
      mine.body.id,
    ]);
    const response = await fetch(`${scene.xendit.url}/refunds`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${scene.xendit.credentials['secret_key'] ?? ''}:`).toString('base64')}`,
        'content-type': 'application/json',
        'idempotency-key': 'by-hand',
      },
      body: JSON.stringify({
        payment_request_id: payment.gateway_transaction_id,
        reference_id: 'by-hand',
        currency: 'IDR',
        amount: 60_000,
        reason: 'OTHERS',
      }),
    });
    const { id } = (await response.json()) as { id: string };
    scene.xendit.act('settle_refund', { id, status: 'SUCCEEDED' });
    await scene.until(payment.id, 'partially_refunded');
    scene.xendit.act('settle_refund', { id: mine.body.gateway_refund_id, status: 'SUCCEEDED' });
    await scene.settled();
    expect(await scene.payment(payment.id)).toMatchObject({ refunded_amount: 120_000 });
    const rows = await refundsOf(payment.id);
    expect(rows.map((row: any) => [row.source, row.amount, row.status]).sort()).toEqual([
      ['api', 60_000, 'succeeded'],
      ['vendor', 60_000, 'succeeded'],
    ]);
  });
});

/** As somebody in the vendor's dashboard would. */
async function refundByHand(reference: string, amount: number): Promise<void> {
  const auth = Buffer.from(`${scene.midtrans.credentials['server_key'] ?? ''}:`);
  await fetch(`${scene.midtrans.url}/v2/${reference}/refund`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${auth.toString('base64')}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ refund_key: 'by-hand', amount, reason: 'by hand' }),
  });
}

describe('a refund that is refused', () => {
  it('on a rail without refunds names the way out before the vendor is asked', async () => {
    const va = await scene.add('xendit-va');
    const payment = await paid(va, { method: 'bca_va' });
    const before = scene.xendit.journal.count();
    const answer = await refund(payment.id, { via: 'vendor' });
    expect(answer.status).toBe(409);
    expect(answer.body.errors).toMatchObject([{ field: 'via', code: 'refund_unsupported' }]);
    expect(scene.xendit.journal.count()).toBe(before);
    expect(await refundsOf(payment.id)).toEqual([]);
  });

  it('of an unpaid payment is 409', async () => {
    const { body } = await pay(scene.hub, { provider_id: qris.id });
    const answer = await refund(body.id);
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('pending');
  });

  it('by the bank is 402, again for the same key, and may be tried with another', async () => {
    const payment = await paid(qris);
    scene.midtrans.act('config', { refunds_refused: true });
    const key = randomUUID();
    expect((await refund(payment.id, {}, key)).status).toBe(402);
    expect((await refund(payment.id, {}, key)).status).toBe(402);
    scene.midtrans.act('config', { refunds_refused: false });
    expect((await refund(payment.id)).status).toBe(201);
  });

  it('because the vendor is down may be sent again with the same key', async () => {
    const payment = await paid(pull);
    await scene.xendit.fault({ mode: 'status', status: 503, operation: 'create_refund', times: 1 });
    const key = randomUUID();
    expect((await refund(payment.id, {}, key)).status).toBe(503);
    expect((await refund(payment.id, {}, key)).status).toBe(201);
  });

  it('without a key names the header', async () => {
    const payment = await paid(qris);
    const answer = await scene.hub.api.post(`/api/v1/payments/${payment.id}/refunds`, {});
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'Idempotency-Key' }]);
  });
});

describe('a refund that nobody can tell the end of', () => {
  it('is flagged once, and stays promised', async () => {
    const payment = await paid(pull);
    await scene.xendit.fault({ mode: 'cut_before', operation: 'create_refund' });
    const { body } = await refund(payment.id, { amount: 30_000 });
    expect(body.status).toBe('pending');
    await scene.hub.sql(
      "UPDATE refunds SET created_at = created_at - interval '2 days' WHERE id = $1",
      [body.id],
    );
    await scene.reconcileRefund(body.id);
    await scene.reconcileRefund(body.id);
    const events = await scene.history(payment.id);
    expect(events.filter(({ type }) => type === 'refund_unanswered')).toMatchObject([
      { detail: { refund_id: body.id, amount: 30_000 } },
    ]);
    expect((await outboxOf(payment.id)).map(({ event }) => event)).toEqual([
      'payment.refund_unanswered',
    ]);
    expect((await refund(payment.id, { amount: 120_001 })).status).toBe(422);
  });
});

describe('a refund that a vendor answers unreadably', () => {
  it('is pending, not failed, because a second one would give the money back twice', async () => {
    const payment = await paid(pull);
    await scene.xendit.fault({ mode: 'garble', operation: 'create_refund', times: 1 });
    const answer = await refund(payment.id, { amount: 30_000 });
    expect(answer.status).toBe(202);
    await scene.reconcileRefund(answer.body.id);
    await scene.until(payment.id, 'partially_refunded');
    const [row] = await scene.hub.sql<{ reference: string }>(
      'SELECT reference FROM refunds WHERE id = $1',
      [answer.body.id],
    );
    expect(refundsAtXendit(row?.reference ?? '').length).toBeGreaterThanOrEqual(1);
    const made = (scene.xendit.state() as { refunds: { reference_id: string }[] }).refunds.filter(
      ({ reference_id: id }) => id === row?.reference,
    );
    expect(made).toHaveLength(1);
  });
});

describe('a process that dies in the middle of a refund', () => {
  it('leaves a row that is settled, and the key gives its answer', async () => {
    const payment = await paid(pull);
    const key = randomUUID();
    const done = await refund(payment.id, { amount: 20_000 }, key);
    await scene.settled();
    await scene.hub.sql(
      `UPDATE idempotency_keys SET response_status = NULL, response = NULL, created_at = now() - interval '1 minute'
       WHERE key = $1`,
      [key],
    );
    await scene.hub.sql(
      "UPDATE refunds SET status = 'created', gateway_refund_id = NULL, next_check_at = now() WHERE id = $1",
      [done.body.id],
    );
    await scene.hub.sql("UPDATE payments SET status = 'paid', refunded_amount = 0 WHERE id = $1", [
      payment.id,
    ]);
    const again = await refund(payment.id, { amount: 20_000 }, key);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id: done.body.id });
    await scene.until(payment.id, 'partially_refunded');
    expect(await refundsOf(payment.id)).toHaveLength(1);
  });
});
