import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let qris: TestProvider;
let va: TestProvider;
let session: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  qris = await scene.add('midtrans-qris');
  va = await scene.add('xendit-va', { extra_config: { breaker: { failures: 50 } } });
  session = await scene.add('xendit-session');
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.xendit.faults.clear();
  scene.midtrans.webhooks.behave({});
  scene.xendit.webhooks.behave({});
});
afterAll(() => scene.close());

async function create(provider: TestProvider, body = {}) {
  const { body: created } = await pay(scene.hub, { provider_id: provider.id, ...body });
  await scene.settled();
  return created;
}

const cancel = (id: string) => scene.hub.api.post(`/api/v1/payments/${id}/cancel`);

/** As if its time had been over for a minute. */
const lapse = (id: string) =>
  scene.hub.sql(
    "UPDATE payments SET expires_at = now() - interval '1 minute', next_check_at = now() WHERE id = $1",
    [id],
  );

const stateAtMidtrans = (reference: string) =>
  (
    scene.midtrans.state() as { transactions: { order_id: string; transaction_status: string }[] }
  ).transactions.find(({ order_id: id }) => id === reference)?.transaction_status;

const outboxOf = async (id: string) =>
  (
    await scene.hub.sql<{ event: string }>(
      "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id",
      [id],
    )
  ).map(({ event }) => event);

describe('the time of a payment', () => {
  it('ends it by the hub’s own timer, closes it at the vendor and tells subscribers', async () => {
    scene.midtrans.webhooks.behave({ drop: true });
    const created = await create(qris);
    await lapse(created.id);
    await scene.until(created.id, 'expired');
    expect(stateAtMidtrans(created.reference)).toBe('cancel');
    expect((await scene.history(created.id)).at(-1)).toMatchObject({
      to: 'expired',
      source: 'timer',
    });
    expect(await outboxOf(created.id)).toEqual(['payment.expired']);
    const [row] = await scene.hub.sql<{ next_check_at: Date | null }>(
      'SELECT next_check_at FROM payments WHERE id = $1',
      [created.id],
    );
    expect(row?.next_check_at).toBeNull();
  });

  it('is what the PMS asked for', async () => {
    const created = await create(qris, { expires_in_seconds: 600 });
    const left = Date.parse(created.expires_at) - Date.now();
    expect(left).toBeGreaterThan(530_000);
    expect(left).toBeLessThan(670_000);
  });

  it('does not end in the grace after it, when somebody may be paying', async () => {
    const created = await create(qris);
    await scene.hub.sql('UPDATE payments SET expires_at = now() WHERE id = $1', [created.id]);
    await scene.reconcile(created.id);
    expect((await scene.payment(created.id)).status).toBe('pending');
  });

  it('does not hide a payment that was made before its end', async () => {
    scene.midtrans.webhooks.behave({ drop: true });
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    await lapse(created.id);
    await scene.until(created.id, 'paid');
  });

  it('does not hide one that is made while the vendor is asked to close it', async () => {
    scene.midtrans.webhooks.behave({ drop: true });
    const created = await create(qris);
    await lapse(created.id);
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
      times: 1,
    });
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.reconcile(created.id);
    expect((await scene.payment(created.id)).status).toBe('paid');
  });

  it('is learnt from the vendor', async () => {
    const created = await create(qris);
    scene.midtrans.act('expire', { reference: created.reference });
    await scene.until(created.id, 'expired');
  });
});

describe('money that comes after the end', () => {
  it.each(['expired', 'cancelled'] as const)(
    'is a state and an event of its own: %s',
    async (end) => {
      scene.midtrans.webhooks.behave({ hold: true });
      const created = await create(qris);
      scene.midtrans.act('pay', { reference: created.reference });
      await scene.hub.sql('UPDATE payments SET status = $2, next_check_at = NULL WHERE id = $1', [
        created.id,
        end,
      ]);
      scene.midtrans.webhooks.flush();
      const late = await scene.until(created.id, 'paid_late');
      expect(late.paid_at).not.toBeNull();
      expect(await outboxOf(created.id)).toEqual(['payment.received_late']);
    },
  );

  it('can be given back', async () => {
    scene.midtrans.webhooks.behave({ hold: true });
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.hub.sql("UPDATE payments SET status = 'expired' WHERE id = $1", [created.id]);
    scene.midtrans.webhooks.flush();
    await scene.until(created.id, 'paid_late');
    const refund = await scene.hub.api.post(
      `/api/v1/payments/${created.id}/refunds`,
      {},
      { 'idempotency-key': created.id },
    );
    expect(refund.status).toBe(201);
    await scene.until(created.id, 'refunded');
  });
});

describe('cancelling', () => {
  it('closes the payment at the vendor, once and for all', async () => {
    const created = await create(qris);
    const first = await cancel(created.id);
    expect(first.status).toBe(200);
    expect(first.body.status).toBe('cancelled');
    expect(stateAtMidtrans(created.reference)).toBe('cancel');
    expect((await cancel(created.id)).status).toBe(200);
    expect(await outboxOf(created.id)).toEqual(['payment.cancelled']);
  });

  it('is only local where the vendor has no such operation', async () => {
    const { body: preset } = await scene.hub.api.get('/api/v1/presets/xendit-va');
    const operations = Object.fromEntries(
      Object.entries(preset.connector.operations).filter(([name]) => name !== 'cancel'),
    );
    const plain = await scene.add('xendit-va', {
      connector: { ...preset.connector, operations },
    });
    const created = await create(plain, { method: 'bca_va' });
    expect((await cancel(created.id)).body.status).toBe('cancelled');
    expect(scene.xendit.journal.list({ text: created.gateway_transaction_id })).toEqual([]);
    scene.xendit.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid_late');
  });

  it('is refused for a paid payment, which names the way out', async () => {
    const created = await create(qris);
    scene.midtrans.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
    const answer = await cancel(created.id);
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('refund');
  });

  it('is refused, and the payment is paid, when the guest was faster', async () => {
    scene.xendit.webhooks.behave({ drop: true });
    const created = await create(session);
    scene.xendit.act('pay', { reference: created.reference });
    const answer = await cancel(created.id);
    expect(answer.status).toBe(409);
    expect((await scene.payment(created.id)).status).toBe('paid');
  });

  it('finds the payment in doubt first, so that it is closed at the vendor too', async () => {
    await scene.xendit.fault({ mode: 'cut_after', operation: 'create_payment_request', times: 1 });
    await scene.xendit.fault({ mode: 'cut_before', operation: 'list_payment_requests' });
    const created = await create(va, { method: 'bca_va' });
    expect(created.status).toBe('pending_confirmation');
    scene.xendit.faults.clear();
    expect((await cancel(created.id)).body.status).toBe('cancelled');
    const open = (
      scene.xendit.state() as { payment_requests: { reference_id: string; status: string }[] }
    ).payment_requests.find(({ reference_id: id }) => id === created.reference);
    expect(open?.status).toBe('CANCELED');
  });

  it('leaves the payment open when the vendor can not be reached', async () => {
    const created = await create(qris);
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'cancel', times: 1 });
    expect((await cancel(created.id)).status).toBe(503);
    expect((await scene.payment(created.id)).status).toBe('pending');
  });
});
