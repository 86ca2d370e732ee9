/** The vendor's own client against our simulator and our recipe: each must take the other for the real thing. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { interpretWebhook } from '#connectors/webhook/interpret.js';
import { verifyWebhook } from '#connectors/webhook/verify.js';
import type { InboundCall } from '#connectors/webhook/webhook-context.js';
import type { PresetProvider } from '#test/support/preset-provider.js';
import { startStripeWorld, type StripeWorld } from '#test/support/stripe-world.js';

const SECRET = 'whsec_test_hub_0123456789abcdef';
const SENT_AT = 1_795_000_005;
const BODY =
  '{"id":"evt_1TESTHUB0001","object":"event","api_version":"2026-10-28.endive","created":1795000000,"livemode":false,"type":"checkout.session.completed","data":{"object":{"id":"cs_test_a1","object":"checkout.session","client_reference_id":"RES-1001","payment_status":"paid","status":"complete","amount_total":15000000,"currency":"idr","payment_intent":"pi_1"}}}';
const SIGNATURE = '3a0c6ba15c68c07e0e9c4d6cda514d1c90b06cc8240313f49d447eb88808c69a';

let world: StripeWorld;
let sdk: Stripe;
beforeAll(async () => {
  world = await startStripeWorld();
  const { hostname, port } = new URL(world.stripe.url);
  sdk = new Stripe(world.stripe.credentials['secret_key'] ?? '', {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
});
afterEach(async () => {
  await world.rest();
  const { webhook_secret: secret = '' } = world.stripe.credentials;
  world.stripe.act('config', { webhook_secrets: [secret.split(',')[0] ?? ''] });
});
afterAll(() => world.close());

function judged(
  provider: PresetProvider,
  { header, body = BODY, at = SENT_AT }: { header: string; body?: string; at?: number },
) {
  const call: InboundCall = {
    method: 'POST',
    url: provider.target.provider.webhook_url,
    headers: { 'stripe-signature': header, 'content-type': 'application/json' },
    body: Buffer.from(body),
    receivedAt: new Date(at * 1000),
  };
  const { connector, credentials } = provider.target;
  const scope = { call, provider: provider.target.provider };
  return {
    verdict: () =>
      verifyWebhook(provider.engine, { connector, scope, credentialSets: [credentials] }),
    meaning: () => interpretWebhook(provider.engine, { connector, scope, credentials }),
  };
}

const receiver = () =>
  world.connect('stripe-checkout', { credentials: { webhook_secret: SECRET } });

describe('the published signature', () => {
  const header = `t=${SENT_AT},v1=${SIGNATURE}`;

  it('is accepted within five minutes and means a payment', async () => {
    const call = judged(receiver(), { header, at: 1_795_000_100 });
    expect(await call.verdict()).toEqual({ ok: true });
    expect(await call.meaning()).toMatchObject({
      kind: 'events',
      confirm: 'none',
      events: [
        {
          id: 'evt_1TESTHUB0001',
          type: 'payment',
          reference: 'RES-1001',
          status: 'paid',
          amount: 150_000,
          currency: 'IDR',
          gateway_transaction_id: 'pi_1',
        },
      ],
    });
  });

  it.each([
    ['stale', { header, at: 1_795_000_306 }, 'old'],
    ['for another body', { header, body: BODY.replace('RES-1001', 'RES-1002') }, 'did not match'],
    [
      'with its body written anew',
      { header, body: JSON.stringify(JSON.parse(BODY), null, 1) },
      'did not match',
    ],
    [
      'of another time',
      { header: header.replace(String(SENT_AT), String(SENT_AT + 1)) },
      'did not match',
    ],
    ['in the place of v0', { header: header.replace('v1=', 'v0=') }, 'no signature'],
    ['without a time', { header: `v1=${SIGNATURE}` }, 'did not match'],
    ['absent', { header: '' }, 'no signature'],
  ])('is refused when it is %s', async (_how, call, reason) => {
    expect(await judged(receiver(), call).verdict()).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  it('may stand anywhere among several', async () => {
    const several = `t=${SENT_AT},v1=${'0'.repeat(64)}, v1=${SIGNATURE},v0=${'1'.repeat(64)}`;
    expect(await judged(receiver(), { header: several }).verdict()).toEqual({ ok: true });
  });
});

describe('signatures', () => {
  it('of the official client are accepted by our recipe', async () => {
    const payload = BODY.replace('evt_1TESTHUB0001', 'evt_from_client');
    const header = sdk.webhooks.generateTestHeaderString({
      payload,
      secret: SECRET,
      timestamp: SENT_AT,
    });
    expect(await judged(receiver(), { header, body: payload }).verdict()).toEqual({ ok: true });
    const other = sdk.webhooks.generateTestHeaderString({
      payload,
      secret: 'whsec_of_another_endpoint',
      timestamp: SENT_AT,
    });
    expect((await judged(receiver(), { header: other, body: payload }).verdict()).ok).toBe(false);
  });

  it('of the simulator are accepted by the official client, also while a secret is rolled', async () => {
    const { webhook_secret: current = '' } = world.stripe.credentials;
    world.stripe.act('config', { webhook_secrets: [current, SECRET] });
    await sdk.paymentIntents.create({
      amount: 15_000_000,
      currency: 'idr',
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    await world.stripe.webhooks.idle();
    const [caught] = world.hotel.caught;
    const header = String(caught?.headers['stripe-signature']);
    expect(header.match(/v1=/g)).toHaveLength(2);
    for (const secret of [current, SECRET]) {
      const event = sdk.webhooks.constructEvent(caught?.raw ?? '', header, secret);
      expect(event.type).toBe('payment_intent.succeeded');
    }
    expect(() => sdk.webhooks.constructEvent(caught?.raw ?? '', header, 'whsec_other')).toThrow();
  });
});

describe('the official client at the simulator', () => {
  it('makes a session, sees it paid, and can not expire it any more', async () => {
    const session = await sdk.checkout.sessions.create({
      mode: 'payment',
      client_reference_id: 'RES-2001',
      success_url: 'https://hotel.example/ok?sid={CHECKOUT_SESSION_ID}',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'idr',
            unit_amount: 15_000_000,
            product_data: { name: 'Deposit & breakfast' },
          },
        },
      ],
      payment_intent_data: { metadata: { hub_ref: 'RES-2001' } },
    });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 15_000_000,
    });
    expect(session.url).toMatch(/^http/);
    world.stripe.act('pay', { id: session.id });
    const paid = await sdk.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(paid).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      payment_intent: { status: 'succeeded' },
    });
    await expect(sdk.checkout.sessions.expire(session.id)).rejects.toBeInstanceOf(
      Stripe.errors.StripeInvalidRequestError,
    );
  });

  it('makes a payment intent once for one key, and refunds it in parts', async () => {
    const params = {
      amount: 15_000_000,
      currency: 'idr',
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const },
    };
    const options = { idempotencyKey: 'sdk-1:create' };
    const first = await sdk.paymentIntents.create(params, options);
    const again = await sdk.paymentIntents.create(params, options);
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    await expect(
      sdk.paymentIntents.create({ ...params, amount: 16_000_000 }, options),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    const part = await sdk.refunds.create({
      payment_intent: first.id,
      amount: 5_000_000,
      reason: 'requested_by_customer',
    });
    const rest = await sdk.refunds.create({ payment_intent: first.id });
    expect([part.status, part.amount, rest.amount]).toEqual(['succeeded', 5_000_000, 10_000_000]);
    const listed = await sdk.refunds.list({ payment_intent: first.id });
    expect(listed.data.map(({ id }) => id)).toEqual([rest.id, part.id]);
  });

  it('hears of a decline as of any card error', async () => {
    const declined = sdk.paymentIntents.create({
      amount: 15_000_000,
      currency: 'idr',
      payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    await expect(declined).rejects.toMatchObject({
      type: 'StripeCardError',
      decline_code: 'insufficient_funds',
    });
  });

  it('finds a payment by the reference once the index knows it', async () => {
    const { id } = await sdk.paymentIntents.create({
      amount: 15_000_000,
      currency: 'idr',
      metadata: { hub_ref: 'SEARCH-1' },
    });
    const search = () => sdk.paymentIntents.search({ query: "metadata['hub_ref']:'SEARCH-1'" });
    expect((await search()).data).toEqual([]);
    world.stripe.advance(60_000);
    expect((await search()).data.map((one) => one.id)).toEqual([id]);
  });

  it('runs a subscription with a trial, a renewal that fails, and its end', async () => {
    const customer = await sdk.customers.create({
      email: 'budi@example.com',
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const price = await sdk.prices.create({
      currency: 'idr',
      unit_amount: 15_000_000,
      recurring: { interval: 'month' },
      product_data: { name: 'Club' },
    });
    const subscription = await sdk.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 14,
      metadata: { hub_ref: 'SUB-1' },
    });
    expect(subscription.status).toBe('trialing');
    world.stripe.act('renew', { id: subscription.id, card: 'pm_card_visa_chargeDeclined' });
    const late = await sdk.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(late).toMatchObject({
      status: 'past_due',
      latest_invoice: { status: 'open', attempt_count: 1 },
    });
    expect((await sdk.subscriptions.cancel(subscription.id)).status).toBe('canceled');
    const { data } = await sdk.subscriptions.list({ status: 'all' });
    expect(data.map(({ status }) => status)).toEqual(['canceled']);
  });

  it('may look at the balance, and is told of a wrong key', async () => {
    expect((await sdk.balance.retrieve()).livemode).toBe(false);
    const { hostname, port } = new URL(world.stripe.url);
    const stranger = new Stripe('sk_test_stranger', {
      host: hostname,
      port: Number(port),
      protocol: 'http',
      maxNetworkRetries: 0,
    });
    await expect(stranger.balance.retrieve()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
  });
});
