import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { faspaySignature } from '#test/simulators/faspay/faspay-signature.js';
import { startFaspaySimulator } from '#test/simulators/faspay/faspay-simulator.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { GUEST, startVendorScene, type VendorScene } from './vendor-scene.js';

const PRESETS = ['faspay-xpress', 'faspay-va'] as const;
const FORMATS = ['json', 'xml'] as const;
const ACTIONS = { 'faspay-xpress': 'redirect', 'faspay-va': 'virtual_account' };

let scene: VendorScene;
let provider: TestProvider;
beforeAll(async () => {
  scene = await startVendorScene(() => startFaspaySimulator({ retryDelaysMs: [20] }));
});
afterEach(async () => {
  await scene.settled();
  scene.vendor.webhooks.behave({});
  scene.vendor.faults.clear();
  scene.vendor.act('config', { notification_format: 'json', debit_decimals: 2, ip_known: true });
});
afterAll(() => scene.close());

/** A provider whose address is the one the portal holds. */
async function connect(preset: string, changes = {}): Promise<TestProvider> {
  const added = await scene.add(preset, changes);
  scene.vendor.act('config', { webhook_url: added.webhook_url });
  return added;
}

/** A notification whose signature is right, whatever it says. */
function notify(
  to: TestProvider,
  bill: string,
  trx: string,
  more: Record<string, string> = {},
): Promise<Response> {
  const { user_id: user = '', password = '' } = scene.vendor.credentials;
  return fetch(to.webhook_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      request: 'Payment Notification',
      trx_id: trx,
      merchant_id: '31835',
      bill_no: bill,
      payment_status_code: '2',
      payment_total: '150000',
      signature: faspaySignature(user, password, bill, '2'),
      ...more,
    }),
  });
}

const trxOf = (bill: unknown) => (bill as { trxId: string }).trxId;

describe.each(PRESETS)('%s', (preset) => {
  beforeAll(async () => {
    provider = await connect(preset);
  });

  it.each(FORMATS)('is paid by a notification in %s, answered in kind', async (format) => {
    scene.vendor.act('config', { notification_format: format });
    const created = await scene.create(provider);
    expect(created).toMatchObject({ status: 'pending', action: { type: ACTIONS[preset] } });
    scene.vendor.act('pay', { reference: created.reference });
    const paid = await scene.until(created.id, 'paid');
    const [delivery] = scene.vendor.webhooks.list({ subject: created.reference });
    expect(paid.gateway_transaction_id).toMatch(/^31835\d{11}$/);
    expect(delivery).toMatchObject({ state: 'delivered' });
    expect(delivery?.attempts).toHaveLength(1);
    expect(await scene.told(created.id)).toEqual(['payment.received']);
  });

  it('is paid once, however often the vendor tells it and whatever it told before', async () => {
    scene.vendor.webhooks.behave({ reorder: true, repeat: 3 });
    const created = await scene.create(provider);
    scene.vendor.act('pay', { reference: created.reference });
    scene.vendor.webhooks.flush();
    await scene.until(created.id, 'paid');
    await scene.settled();
    expect(await scene.moves(created.id, 'paid')).toBe(1);
    expect(await scene.told(created.id)).toEqual(['payment.received']);
  });

  it('is refunded in the end when the reversal comes before the payment', async () => {
    scene.vendor.webhooks.behave({ reorder: true });
    const created = await scene.create(provider);
    scene.vendor.act('pay', { reference: created.reference });
    scene.vendor.act('reverse', { reference: created.reference });
    scene.vendor.webhooks.flush();
    await scene.until(created.id, 'refunded');
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('refunded');
  });

  it('is not paid by a notification that is signed and not true', async () => {
    const created = await scene.create(provider);
    const trx = trxOf(scene.vendor.act('choose', { reference: created.reference }));
    const answer = await notify(provider, created.reference, trx);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ response_code: '00', trx_id: trx });
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('pending');
  });

  it('is not paid with the transaction of another bill', async () => {
    const [open, other] = [await scene.create(provider), await scene.create(provider)];
    const trx = trxOf(scene.vendor.act('pay', { reference: other.reference }));
    await scene.until(other.id, 'paid');
    await notify(provider, open.reference, trx);
    await scene.settled();
    expect((await scene.payment(open.id)).status).toBe('pending');
  });

  it.each([
    ['the inquiry', { amount: 1 }, {}],
    ['the notification alone', {}, { payment_total: '1' }],
  ])('is never paid with another amount in %s', async (_where, paid, told) => {
    const created = await scene.create(provider);
    scene.vendor.webhooks.behave({ drop: true });
    const trx = trxOf(scene.vendor.act('pay', { reference: created.reference, ...paid }));
    await notify(provider, created.reference, trx, told);
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('pending');
    expect(await scene.told(created.id)).toEqual(['payment.amount_mismatch']);
  });

  it('refuses a notification with a wrong signature and keeps it', async () => {
    const fresh = await scene.add(preset);
    const created = await scene.create(fresh);
    const answer = await notify(fresh, created.reference, '3183540200000001', {
      signature: 'f'.repeat(40),
    });
    expect(answer.status).toBe(401);
    expect(await scene.logs(fresh)).toMatchObject([{ status: 'rejected' }]);
    expect((await scene.payment(created.id)).status).toBe('pending');
  });

  it('gives money back as a task for people, there being no call for it', async () => {
    const created = await scene.create(provider);
    scene.vendor.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
    const before = scene.vendor.journal.count();
    const path = `/api/v1/payments/${created.id}/refunds`;
    const refund = await scene.hub.api.post(path, {}, { 'idempotency-key': created.id });
    expect(refund.status).toBe(202);
    expect(refund.body).toMatchObject({ via: 'payout', amount: 150_000 });
    expect(scene.vendor.journal.count()).toBe(before);
  });

  it('passes its connection test, and fails it with another password', async () => {
    const good = await scene.hub.api.post(`/api/v1/providers/${provider.id}/test`);
    expect(good.body).toMatchObject({ test_status: 'ok' });
    const credentials = { ...scene.vendor.credentials, password: 'another' };
    const other = await scene.add(preset, { credentials });
    const bad = await scene.hub.api.post(`/api/v1/providers/${other.id}/test`);
    expect(bad.body).toMatchObject({ ok: false, test_status: 'failed' });
  });

  it('refuses a guest without an e-mail address before the vendor is asked', async () => {
    const before = scene.vendor.journal.count();
    const customer = { first_name: 'Budi', phone: '+6281234567890' };
    const answer = await pay(scene.hub, { provider_id: provider.id, customer });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'customer.email' }]);
    expect(scene.vendor.journal.count()).toBe(before);
  });
});

describe('a lost notification', () => {
  it('costs a virtual account minutes, no money', async () => {
    const va = await connect('faspay-va');
    scene.vendor.webhooks.behave({ drop: true });
    const created = await scene.create(va);
    scene.vendor.act('pay', { reference: created.reference });
    await scene.reconcile(created.id);
    expect((await scene.payment(created.id)).status).toBe('paid');
  });

  it('leaves a page pending, whose transaction nobody can know', async () => {
    const page = await connect('faspay-xpress');
    scene.vendor.webhooks.behave({ drop: true });
    const created = await scene.create(page);
    scene.vendor.act('pay', { reference: created.reference });
    const asked = scene.vendor.journal.count();
    const looked = await scene.hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
    expect(looked.status).toBe(200);
    expect(looked.body.status).toBe('pending');
    expect(scene.vendor.journal.count()).toBe(asked);
  });
});

describe('cancelling', () => {
  it('closes a virtual account at the vendor', async () => {
    const va = await connect('faspay-va');
    const created = await scene.create(va);
    const answer = await scene.hub.api.post(`/api/v1/payments/${created.id}/cancel`);
    expect(answer.body.status).toBe('cancelled');
    const { bills } = scene.vendor.state() as { bills: { billNo: string; status: string }[] };
    expect(bills.find(({ billNo }) => billNo === created.reference)?.status).toBe('8');
  });

  it('says of a page that nobody can close it yet', async () => {
    const page = await connect('faspay-xpress');
    const created = await scene.create(page);
    const answer = await scene.hub.api.post(`/api/v1/payments/${created.id}/cancel`);
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('first notification');
  });
});

describe('an error under HTTP 200', () => {
  it('of an unknown address sends the payment to the next provider', async () => {
    const [first, second] = [await scene.add('faspay-va'), await scene.add('faspay-va')];
    await scene.hub.api.put('/api/v1/features/payment.va', { chain: [first.id, second.id] });
    await scene.vendor.fault({
      operation: 'debit_create',
      mode: 'status',
      status: 200,
      body: { response_error: { response_code: '63', response_desc: 'Unknown IP Address' } },
      times: 1,
    });
    const { body } = await pay(scene.hub, {
      feature: 'payment.va',
      customer: { first_name: 'Budi', email: 'budi@example.com', phone: '+6281234567890' },
    });
    expect(body).toMatchObject({ status: 'pending', provider: { id: second.id } });
  });

  it('of an answer that was lost leaves the payment in doubt, and no second bill', async () => {
    const va = await connect('faspay-va');
    await scene.vendor.fault({ operation: 'debit_create', mode: 'cut_after', times: 1 });
    const answer = await pay(scene.hub, { provider_id: va.id, ...GUEST });
    const { body: created } = answer;
    expect(answer.status).toBe(202);
    expect(created).toMatchObject({ status: 'pending_confirmation', action: { type: 'none' } });
    scene.vendor.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
  });
});
