import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { callbackSignature } from '#test/simulators/ipaymu/ipaymu-signature.js';
import { startIpaymuSimulator } from '#test/simulators/ipaymu/ipaymu-simulator.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { startVendorScene, type VendorScene } from './vendor-scene.js';

const PRESETS = ['ipaymu-redirect', 'ipaymu-va', 'ipaymu-qris'] as const;
const ACTIONS = {
  'ipaymu-redirect': 'redirect',
  'ipaymu-va': 'virtual_account',
  'ipaymu-qris': 'qr',
};

let scene: VendorScene;
const providers = new Map<string, TestProvider>();
beforeAll(async () => {
  scene = await startVendorScene(() => startIpaymuSimulator());
  for (const preset of PRESETS) providers.set(preset, await scene.add(preset));
});
afterEach(async () => {
  await scene.settled();
  scene.vendor.webhooks.behave({});
  scene.vendor.faults.clear();
  scene.vendor.act('config', { callback_format: 'form', settlement: 'at_once', fee: 1050 });
});
afterAll(() => scene.close());

function provider(preset: string): TestProvider {
  const found = providers.get(preset);
  if (!found) throw new Error(preset);
  return found;
}

/** A callback that says paid, signed with the merchant's number as anybody could who knows it. */
function claim(to: TestProvider, reference: string, transactionId: number): Promise<Response> {
  const fields = {
    trx_id: transactionId,
    reference_id: reference,
    status: 'berhasil',
    status_code: 1,
    transaction_status_code: 1,
    sub_total: '150000',
    amount: '150000',
    additional_info: [],
  };
  return fetch(to.webhook_url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-signature': callbackSignature(fields, scene.vendor.credentials['va'] ?? ''),
    },
    body: JSON.stringify(fields),
  });
}

const choose = (reference: string) =>
  scene.vendor.act('choose', { reference }) as { TransactionId: number };

describe.each(PRESETS)('%s', (preset) => {
  it.each(['form', 'json'])('is paid by a callback as %s', async (format) => {
    scene.vendor.act('config', { callback_format: format });
    const created = await scene.create(provider(preset));
    expect(created).toMatchObject({ status: 'pending', action: { type: ACTIONS[preset] } });
    scene.vendor.act('pay', { reference: created.reference });
    const paid = await scene.until(created.id, 'paid');
    expect(paid.paid_at).not.toBeNull();
    expect(await scene.told(created.id)).toEqual(['payment.received']);
  });

  it('is paid once, however often and in whatever order the vendor tells it', async () => {
    scene.vendor.act('config', { settlement: 'later' });
    scene.vendor.webhooks.behave({ reorder: true, repeat: 2 });
    const created = await scene.create(provider(preset));
    scene.vendor.act('pay', { reference: created.reference });
    scene.vendor.act('settle', { reference: created.reference });
    scene.vendor.webhooks.flush();
    await scene.until(created.id, 'paid');
    await scene.settled();
    expect(await scene.moves(created.id, 'paid')).toBe(1);
    expect(await scene.told(created.id)).toEqual(['payment.received']);
  });

  it('is not paid by a callback that is signed and not true', async () => {
    const created = await scene.create(provider(preset));
    const { TransactionId: id } = choose(created.reference);
    expect((await claim(provider(preset), created.reference, id)).status).toBe(200);
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('pending');
  });

  it('is paid by the true callback that follows a false one', async () => {
    const created = await scene.create(provider(preset));
    const { TransactionId: id } = choose(created.reference);
    await claim(provider(preset), created.reference, id);
    await scene.settled();
    scene.vendor.act('pay', { reference: created.reference });
    await scene.settled();
    expect((await scene.payment(created.id)).status).toBe('paid');
  });

  it('is not paid with the money of another payment', async () => {
    const [open, other] = [
      await scene.create(provider(preset)),
      await scene.create(provider(preset)),
    ];
    scene.vendor.act('pay', { reference: other.reference });
    const { gateway_transaction_id: id } = await scene.until(other.id, 'paid');
    await claim(provider(preset), open.reference, Number(id));
    await scene.settled();
    const [last] = (await scene.logs(provider(preset))).slice(-1);
    expect(last?.reason).toContain('about another payment');
    await scene.reconcile(open.id);
    expect((await scene.payment(open.id)).status).toBe('pending');
  });

  it('is paid without any callback, a little later', async () => {
    scene.vendor.webhooks.behave({ drop: true });
    const created = await scene.create(provider(preset));
    scene.vendor.act('pay', { reference: created.reference });
    await scene.settled();
    await scene.reconcile(created.id);
    expect((await scene.payment(created.id)).status).toBe('paid');
  });

  it('is never paid with another amount', async () => {
    const created = await scene.create(provider(preset));
    scene.vendor.act('pay', { reference: created.reference, amount: 1 });
    await scene.settled();
    await scene.reconcile(created.id);
    expect((await scene.payment(created.id)).status).toBe('pending');
    expect(await scene.told(created.id)).toEqual(['payment.amount_mismatch']);
  });

  it('is paid with the price alone where the guest bears the fee', async () => {
    const fair = await scene.add(preset, { extra_config: { fee_direction: 'BUYER' } });
    const created = await scene.create(fair);
    scene.vendor.act('pay', { reference: created.reference });
    expect((await scene.until(created.id, 'paid')).amount).toBe(150_000);
  });

  it('refuses a callback with a wrong signature and keeps it', async () => {
    const fresh = await scene.add(preset);
    const answer = await fetch(fresh.webhook_url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-signature': 'f'.repeat(64),
      },
      body: 'trx_id=1&reference_id=A&status_code=1',
    });
    expect(answer.status).toBe(401);
    expect(await scene.logs(fresh)).toMatchObject([{ status: 'rejected' }]);
  });

  it('gives money back as a task for people, there being no call for it', async () => {
    const created = await scene.create(provider(preset));
    scene.vendor.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
    const before = scene.vendor.journal.count();
    const path = `/api/v1/payments/${created.id}/refunds`;
    const refund = await scene.hub.api.post(path, {}, { 'idempotency-key': created.id });
    expect(refund.status).toBe(202);
    expect(refund.body).toMatchObject({ via: 'payout', amount: 150_000 });
    expect(scene.vendor.journal.count()).toBe(before);
  });

  it('passes its connection test, and fails it with another key', async () => {
    const test = `/api/v1/providers/${provider(preset).id}/test`;
    expect((await scene.hub.api.post(test)).body).toMatchObject({ test_status: 'ok' });
    const credentials = { va: scene.vendor.credentials['va'], api_key: 'SANDBOX-other-key' };
    const other = await scene.add(preset, { credentials });
    const answer = await scene.hub.api.post(`/api/v1/providers/${other.id}/test`);
    expect(answer.body).toMatchObject({ ok: false, test_status: 'failed' });
  });
});

describe('a create whose answer is lost', () => {
  it('is the payment that the history shows', async () => {
    await scene.vendor.fault({ operation: 'create_direct', mode: 'cut_after', times: 1 });
    const created = await scene.create(provider('ipaymu-va'));
    expect(created).toMatchObject({
      status: 'pending',
      action: { type: 'virtual_account', number: expect.stringMatching(/^\d{12,}$/) },
    });
    scene.vendor.act('pay', { reference: created.reference });
    await scene.until(created.id, 'paid');
  });

  it('goes to the next provider when the history does not show it', async () => {
    const other = await scene.add('ipaymu-va');
    const mapped = await scene.hub.api.put('/api/v1/features/payment.va', {
      chain: [provider('ipaymu-va').id, other.id],
    });
    expect(mapped.status).toBe(200);
    await scene.vendor.fault({ operation: 'create_direct', mode: 'cut_before', times: 1 });
    const { body } = await pay(scene.hub, {
      feature: 'payment.va',
      customer: { first_name: 'Budi', email: 'budi@example.com', phone: '+6281234567890' },
    });
    expect(body).toMatchObject({ status: 'pending', provider: { id: other.id } });
  });
});

describe('a request that the vendor would refuse', () => {
  it.each([
    ['ipaymu-va', { customer: { first_name: 'Budi', phone: '+6281234567890' } }, 'customer.email'],
    ['ipaymu-redirect', {}, 'return_url'],
  ])('is refused by the hub first: %s %j', async (preset, body, field) => {
    // Payments of the tests before are asked about meanwhile, so only what creates one is counted.
    const created = () => {
      const counts = scene.vendor.journal.countsByOperation();
      return Object.entries(counts).filter(([operation]) => operation.startsWith('create_'));
    };
    const before = created();
    const answer = await pay(scene.hub, { provider_id: provider(preset).id, ...body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field }]);
    expect(before).not.toEqual([]);
    expect(created()).toEqual(before);
  });
});
