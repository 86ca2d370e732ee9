import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import type { PresetProvider, PresetProviderOptions } from '#test/support/preset-provider.js';
import { startStripeWorld, type StripeWorld } from '#test/support/stripe-world.js';

let world: StripeWorld;
beforeAll(async () => {
  world = await startStripeWorld();
});
afterEach(() => world.rest());
afterAll(() => world.close());

function connect(file: string, options: PresetProviderOptions = {}) {
  const provider = world.connect(file, options);
  return {
    ...provider,
    get port() {
      return world.port(provider);
    },
  };
}

const eventsOf = (provider: PresetProvider) => world.eventsOf(provider);
const sent = (operation: string) => world.stripe.journal.list({ operation }).at(-1);

describe('a payment page', () => {
  it('is opened as a form with indexed brackets, a pinned version and a key', async () => {
    const { port } = connect('stripe-checkout');
    const request = aPayment({
      reference: 'RES-1001',
      amount: 150_000,
      returnUrl: 'https://hotel.example/ok?a=1',
    });
    const created = await port.create(request);
    expect(created).toMatchObject({
      status: 'pending',
      action: { type: 'redirect' },
      amount: 150_000,
      currency: 'IDR',
    });
    const asked = sent('create_session');
    expect(asked?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': '2026-10-28.endive',
      'idempotency-key': `${request.idempotencyKey}:checkout`,
    });
    const body = String(asked?.body);
    expect(body).toContain(
      'line_items[0][price_data][currency]=idr&line_items[0][price_data][unit_amount]=15000000',
    );
    expect(body).toContain('payment_intent_data[metadata][hub_ref]=RES-1001');
    expect(body).toContain('success_url=https%3A%2F%2Fhotel.example%2Fok%3Fa%3D1');
  });

  it('is paid by a genuine webhook, and by the status', async () => {
    const provider = connect('stripe-checkout');
    const request = aPayment();
    const created = await provider.port.create(request);
    world.stripe.act('pay', { reference: request.reference });
    const events = await eventsOf(provider);
    const paid = events.filter(({ status }) => status === 'paid');
    // The session and its payment intent both tell of it.
    expect(paid).toHaveLength(2);
    for (const event of paid) {
      expect(event).toMatchObject({
        type: 'payment',
        reference: request.reference,
        amount: 275_000,
        currency: 'IDR',
        gateway_transaction_id: expect.stringMatching(/^pi_/),
      });
    }
    expect(await provider.port.status(queryOf(request, created))).toMatchObject({
      status: 'paid',
      amount: 275_000,
      gatewayTransactionId: paid[0]?.['gateway_transaction_id'],
    });
  });

  it('does not end by a declined card', async () => {
    const provider = connect('stripe-checkout');
    const request = aPayment();
    const created = await provider.port.create(request);
    world.stripe.act('fail', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      status: 'pending',
      reference: request.reference,
    });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('pending');
  });

  it.each([
    ['succeeded', 'paid'],
    ['failed', 'failed'],
  ] as const)('waits for a delayed method that %s', async (outcome, status) => {
    const provider = connect('stripe-checkout');
    const request = aPayment();
    const created = await provider.port.create(request);
    world.stripe.act('pay', { reference: request.reference, delayed: true });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({ status: 'pending' });
    world.stripe.act('settle', { reference: request.reference, status: outcome });
    const told = (await eventsOf(provider)).filter(
      ({ refs }) => (refs as Record<string, string>)['session_id'],
    );
    expect(told.at(-1)?.status).toBe(status);
    expect((await provider.port.status(queryOf(request, created))).status).toBe(status);
  });

  it('expires by event and by status, and is closed by a cancel', async () => {
    const provider = connect('stripe-checkout');
    const request = aPayment();
    const created = await provider.port.create(request);
    world.stripe.act('expire', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      status: 'expired',
      reference: request.reference,
    });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('expired');
    const second = aPayment();
    const open = await provider.port.create(second);
    expect((await provider.port.cancel(queryOf(second, open))).status).toBe('cancelled');
    const third = aPayment();
    const paid = await provider.port.create(third);
    world.stripe.act('pay', { reference: third.reference });
    await expect(provider.port.cancel(queryOf(third, paid))).rejects.toMatchObject({
      kind: 'invalid_request',
    });
  });

  it('holds the money for a capture, and lets it go by a cancel', async () => {
    const provider = connect('stripe-checkout', { extra: { capture: 'manual' } });
    const request = aPayment();
    const created = await provider.port.create(request);
    world.stripe.act('pay', { reference: request.reference });
    expect((await eventsOf(provider)).map(({ status }) => status)).toContain('authorized');
    expect((await provider.port.status(queryOf(request, created))).status).toBe('authorized');
    const capture = {
      reference: request.reference,
      amount: 200_000,
      currency: 'IDR',
      idempotency_key: request.idempotencyKey,
    };
    const done = await provider.runner.execute('capture', capture, { refs: created.refs });
    expect(done.result).toMatchObject({ status: 'paid', amount: 200_000, currency: 'IDR' });
    expect(await provider.port.status(queryOf(request, created))).toMatchObject({
      status: 'paid',
      amount: 200_000,
    });
    const second = aPayment();
    const held = await provider.port.create(second);
    world.stripe.act('pay', { reference: second.reference });
    expect((await provider.port.cancel(queryOf(second, held))).status).toBe('cancelled');
  });

  it('needs a page to come back to', async () => {
    const { port } = connect('stripe-checkout');
    await expect(port.create(aPayment({ returnUrl: undefined }))).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field: 'return_url' }],
    });
  });
});

describe('a payment form on the own page', () => {
  it('gets a client secret and the open key, and is paid by webhook and status', async () => {
    const provider = connect('stripe-embed');
    const request = aPayment();
    const created = await provider.port.create(request);
    expect(created).toMatchObject({
      status: 'pending',
      action: {
        type: 'client_token',
        token: expect.stringMatching(/^pi_.+_secret_/),
        public_key: world.stripe.credentials['publishable_key'],
        script_url: expect.stringMatching(/^https:\/\//),
      },
    });
    world.stripe.act('fail', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({ status: 'pending' });
    world.stripe.act('pay', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      reference: request.reference,
      status: 'paid',
      amount: 275_000,
    });
    expect(await provider.port.status(queryOf(request, created))).toMatchObject({
      status: 'paid',
      amount: 275_000,
    });
  });

  it('is cancelled while it is open and refuses once it is paid', async () => {
    const { port } = connect('stripe-embed');
    const request = aPayment();
    const created = await port.create(request);
    expect((await port.cancel(queryOf(request, created))).status).toBe('cancelled');
    const second = aPayment();
    const paid = await port.create(second);
    world.stripe.act('pay', { reference: second.reference });
    await expect(port.cancel(queryOf(second, paid))).rejects.toMatchObject({
      kind: 'invalid_request',
    });
  });
});
