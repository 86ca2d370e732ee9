/** Words that come in the very moment in which the hub decides otherwise, or that mean somebody else. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import { addLedgerProvider } from '#test/support/ledger-connector.js';
import { type LedgerVendor, startLedgerVendor } from '#test/support/ledger-vendor.js';
import { startOddVendor } from '#test/support/odd-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { addPlainProvider, aPlainConnector, postWebhook } from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let ledger: LedgerVendor;
beforeAll(async () => {
  [hub, ledger] = await Promise.all([startTestHub(), startLedgerVendor()]);
});
afterAll(async () => {
  await hub.stop();
  await ledger.close();
});

const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;

it('a card that is held in the moment in which its time runs out stays held', async () => {
  const provider = await addLedgerProvider(hub.api, ledger);
  const { body: created } = await pay(hub, { provider_id: provider.id });
  const charge = ledger.charges.get(created.reference);
  if (!charge) throw new Error('no charge');
  charge.keepsHeld = true;
  charge.beforeCancel = () => void ledger.move(charge, 'HELD');
  await hub.sql(`UPDATE payments SET expires_at = now() - interval '1 hour' WHERE id = $1`, [
    created.id,
  ]);
  await hub.hub.app.get(PaymentReconciler).check(created.id);
  expect((await payment(created.id)).status).toBe('authorized');
});

/** Counts its refunds by itself, as small gateways do: two accounts have the same ids. */
function aCountingConnector() {
  const refundEvent = {
    type: 'refund',
    gateway_refund_id: '=body.refund',
    status: '=body.state',
    status_map: 'refund',
  };
  const plain = aPlainConnector({ match: [{ events: [refundEvent] }] });
  const action = { type: 'redirect', url: 'https://vendor.example/1' };
  const create = { ...plain.operations.create, result: { status: 'paid', action } };
  const refund = {
    path: '/refunds',
    body: { ref: '=request.refund_reference' },
    result: { status: 'pending', gateway_refund_id: '=body.refund' },
  };
  return {
    ...plain,
    operations: { create, refund },
    status_maps: { refund: { done: 'succeeded' } },
  };
}

it('refunds of two accounts with one and the same id are told apart', async () => {
  const vendor = await startOddVendor(() => ({
    type: 'application/json',
    body: '{"refund":"1"}',
  }));
  const asked: { id: string; provider: { webhook_url: string }; secret: string }[] = [];
  for (const account of ['account-key-0001', 'account-key-0002']) {
    const secret = `secret-of-${account}`;
    const provider = await addPlainProvider(hub.api, vendor.url, {
      connector: aCountingConnector(),
      credentials: { api_key: account, webhook_secret: secret },
    });
    const { id } = (await pay(hub, { provider_id: provider.id })).body;
    const { body } = await hub.api.post(
      `/api/v1/payments/${id}/refunds`,
      {},
      { 'idempotency-key': randomUUID() },
    );
    expect(body).toMatchObject({ status: 'pending', gateway_refund_id: '1' });
    asked.push({ id, provider, secret });
  }
  for (const { id, provider, secret } of asked.reverse()) {
    await postWebhook(provider, { refund: '1', state: 'done', account: secret }, { secret });
    await eventually(async () => (await payment(id)).status === 'refunded');
  }
  await vendor.close();
});
