import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { signatureHeader } from '#test/simulators/stripe/stripe-parts.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
import { startStripeScene, type StripeScene } from './stripe-scene.js';

let scene: StripeScene;
let page: TestProvider;
let form: TestProvider;
let card: TestProvider;
beforeAll(async () => {
  scene = await startStripeScene();
  form = await scene.add('stripe-embed');
  card = await scene.add('stripe-card');
  page = await scene.add('stripe-checkout');
});
afterEach(async () => {
  scene.stripe.faults.clear();
  scene.stripe.webhooks.behave({});
  scene.stripe.act('config', {
    webhook_url: page.webhook_url,
    refunds_end: 'succeeded',
    signature_age_s: 0,
  });
});
afterAll(() => scene.close());

const BACK = { return_url: 'https://hotel.example/paid' };
const refund = (id: string, body: Record<string, unknown> = {}) =>
  scene.hub.api.post(`/api/v1/payments/${id}/refunds`, body, { 'idempotency-key': randomUUID() });

/** What people or other systems do in the same account. */
const asDashboard = (path: string, body: string) =>
  fetch(scene.stripe.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${scene.stripe.credentials['secret_key'] ?? ''}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
  });

const refundFailed = (id: string) =>
  eventually(async () => (await scene.get(`${id}/refunds`)).items[0].status === 'failed');

async function paid() {
  const { body } = await pay(scene.hub, { provider_id: page.id, ...BACK });
  scene.stripe.act('pay', { reference: body.reference });
  return scene.until(body.id, 'paid');
}

describe('a payment on a hosted page', () => {
  it('is created, paid by webhook and told once, though two events say so, each twice', async () => {
    scene.stripe.webhooks.behave({ repeat: 1 });
    const created = await pay(scene.hub, { provider_id: page.id, ...BACK });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      status: 'pending',
      amount: 150_000,
      currency: 'IDR',
      action: { type: 'redirect', url: expect.stringMatching(/^http/) },
    });
    scene.stripe.act('fail', { reference: created.body.reference });
    scene.stripe.act('pay', { reference: created.body.reference });
    const now = await scene.until(created.body.id, 'paid');
    expect(now.gateway_transaction_id).toMatch(/^pi_/);
    await scene.settled();
    expect(await scene.told('payment_id', created.body.id)).toEqual(['payment.received']);
  });

  it('is refunded in parts until nothing is left, and the vendor’s own events change nothing more', async () => {
    const payment = await paid();
    const first = await refund(payment.id, { amount: 50_000 });
    expect(first.body).toMatchObject({ status: 'succeeded', amount: 50_000 });
    await scene.until(payment.id, 'partially_refunded');
    const second = await refund(payment.id, { amount: 60_000 });
    expect(second.status).toBe(201);
    expect((await refund(payment.id, { amount: 40_001 })).status).toBe(422);
    await refund(payment.id);
    expect(await scene.until(payment.id, 'refunded')).toMatchObject({ refunded_amount: 150_000 });
    await scene.settled();
    expect(await scene.told('payment_id', payment.id)).toEqual([
      'payment.received',
      'payment.refunded',
      'payment.refunded',
      'payment.refunded',
    ]);
    expect((await refund(payment.id, { amount: 1 })).status).toBe(409);
  });

  it('has a refund that waits for the bank and then fails', async () => {
    scene.stripe.act('config', { refunds_end: 'pending' });
    const payment = await paid();
    const { body } = await refund(payment.id, { amount: 50_000 });
    expect(body.status).toBe('pending');
    scene.stripe.act('settle_refund', { id: body.gateway_refund_id, status: 'failed' });
    await refundFailed(payment.id);
    expect((await scene.get(payment.id)).status).toBe('paid');
  });

  it('stays paid when the word of a failed refund comes after its end', async () => {
    scene.stripe.act('config', { refunds_end: 'pending' });
    const payment = await paid();
    await scene.settled();
    scene.stripe.webhooks.behave({ hold: true });
    const { body } = await refund(payment.id, { amount: 50_000 });
    scene.stripe.act('settle_refund', { id: body.gateway_refund_id, status: 'failed' });
    scene.stripe.webhooks.behave({});
    const [failed] = scene.stripe.webhooks.list({ event: 'refund.failed' }).slice(-1);
    scene.stripe.webhooks.resend(failed?.id ?? '');
    await refundFailed(payment.id);
    expect(scene.stripe.webhooks.flush()).toBeGreaterThan(0);
    await scene.settled();
    await scene.reconcile(payment.id);
    expect((await scene.get(payment.id)).status).toBe('paid');
  });

  it('tells a refund of the dashboard from one of ours that failed before', async () => {
    scene.stripe.act('config', { refunds_end: 'pending' });
    const payment = await paid();
    const { body } = await refund(payment.id, { amount: 50_000 });
    scene.stripe.act('settle_refund', { id: body.gateway_refund_id, status: 'failed' });
    await refundFailed(payment.id);
    scene.stripe.act('config', { refunds_end: 'succeeded' });
    await asDashboard(
      '/v1/refunds',
      `payment_intent=${payment.gateway_transaction_id}&amount=2000000`,
    );
    await scene.until(payment.id, 'partially_refunded');
  });

  it('has a refund that somebody made in the dashboard', async () => {
    const payment = await paid();
    await asDashboard('/v1/refunds', `payment_intent=${payment.gateway_transaction_id}`);
    expect(await scene.until(payment.id, 'refunded')).toMatchObject({ refunded_amount: 150_000 });
    await scene.settled();
    expect(await scene.told('payment_id', payment.id)).toEqual([
      'payment.received',
      'payment.refunded',
    ]);
  });

  it('is cancelled at the vendor, too', async () => {
    const { body } = await pay(scene.hub, { provider_id: page.id, ...BACK });
    const answer = await scene.hub.api.post(`/api/v1/payments/${body.id}/cancel`);
    expect(answer.body.status).toBe('cancelled');
    expect(() => scene.stripe.act('pay', { reference: body.reference })).toThrow('expired');
  });

  it('is found when the answer to its creation is lost, with the same page', async () => {
    await scene.stripe.fault({ mode: 'cut_after', operation: 'create_session', times: 1 });
    const created = await pay(scene.hub, { provider_id: page.id, ...BACK });
    expect(created.status).toBe(201);
    expect(created.body.action.type).toBe('redirect');
    const { sessions } = scene.stripe.state() as { sessions: { client_reference_id: string }[] };
    const mine = sessions.filter(
      ({ client_reference_id: reference }) => reference === created.body.reference,
    );
    expect(mine).toHaveLength(1);
  });

  it('names the page to come back to when the PMS gave none', async () => {
    const answer = await pay(scene.hub, { provider_id: page.id });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'return_url' }]);
  });
});

describe('a payment form', () => {
  it('gives the browser what it needs and no secret', async () => {
    const created = await pay(scene.hub, { provider_id: form.id });
    const { publishable_key: key = '', secret_key: secret = '' } = scene.stripe.credentials;
    expect(created.body.action).toMatchObject({ type: 'client_token', public_key: key });
    expect(created.text).not.toContain(secret);
    scene.stripe.act('pay', { reference: created.body.reference });
    // It comes to the address of a sibling: one vendor account, one endpoint.
    await scene.until(created.body.id, 'paid');
  });
});

describe('a card charged by token', () => {
  const charge = (token: string, body: Record<string, unknown> = {}, key?: string) =>
    pay(scene.hub, { provider_id: card.id, token, ...BACK, ...body }, key);

  it('is paid at once', async () => {
    const { status, body } = await charge('pm_card_visa');
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'paid', action: { type: 'none' } });
  });

  it('is declined with 402, and the same key gives the same answer', async () => {
    const key = randomUUID();
    const order = { order_id: 'DECLINED' };
    const first = await charge('pm_card_visa_chargeDeclinedInsufficientFunds', order, key);
    const again = await charge('pm_card_visa_chargeDeclinedInsufficientFunds', order, key);
    expect([first.status, again.status]).toEqual([402, 402]);
    expect(again.body).toEqual(first.body);
    expect(first.body.message).toContain('insufficient funds');
  });

  it('goes by the bank’s page where the bank wants that', async () => {
    const { body } = await charge('pm_card_threeDSecure2Required');
    expect(body).toMatchObject({ status: 'pending', action: { type: 'redirect' } });
    expect((await fetch(body.action.url)).status).toBe(200);
    scene.stripe.act('pay', { reference: body.reference });
    await scene.until(body.id, 'paid');
    const second = await charge('pm_card_threeDSecure2Required');
    scene.stripe.act('fail', { reference: second.body.reference });
    await scene.until(second.body.id, 'failed');
  });

  it('is held for a capture of a part', async () => {
    const { body } = await charge('pm_card_visa', { capture: 'manual' });
    expect(body.status).toBe('authorized');
    const captured = await scene.hub.api.post(
      `/api/v1/payments/${body.id}/capture`,
      { amount: 100_000 },
      { 'idempotency-key': randomUUID() },
    );
    expect(captured.status).toBe(200);
    expect(await scene.until(body.id, 'paid')).toMatchObject({ amount: 150_000 });
  });
});

describe('a webhook', () => {
  const logs = () =>
    scene.hub.sql<{ status: string; reason: string }>(
      'SELECT status, reason FROM webhook_logs WHERE provider_id = $1 ORDER BY received_at DESC LIMIT 1',
      [page.id],
    );

  async function send(header: (body: string) => string): Promise<number> {
    const { body } = await pay(scene.hub, { provider_id: page.id, ...BACK });
    const event = JSON.stringify({
      id: `evt_${randomUUID()}`,
      object: 'event',
      type: 'checkout.session.completed',
      created: Math.floor(Date.now() / 1000),
      data: {
        object: {
          id: 'cs_1',
          status: 'complete',
          payment_status: 'paid',
          client_reference_id: body.reference,
          amount_total: 15_000_000,
          currency: 'idr',
          payment_intent: null,
        },
      },
    });
    const answer = await fetch(page.webhook_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': header(event) },
      body: event,
    });
    await scene.settled();
    expect((await scene.get(body.id)).status).toBe(answer.status === 200 ? 'paid' : 'pending');
    return answer.status;
  }

  const nowS = () => Math.floor(Date.now() / 1000);
  const secret = () => scene.stripe.credentials['webhook_secret'] ?? '';

  it('is believed by its signature', async () => {
    const signed = (body: string) =>
      signatureHeader(body, { secrets: [secret()], timestamp: nowS() });
    expect(await send(signed)).toBe(200);
  });

  it('with a wrong signature is refused and moves nothing', async () => {
    const forged = (body: string) =>
      signatureHeader(body, { secrets: ['whsec_guess'], timestamp: nowS() });
    expect(await send(forged)).toBe(401);
    expect(await logs()).toMatchObject([{ status: 'rejected' }]);
  });

  it('with a stale timestamp is refused, however good its signature', async () => {
    const stale = (body: string) =>
      signatureHeader(body, { secrets: [secret()], timestamp: nowS() - 301 });
    expect(await send(stale)).toBe(401);
    expect(await logs()).toMatchObject([
      { status: 'rejected', reason: expect.stringContaining('old') },
    ]);
  });

  it('about a payment that the hub has not made is ignored', async () => {
    await asDashboard(
      '/v1/payment_intents',
      'amount=15000000&currency=idr&payment_method=pm_card_visa&confirm=true&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never',
    );
    await scene.settled();
    expect(await logs()).toMatchObject([{ status: 'ignored' }]);
  });
});

describe('a connection test', () => {
  it('opens and closes a small payment in the sandbox', async () => {
    const { body } = await scene.hub.api.post(`/api/v1/providers/${page.id}/test`);
    expect(body).toMatchObject({
      ok: true,
      test_status: 'ok',
      identity: expect.stringContaining('test mode'),
    });
    const messages = body.checks.map(({ message }: any) => message).join(' ');
    expect(messages).toContain('Rp 15,000');
    expect(messages).toContain('cancelled');
  });

  it('reads the balance alone where a guest would be needed', async () => {
    const before = scene.stripe.journal.count('create_payment_intent');
    const { body } = await scene.hub.api.post(`/api/v1/providers/${card.id}/test`);
    expect(body).toMatchObject({ ok: true, test_status: 'ok' });
    expect(scene.stripe.journal.count('create_payment_intent')).toBe(before);
  });
});

describe('a provider with the key of the other mode', () => {
  it('is refused before it is saved', async () => {
    const answer = await scene.hub.api.post('/api/v1/providers', {
      name: 'wrong mode',
      preset_id: 'stripe-checkout',
      environment: 'production',
      credentials: { secret_key: 'sk_test_abcdefgh', webhook_secret: 'whsec_abcdefgh' },
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body.errors)).toContain('secret_key');
  });
});
