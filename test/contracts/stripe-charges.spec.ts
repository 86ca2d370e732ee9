import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import type { PresetProvider, PresetProviderOptions } from '#test/support/preset-provider.js';
import { startStripeWorld, type StripeWorld } from '#test/support/stripe-world.js';

const CARD = { token: 'pm_card_visa' };

let world: StripeWorld;
beforeAll(async () => {
  world = await startStripeWorld();
});
afterEach(async () => {
  await world.rest();
  world.stripe.act('config', { refunds_end: 'succeeded' });
});
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
describe('a card charged by token', () => {
  it('is paid at once', async () => {
    const { port } = connect('stripe-card');
    const created = await port.create(aPayment(CARD));
    expect(created).toMatchObject({
      status: 'paid',
      amount: 275_000,
      currency: 'IDR',
      action: { type: 'none' },
    });
  });

  it('is declined with the code, and a thief learns nothing', async () => {
    const { port } = connect('stripe-card');
    const declined = (token: string) => port.create(aPayment({ token }));
    await expect(declined('pm_card_visa_chargeDeclinedInsufficientFunds')).rejects.toMatchObject({
      kind: 'declined',
      vendorCode: 'insufficient_funds',
    });
    await expect(declined('pm_card_visa_chargeDeclinedStolenCard')).rejects.toMatchObject({
      kind: 'declined',
      vendorCode: 'card_declined',
      message: expect.not.stringContaining('stolen'),
    });
  });

  it('sends the guest to the bank where that wants to look, and believes what comes of it', async () => {
    const provider = connect('stripe-card');
    const request = aPayment({ token: 'pm_card_threeDSecure2Required' });
    const created = await provider.port.create(request);
    expect(created).toMatchObject({ status: 'pending', action: { type: 'redirect' } });
    world.stripe.act('pay', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      status: 'paid',
      reference: request.reference,
    });
    const second = aPayment({ token: 'pm_card_threeDSecure2Required' });
    const failing = await provider.port.create(second);
    world.stripe.act('fail', { reference: second.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      status: 'failed',
      reference: second.reference,
    });
    expect((await provider.port.status(queryOf(second, failing))).status).toBe('failed');
  });

  it('without a page to come back to a card that needs the bank is declined', async () => {
    const { port } = connect('stripe-card');
    const request = aPayment({ token: 'pm_card_threeDSecure2Required', returnUrl: undefined });
    await expect(port.create(request)).rejects.toMatchObject({
      kind: 'declined',
      vendorCode: 'authentication_required',
    });
  });

  it('names the token that is missing or unknown', async () => {
    const { port } = connect('stripe-card');
    await expect(port.create(aPayment())).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field: 'token' }],
    });
    expect(world.stripe.journal.count()).toBe(0);
    await expect(port.create(aPayment({ token: 'pm_unknown' }))).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field: 'token' }],
    });
  });

  it('is held for a capture of a part, or let go', async () => {
    const provider = connect('stripe-card', { extra: { capture: 'manual' } });
    const request = aPayment(CARD);
    const created = await provider.port.create(request);
    expect(created).toMatchObject({ status: 'authorized', amount: 275_000 });
    const capture = {
      reference: request.reference,
      amount: 200_000,
      currency: 'IDR',
      idempotency_key: request.idempotencyKey,
    };
    const done = await provider.runner.execute('capture', capture, { refs: created.refs });
    expect(done.result).toMatchObject({ status: 'paid', amount: 200_000 });
    const second = aPayment(CARD);
    const held = await provider.port.create(second);
    expect((await provider.port.cancel(queryOf(second, held))).status).toBe('cancelled');
  });
});

describe.each([
  ['stripe-checkout', {}],
  ['stripe-embed', {}],
  ['stripe-card', CARD],
] as const)('a refund by %s', (file, more) => {
  async function paid(provider: ReturnType<typeof connect>) {
    const request = aPayment(more);
    const created = await provider.port.create(request);
    if (file !== 'stripe-card') world.stripe.act('pay', { reference: request.reference });
    return { request, query: queryOf(request, created) };
  }
  const refundOf = (refundReference: string, refundAmount: number) => ({
    refundReference,
    refundAmount,
    isFull: false,
    reason: 'Guest left early',
    idempotencyKey: 'not-used',
  });

  it('is made once for a reference, in parts, and told by events', async () => {
    const provider = connect(file);
    const { request, query } = await paid(provider);
    const part = { ...query, ...refundOf(`RF-${request.reference}`, 100_000) };
    const first = await provider.port.refund(part);
    const again = await provider.port.refund(part);
    const rest = await provider.port.refund({
      ...query,
      ...refundOf(`RF2-${request.reference}`, 175_000),
    });
    expect(first.status).toBe('succeeded');
    expect(again.gatewayRefundId).toBe(first.gatewayRefundId);
    expect(rest.gatewayRefundId).not.toBe(first.gatewayRefundId);
    const events = await eventsOf(provider);
    expect(events.filter(({ type }) => type === 'refund')).toMatchObject([
      { refund_reference: `RF-${request.reference}`, status: 'succeeded', amount: 100_000 },
      { refund_reference: `RF2-${request.reference}`, status: 'succeeded', amount: 175_000 },
    ]);
    expect(
      events
        .filter(({ status }) => String(status).includes('refunded'))
        .map(({ status }) => status),
    ).toEqual(['partially_refunded', 'refunded']);
    expect((await provider.port.status(query)).status).toBe('refunded');
    await expect(
      provider.port.refund({ ...query, ...refundOf(`RF3-${request.reference}`, 1) }),
    ).rejects.toMatchObject({ kind: 'declined' });
  });

  it('that the bank works on is found by its id and by our reference', async () => {
    world.stripe.act('config', { refunds_end: 'pending' });
    const provider = connect(file);
    const { request, query } = await paid(provider);
    const asked = { ...query, ...refundOf(`RF-${request.reference}`, 100_000) };
    const { status, gatewayRefundId = '' } = await provider.port.refund(asked);
    expect(status).toBe('pending');
    const known = { ...asked, refs: { ...asked.refs, payment_intent: await intentOf(provider) } };
    expect(await provider.port.refundStatus(known)).toMatchObject({
      status: 'pending',
      gatewayRefundId,
    });
    world.stripe.act('settle_refund', { id: gatewayRefundId, status: 'failed' });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      type: 'refund',
      status: 'failed',
      gateway_refund_id: gatewayRefundId,
    });
    expect((await provider.port.refundStatus({ ...asked, gatewayRefundId })).status).toBe('failed');
  });

  async function intentOf(provider: ReturnType<typeof connect>): Promise<string> {
    const events = await eventsOf(provider);
    return (
      events
        .map(({ refs }) => (refs as Record<string, string> | undefined)?.['payment_intent'])
        .findLast(Boolean) ?? ''
    );
  }
});
