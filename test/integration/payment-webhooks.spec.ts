import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FIND_BY_VENDOR_SQL } from '#categories/payment/payment.repository.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let qris: TestProvider;
let invoice: TestProvider;
let pull: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  qris = await scene.add('midtrans-qris');
  invoice = await scene.add('xendit-invoice');
  pull = await scene.add('xendit-qris');
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.midtrans.webhooks.behave({});
  scene.xendit.webhooks.behave({});
});
afterAll(() => scene.close());

async function create(provider: TestProvider, body = {}) {
  const { body: created } = await pay(scene.hub, { provider_id: provider.id, ...body });
  return created;
}

const outboxOf = async (id: string) =>
  (
    await scene.hub.sql<{ event: string }>(
      "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id",
      [id],
    )
  ).map(({ event }) => event);

/** A genuine notice as the vendor would sign it. */
function notify(provider: TestProvider, notice: Record<string, string>): Promise<Response> {
  const key = scene.midtrans.credentials['server_key'] ?? '';
  const { order_id: id, status_code: code, gross_amount: gross } = notice;
  const signature = createHash('sha512').update(`${id}${code}${gross}${key}`).digest('hex');
  return fetch(provider.webhook_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...notice, signature_key: signature }),
  });
}

describe('another amount than was asked', () => {
  it.each([
    ['midtrans-qris', () => qris],
    ['xendit-invoice', () => invoice],
    ['xendit-qris', () => pull],
  ] as const)('is never paid by webhook or by status: %s', async (preset, provider) => {
    const created = await create(provider());
    scene.simulatorOf(preset).act('pay', { reference: created.reference, amount: 1 });
    const mismatch = await scene.untilEvent(created.id, 'amount_mismatch');
    expect(mismatch.detail.problem).toContain('the vendor says 1, the payment is over 150000 IDR');
    await scene.reconcile(created.id);
    await scene.reconcile(created.id);
    expect((await scene.payment(created.id)).status).toBe('pending');
    const told = (await scene.history(created.id)).filter(({ type }) => type === 'amount_mismatch');
    expect(told).toHaveLength(1);
    expect(await outboxOf(created.id)).toEqual(['payment.amount_mismatch']);
  });

  it('is never paid by status alone either', async () => {
    const created = await create(invoice);
    scene.xendit.webhooks.behave({ drop: true });
    scene.xendit.act('pay', { reference: created.reference, amount: 149_999 });
    const { body } = await scene.hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
    expect(body.status).toBe('pending');
    expect((await scene.history(created.id)).map(({ type }) => type)).toContain('amount_mismatch');
  });

  it('may be another currency', async () => {
    const created = await create(qris);
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'status',
      body: {
        status_code: '200',
        transaction_status: 'settlement',
        order_id: created.reference,
        transaction_id: created.gateway_transaction_id,
        gross_amount: '150000.00',
        currency: 'USD',
      },
    });
    await scene.reconcile(created.id);
    const mismatch = await scene.untilEvent(created.id, 'amount_mismatch');
    expect(mismatch.detail.problem).toContain('USD');
    expect((await scene.payment(created.id)).status).toBe('pending');
  });

  it('in the answer to a card charge is not paid', async () => {
    const card = await scene.add('xendit-card', { extra_config: { three_ds: false } });
    const { payment_token_id: token } = scene.xendit.act('payment_token') as {
      payment_token_id: string;
    };
    await scene.xendit.fault({
      mode: 'status',
      status: 201,
      operation: 'create_payment_request',
      body: {
        payment_request_id: 'pr-wrong',
        status: 'SUCCEEDED',
        request_amount: 15,
        currency: 'IDR',
        actions: [],
      },
      times: 1,
    });
    const created = await create(card, { token, return_url: 'https://hotel.example/paid' });
    expect(created.status).toBe('pending');
    expect((await scene.history(created.id)).map(({ type }) => type)).toContain('amount_mismatch');
  });
});

describe('webhooks that come late, twice or in another order', () => {
  it('move nothing backwards', async () => {
    const created = await create(qris);
    await scene.settled();
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
    await notify(qris, {
      order_id: created.reference,
      status_code: '201',
      gross_amount: '150000.00',
      transaction_status: 'pending',
      transaction_id: created.gateway_transaction_id,
      currency: 'IDR',
      transaction_time: '2026-01-01 10:00:00',
    });
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('paid');
    expect(await outboxOf(created.id)).toEqual(['payment.received']);
  });

  it('are one event when they are repeated', async () => {
    scene.midtrans.webhooks.behave({ repeat: 3 });
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
    await scene.settled();
    const moves = (await scene.history(created.id)).filter(({ to }) => to === 'paid');
    expect(moves).toHaveLength(1);
    expect(await outboxOf(created.id)).toEqual(['payment.received']);
  });

  it('mean the same when they come newest first', async () => {
    scene.midtrans.webhooks.behave({ reorder: true });
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    scene.midtrans.webhooks.flush();
    await scene.until(created.id, 'paid');
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('paid');
  });

  it('are not needed: a lost webhook costs minutes', async () => {
    scene.midtrans.webhooks.behave({ drop: true });
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [created.id]);
    await scene.until(created.id, 'paid');
    expect((await scene.history(created.id)).at(-1)).toMatchObject({ to: 'paid', source: 'poll' });
  });
});

describe('a webhook that is signed and yet not true', () => {
  it('does not move a payment that the vendor calls unpaid', async () => {
    const created = await create(qris);
    const answer = await notify(qris, {
      order_id: created.reference,
      status_code: '200',
      gross_amount: '150000.00',
      transaction_status: 'settlement',
      transaction_id: 'forged',
      currency: 'IDR',
    });
    expect(answer.status).toBe(200);
    await scene.settled();
    const payment = await scene.payment(created.id);
    expect(payment.status).toBe('pending');
    expect(payment.gateway_transaction_id).toBe(created.gateway_transaction_id);
  });

  it('does not pay one payment with the money of another', async () => {
    const paid = await create(pull);
    scene.xendit.act('pay', { reference: paid.reference });
    await scene.until(paid.id, 'paid');
    const open = await create(pull);
    await fetch(pull.webhook_url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-callback-token': scene.xendit.credentials['callback_token'] ?? '',
      },
      body: JSON.stringify({
        event: 'payment.capture',
        created: new Date().toISOString(),
        data: {
          reference_id: open.reference,
          payment_request_id: paid.gateway_transaction_id,
          status: 'SUCCEEDED',
          request_amount: 150_000,
          currency: 'IDR',
        },
      }),
    });
    await eventually(async () => {
      const rows = await scene.hub.sql(
        "SELECT id FROM webhook_logs WHERE provider_id = $1 AND reason LIKE '%another payment%'",
        [pull.id],
      );
      return rows.length > 0;
    });
    expect((await scene.payment(open.id)).status).toBe('pending');
  });
});

describe('a reversal after the money came', () => {
  it('is told to subscribers without undoing anything', async () => {
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
    scene.midtrans.act('chargeback', { reference: created.reference });
    const told = await scene.untilEvent(created.id, 'disputed');
    expect(told).toMatchObject({ source: 'webhook', detail: { provider_id: qris.id } });
    expect((await scene.payment(created.id)).status).toBe('paid');
    expect(await outboxOf(created.id)).toEqual(['payment.received', 'payment.disputed']);
  });
});

describe('the search for the payment that a vendor means', () => {
  it('goes by indexes alone, whichever of the two ids is given', async () => {
    const created = await create(qris);
    await scene.hub.sql(
      `INSERT INTO payments (id, provider_id, order_id, reference, amount, currency, status, request, gateway_transaction_id)
       SELECT gen_random_uuid(), provider_id, 'BULK', 'bulk-' || n, 1, 'IDR', 'expired', '{}', 'bulk-' || n
       FROM payments, generate_series(1, 20000) AS n WHERE id = $1`,
      [created.id],
    );
    await scene.hub.sql('ANALYZE payments');
    const plan = await scene.hub.sql<Record<'QUERY PLAN', string>>(
      `EXPLAIN (GENERIC_PLAN) ${FIND_BY_VENDOR_SQL}`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('payments_reference_unique');
    expect(text).toContain('payments_gateway_id');
    expect(text).not.toContain('Seq Scan on payments');
    expect(text).not.toContain('payments_provider ');
  });
});
