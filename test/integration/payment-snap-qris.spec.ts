/** QR codes by the national open-API standard, and the test of its connections. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import { addProvider, pay } from '#test/support/payment-kit.js';
import { eventually, type TestHub } from '#test/support/test-hub.js';
import { type Input, type SnapHub, startSnapHub } from './snap-scene.js';

let snap: SnapHub;
let hub: TestHub;
beforeAll(async () => {
  snap = await startSnapHub();
  ({ hub } = snap);
});
afterEach(() => snap.closeBanks());
afterAll(() => snap.stop());

const connect: SnapHub['connect'] = (...args) => snap.connect(...args);
const payment = (id: string) => snap.payment(id);
const paidEvents = (id: string) => snap.paidEvents(id);

describe('a QR code by the standard', () => {
  const qr = async (config: Input = {}, extra: Input = {}) => {
    const scene = await connect(
      'snap-qris',
      { own_signature: 'asymmetric', ...config },
      { extra_config: extra },
    );
    const created = await pay(hub, { provider_id: scene.provider.id, order_id: 'RES-1001' });
    expect(created.status).toBe(201);
    const { id, reference } = created.body as { id: string; reference: string };
    return { scene, created, id, reference };
  };

  it.each([
    ['symmetric', { own_signature: 'symmetric' }, { inbound_signature: 'symmetric' }],
    ['asymmetric', {}, {}],
    ['asymmetric both ways', { signature: 'asymmetric' }, { signature: 'asymmetric' }],
    ['hex', { hmac_encoding: 'hex' }, { hmac_encoding: 'hex' }],
    ['in milliseconds', { timestamp: 'milliseconds' }, { timestamp: 'iso_ms' }],
  ])('is made, paid and told of, signatures %s', async (_variant, config, extra) => {
    const { scene, created, id, reference } = await qr(config, extra);
    expect(created.body.action).toMatchObject({
      type: 'qr',
      qr_string: expect.stringMatching(/^000201.*6304[0-9A-F]{4}$/),
    });
    await scene.act('pay', { reference });
    await snap.until(id, 'paid');
    await scene.bank.webhooks.idle();
    const [delivery] = scene.bank.webhooks.list({ subject: reference });
    expect(delivery?.attempts[0]).toMatchObject({
      status: 200,
      reply: expect.stringContaining('"responseCode":"2005200"'),
    });
    const [told] = scene.bank.webhooks.list();
    scene.bank.webhooks.resend(told?.id ?? '');
    await scene.bank.webhooks.idle();
    expect(await paidEvents(id)).toHaveLength(1);
  });

  it('is asked for before it counts where the signature does not cover what is said', async () => {
    const { scene, id, reference } = await qr(
      { own_signature: 'client_and_time' },
      { inbound_signature: 'client_and_time' },
    );
    const lie = { latestTransactionStatus: '00' };
    await scene.act('notify', { reference, fields: lie });
    await scene.bank.webhooks.idle();
    await eventually(async () => {
      const [row] = await hub.sql<{ status: string }>(
        'SELECT status FROM webhook_logs WHERE provider_id = $1',
        [scene.provider.id],
      );
      return row?.status === 'processed';
    });
    expect((await payment(id)).status).toBe('pending');
    await scene.act('pay', { reference });
    await snap.until(id, 'paid');
  });

  it('is found paid by a look when the notification is lost', async () => {
    const { scene, id, reference } = await qr();
    scene.bank.webhooks.behave({ drop: true });
    await scene.act('pay', { reference });
    await hub.hub.app.get(PaymentReconciler).check(id);
    expect((await payment(id)).status).toBe('paid');
  });

  it('is refunded in parts, and not beyond what was paid', async () => {
    const { scene, id, reference } = await qr();
    await scene.act('pay', { reference });
    await snap.until(id, 'paid');
    const refund = (amount: number) =>
      hub.api.post(
        `/api/v1/payments/${id}/refunds`,
        { amount },
        { 'idempotency-key': `refund-${id}-${amount}` },
      );
    expect((await refund(50_000)).status).toBe(201);
    expect((await payment(id)).status).toBe('partially_refunded');
    expect((await refund(150_000)).status).toBeGreaterThanOrEqual(400);
    expect((await refund(100_000)).status).toBe(201);
    expect((await payment(id)).status).toBe('refunded');
    expect(scene.bank.state()).toMatchObject({ qr: [{ latestTransactionStatus: '04' }] });
  });

  it('is closed at the bank when the payment is cancelled', async () => {
    const { scene, id } = await qr();
    const cancelled = await hub.api.post(`/api/v1/payments/${id}/cancel`, {});
    expect(cancelled.body.status).toBe('cancelled');
    expect(scene.bank.state()).toMatchObject({ qr: [{ latestTransactionStatus: '05' }] });
  });

  it('is not paid by a notification over another amount, nor by one that is forged', async () => {
    const { scene, id, reference } = await qr();
    scene.bank.webhooks.behave({ retry_delays_ms: [0] });
    await scene.act('pay', { reference, amount: 1_000 });
    await scene.bank.webhooks.idle();
    const [delivery] = scene.bank.webhooks.list({ subject: reference });
    expect(delivery?.attempts[0]).toMatchObject({
      status: 404,
      reply: expect.stringContaining('"responseCode":"4045213"'),
    });
    expect((await payment(id)).status).toBe('pending');
    const forged = await fetch(`${scene.provider.webhook_url}/v1.0/qr/qr-mpm-notify`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-timestamp': new Date().toISOString().replace(/\.\d+Z$/, '+00:00'),
        'x-signature': Buffer.alloc(256, 1).toString('base64'),
        'x-external-id': '1',
      },
      body: JSON.stringify({
        originalPartnerReferenceNo: reference,
        latestTransactionStatus: '00',
      }),
    });
    expect(forged.status).toBe(401);
    expect(await forged.json()).toMatchObject({ responseCode: '4015200' });
  });
});

describe('the connection test', () => {
  it.each(['snap-va-bca', 'snap-qris'])('of %s proves the keys', async (preset) => {
    const { bank, provider } = await connect(preset);
    const good = await hub.api.post(`/api/v1/providers/${provider.id}/test`, {});
    expect(good.body).toMatchObject({ ok: true, test_status: 'ok' });
    const other = { ...bank.credentials, client_id: 'another-client' };
    const wrong = await addProvider(hub, { ...bank, credentials: other, url: bank.url }, preset);
    const bad = await hub.api.post(`/api/v1/providers/${wrong.id}/test`, {});
    expect(bad.body).toMatchObject({ ok: false, test_status: 'failed' });
  });
});
