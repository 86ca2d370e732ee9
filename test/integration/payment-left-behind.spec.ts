import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
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
afterEach(() => scene.midtrans.faults.clear());
afterAll(() => scene.close());

/** The first provider denies the payment, the second takes it; the first one gets it late, and tells nobody. */
async function leftBehind() {
  // A connection that was kept open may be cut as stale, and then the same vendor is asked once more.
  await scene.midtrans.fault({ mode: 'cut_before', operation: 'charge', times: 5 });
  const { body } = await pay(scene.hub, { feature: 'payment.qris' });
  scene.midtrans.faults.clear();
  expect(body.provider.id).toBe(fallback.id);
  const auth = Buffer.from(`${scene.midtrans.credentials['server_key'] ?? ''}:`);
  await fetch(`${scene.midtrans.url}/v2/charge`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${auth.toString('base64')}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      payment_type: 'qris',
      transaction_details: { order_id: body.reference, gross_amount: body.amount },
      qris: { acquirer: 'gopay' },
    }),
  });
  return body as { id: string; reference: string };
}

const lookNow = (id: string) =>
  scene.hub.sql('UPDATE payment_attempts SET next_check_at = now() WHERE payment_id = $1', [id]);
const attemptOf = async (id: string) => {
  const [row] = await scene.hub.sql<{ next_check_at: Date | null; check_count: number }>(
    'SELECT next_check_at, check_count FROM payment_attempts WHERE payment_id = $1',
    [id],
  );
  return row;
};
/** Claimed for two minutes first, then scheduled further away. */
const untilScheduled = (id: string) =>
  eventually(async () => {
    const row = await attemptOf(id);
    const waitMs = (row?.next_check_at?.getTime() ?? 0) - Date.now();
    return waitMs > 200_000 && row;
  });
const stateAtPrimary = (reference: string) =>
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

describe('a provider that was left behind in doubt', () => {
  it('is asked again without a webhook, and what it has open is closed', async () => {
    const payment = await leftBehind();
    expect((await attemptOf(payment.id))?.next_check_at).not.toBeNull();
    await lookNow(payment.id);
    const told = await scene.untilEvent(payment.id, 'left_behind_closed');
    expect(told).toMatchObject({ source: 'poll', detail: { provider_id: primary.id } });
    expect(stateAtPrimary(payment.reference)).toBe('cancel');
    expect((await scene.payment(payment.id)).status).toBe('pending');
    await eventually(async () => (await attemptOf(payment.id))?.next_check_at === null);
  });

  it('that does not close it is flagged, watched on, and its money is kept apart', async () => {
    const payment = await leftBehind();
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'cancel',
      body: { status_code: '412', status_message: 'no' },
    });
    await lookNow(payment.id);
    await scene.untilEvent(payment.id, 'left_behind_open');
    await untilScheduled(payment.id);
    scene.midtrans.act('pay', { reference: payment.reference });
    await lookNow(payment.id);
    expect(await scene.untilEvent(payment.id, 'paid_elsewhere')).toMatchObject({
      source: 'poll',
      detail: { provider_id: primary.id, amount: 150_000 },
    });
    expect((await scene.payment(payment.id)).status).toBe('pending');
    expect(await outboxOf(payment.id)).toEqual([
      'payment.left_behind_open',
      'payment.paid_elsewhere',
    ]);
    await eventually(async () => (await attemptOf(payment.id))?.next_check_at === null);
  });

  it('that never got it is asked less and less often', async () => {
    await scene.midtrans.fault({ mode: 'cut_before', operation: 'charge', times: 1 });
    const { body } = await pay(scene.hub, { feature: 'payment.qris' });
    await lookNow(body.id);
    expect((await untilScheduled(body.id)).check_count).toBe(1);
    const types = (await scene.history(body.id)).map(({ type }) => type);
    expect(types.filter((type: string) => type.startsWith('left_behind'))).toEqual([]);
  });

  it('is not looked at when it surely did nothing', async () => {
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'charge', times: 1 });
    const { body } = await pay(scene.hub, { feature: 'payment.qris', order_id: randomUUID() });
    expect(body.provider.id).toBe(fallback.id);
    expect((await attemptOf(body.id))?.next_check_at).toBeNull();
  });
});
