import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultInput } from '#test/simulators/kit/fault-injector.js';
import { mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let primary: TestProvider;
let fallback: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  primary = await scene.add('midtrans-qris', {
    extra_config: { timeout_ms: 700, breaker: { failures: 50 } },
  });
  fallback = await scene.add('xendit-qris');
  await mapFeature(scene.hub, 'payment.qris', [primary, fallback]);
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.xendit.faults.clear();
});
afterAll(() => scene.close());

const anOrder = () => `LOST-${randomUUID().slice(0, 8)}`;
const chargedByPrimary = (order: string) =>
  (scene.midtrans.state() as { transactions: { order_id: string }[] }).transactions.filter(
    ({ order_id: id }) => id.startsWith(order),
  ).length;
const askedOfFallback = (order: string) =>
  scene.xendit.journal.list({ operation: 'create_payment_request', text: order }).length;
const charge = (order: string) => pay(scene.hub, { feature: 'payment.qris', order_id: order });

describe('a create whose answer is lost', () => {
  it.each(['cut_after', 'hang_after', 'garble'] as const)(
    'is found by its reference and answered with its code after %s',
    async (mode) => {
      const order = anOrder();
      await scene.midtrans.fault({ mode, operation: 'charge', times: 1 });
      const created = await charge(order);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        status: 'pending',
        failure: null,
        provider: { id: primary.id },
        action: { type: 'qr' },
      });
      expect(chargedByPrimary(order)).toBe(1);
      expect(askedOfFallback(order)).toBe(0);
      scene.midtrans.act('pay', { reference: created.body.reference });
      await scene.until(created.body.id, 'paid');
    },
  );

  it.each(['cut_before', 'hang'] as const)(
    'goes to the fallback once the vendor surely has nothing, after %s',
    async (mode) => {
      const order = anOrder();
      await scene.midtrans.fault({ mode, operation: 'charge', times: 1 });
      const created = await charge(order);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({ status: 'pending', provider: { id: fallback.id } });
      expect(chargedByPrimary(order)).toBe(0);
      expect(askedOfFallback(order)).toBe(1);
    },
  );

  it.each(['cut_after', 'hang_after', 'garble', 'cut_before'] as const)(
    'stays in doubt when the status call fails too, after %s, and nobody else is asked',
    async (mode) => {
      const order = anOrder();
      await scene.midtrans.fault({ mode, operation: 'charge', times: 1 });
      await scene.midtrans.fault({ mode: 'cut_before', operation: 'status' });
      const created = await charge(order);
      expect(created.status).toBe(202);
      expect(created.body).toMatchObject({
        status: 'pending_confirmation',
        provider: { id: primary.id },
      });
      expect(askedOfFallback(order)).toBe(0);
    },
  );

  it('is settled by the background worker when the vendor can be asked again', async () => {
    const order = anOrder();
    await scene.midtrans.fault({ mode: 'cut_after', operation: 'charge', times: 1 });
    await scene.midtrans.fault({ mode: 'cut_before', operation: 'status' });
    const created = await charge(order);
    scene.midtrans.faults.clear();
    await scene.hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [
      created.body.id,
    ]);
    const settled = await scene.until(created.body.id, 'pending');
    expect(settled).toMatchObject({ failure: null, action: { type: 'qr' } });
    expect(settled.expires_at).not.toBeNull();
    expect(chargedByPrimary(order)).toBe(1);
  });

  it('is not asked for without end: the hub ends what nobody confirms within its lifetime', async () => {
    const order = anOrder();
    await scene.midtrans.fault({ mode: 'hang_after', operation: 'charge', times: 1 });
    await scene.midtrans.fault({ mode: 'cut_before', operation: 'status' });
    const { body } = await charge(order);
    scene.midtrans.faults.clear();
    scene.midtrans.webhooks.behave({ drop: true });
    scene.midtrans.act('expire', { reference: body.reference });
    scene.midtrans.webhooks.behave({});
    await scene.hub.sql(
      "UPDATE payments SET created_at = created_at - interval '25 hours', reference = 'gone' || left(id::text, 8) WHERE id = $1",
      [body.id],
    );
    await scene.reconcile(body.id);
    expect((await scene.payment(body.id)).status).toBe('expired');
  });

  it('is not failed by a vendor that calls the reference taken and then can not be asked', async () => {
    const order = anOrder();
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'charge',
      body: { status_code: '406', status_message: 'order_id has already been taken' },
      times: 1,
    });
    await scene.midtrans.fault({ mode: 'cut_before', operation: 'status' });
    const created = await charge(order);
    expect(created.status).toBe(202);
    expect(created.body.status).toBe('pending_confirmation');
    expect(askedOfFallback(order)).toBe(0);
  });

  it('is not failed when the second provider agrees with an answer that lacks its code', async () => {
    const order = anOrder();
    await scene.midtrans.fault({
      mode: 'status',
      status: 503,
      operation: 'charge',
      times: 1,
    });
    await scene.xendit.fault({
      mode: 'status',
      status: 201,
      operation: 'create_payment_request',
      body: { payment_request_id: 'pr-half', status: 'REQUIRES_ACTION', actions: [] },
      times: 1,
    });
    await scene.xendit.fault({ mode: 'cut_before', operation: 'list_payment_requests' });
    const created = await charge(order);
    expect(created.status).toBe(202);
    expect(created.body).toMatchObject({
      status: 'pending_confirmation',
      provider: { id: fallback.id },
    });
    const [row] = await scene.hub.sql<{ refs: Record<string, string> }>(
      'SELECT refs FROM payments WHERE id = $1',
      [created.body.id],
    );
    expect(row?.refs).toMatchObject({ payment_request_id: 'pr-half' });
  });
});

describe('a provider that a fallback left behind', () => {
  /** The first provider denies the payment, the second takes it, and then the first one has it all the same. */
  async function leftBehind(cancel?: FaultInput) {
    const order = anOrder();
    await scene.midtrans.fault({ mode: 'cut_before', operation: 'charge', times: 1 });
    const { body } = await charge(order);
    expect(body.provider.id).toBe(fallback.id);
    scene.midtrans.faults.clear();
    if (cancel) await scene.midtrans.fault(cancel);
    const auth = Buffer.from(`${scene.midtrans.credentials['server_key'] ?? ''}:`);
    await fetch(`${scene.midtrans.url}/v2/charge`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${auth.toString('base64')}`,
        accept: 'application/json',
        'content-type': 'application/json',
        'x-override-notification': primary.webhook_url,
      },
      body: JSON.stringify({
        payment_type: 'qris',
        transaction_details: { order_id: body.reference, gross_amount: body.amount },
        qris: { acquirer: 'gopay' },
      }),
    });
    return body;
  }

  it('is closed as soon as it tells of the payment', async () => {
    const payment = await leftBehind();
    await scene.settled();
    const [lost] = (
      scene.midtrans.state() as { transactions: { order_id: string; transaction_status: string }[] }
    ).transactions.filter(({ order_id: id }) => id === payment.reference);
    expect(lost?.transaction_status).toBe('cancel');
    expect((await scene.payment(payment.id)).status).toBe('pending');
  });

  it('is flagged when it does not close the payment, and its money is kept apart', async () => {
    const payment = await leftBehind({
      mode: 'status',
      status: 200,
      operation: 'cancel',
      body: { status_code: '412', status_message: 'no' },
    });
    await scene.untilEvent(payment.id, 'left_behind_open');
    scene.midtrans.act('pay', { reference: payment.reference });
    const told = await scene.untilEvent(payment.id, 'paid_elsewhere');
    expect(told).toMatchObject({
      source: 'webhook',
      detail: { provider_id: primary.id, amount: 150_000 },
    });
    expect((await scene.payment(payment.id)).status).toBe('pending');

    scene.xendit.act('pay', { reference: payment.reference });
    await scene.until(payment.id, 'paid');
    const events = await scene.hub.sql<{ event: string }>(
      "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id",
      [payment.id],
    );
    expect(events.map(({ event }) => event)).toEqual([
      'payment.left_behind_open',
      'payment.paid_elsewhere',
      'payment.received',
    ]);
  });
});
