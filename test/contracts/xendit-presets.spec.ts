import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import { lazyWorld, startPaymentWorld, type PaymentWorld } from '#test/support/payment-world.js';

let world: PaymentWorld;
let xendit: Simulator;
beforeAll(async () => {
  world = await startPaymentWorld();
  xendit = world.xendit;
});
afterEach(() => world.rest());
afterAll(() => world.close());

const { connect, eventsOf } = lazyWorld(() => world);

describe('the Xendit presets', () => {
  it('does not end a session because one attempt failed', async () => {
    const provider = connect('xendit-session');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('fail', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      reference: request.reference,
      status: 'pending',
    });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('pending');
  });

  it('expires a session by event and by status', async () => {
    const provider = connect('xendit-session');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('expire', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      reference: request.reference,
      status: 'expired',
    });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('expired');
  });

  it('tells of a refund by an event of its own', async () => {
    const provider = connect('xendit-qris');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('pay', { reference: request.reference });
    const refund = {
      refundReference: 'RF-event',
      refundAmount: 1000,
      isFull: false,
      idempotencyKey: 'k',
    };
    const { gatewayRefundId } = await provider.port.refund({
      ...queryOf(request, created),
      ...refund,
    });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      type: 'refund',
      refund_reference: 'RF-event',
      gateway_refund_id: gatewayRefundId,
      status: 'succeeded',
      amount: 1000,
    });
  });

  it.each(['xendit-session', 'xendit-qris', 'xendit-va', 'xendit-invoice'])(
    'has one webhook address for the account, so %s understands every product',
    async (file) => {
      const provider = connect(file);
      const requests = [aPayment(), aPayment(), aPayment()];
      const makers = ['xendit-session', 'xendit-qris', 'xendit-invoice'];
      for (const [index, maker] of makers.entries()) {
        const request = requests[index] ?? aPayment();
        await connect(maker).port.create(request);
        xendit.act('pay', { reference: request.reference });
      }
      const paid = (await eventsOf(provider)).filter(({ status }) => status === 'paid');
      expect(new Set(paid.map(({ reference }) => reference))).toEqual(
        new Set(requests.map(({ reference }) => reference)),
      );
    },
  );

  it('reads a refund event that carries its envelope twice', async () => {
    const provider = connect('xendit-qris');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('pay', { reference: request.reference });
    xendit.act('config', { nested_refund_events: true });
    await provider.port.refund({
      ...queryOf(request, created),
      refundReference: 'RF-nested',
      refundAmount: 1000,
      isFull: false,
      idempotencyKey: 'k',
    });
    xendit.act('config', { nested_refund_events: false });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      type: 'refund',
      refund_reference: 'RF-nested',
      amount: 1000,
    });
  });

  it.each([
    ['a channel that is off', { inactive_channels: ['QRIS'] }, 'unauthorized'],
    ['a key that may only read', { money_in: 'read' }, 'unauthorized'],
    ['too many requests', { rate_limit: 1 }, 'rate_limited'],
  ])('names %s for what it is', async (_what, config, kind) => {
    const { port } = connect('xendit-qris');
    if ('rate_limit' in config) await port.create(aPayment());
    xendit.act('config', config);
    if ('rate_limit' in config) await port.create(aPayment()).catch(() => undefined);
    await expect(port.create(aPayment())).rejects.toMatchObject({ kind });
    xendit.act('config', { inactive_channels: [], money_in: 'write', rate_limit: null });
  });

  it('charges a card by token: 3-D Secure, decline, repeat', async () => {
    const { port } = connect('xendit-card');
    const token = (verdict: string) =>
      (xendit.act('payment_token', { verdict }) as { payment_token_id: string }).payment_token_id;
    const request = aPayment({ token: token('accept') });
    const created = await port.create(request);
    expect(created.action.type).toBe('redirect');
    xendit.act('pay', { reference: request.reference });
    expect((await port.status(queryOf(request, created))).status).toBe('paid');
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'duplicate' });
    const plain = connect('xendit-card', { extra: { three_ds: false } });
    const declined = plain.port.create(aPayment({ token: token('decline') }));
    await expect(declined).rejects.toMatchObject({ kind: 'declined', vendorCode: 'CARD_DECLINED' });
  });

  it('sees the capture that an authorised request never shows, and voids what is not captured', async () => {
    const provider = connect('xendit-card', { extra: { three_ds: false, capture: 'manual' } });
    const token = () =>
      (xendit.act('payment_token') as { payment_token_id: string }).payment_token_id;
    const request = aPayment({ token: token() });
    const created = await provider.port.create(request);
    expect(created.status).toBe('authorized');
    await provider.runner.execute(
      'capture',
      { reference: request.reference, amount: 200_000 },
      { refs: created.refs },
    );
    expect(await provider.port.status(queryOf(request, created))).toMatchObject({
      status: 'paid',
      amount: 200_000,
    });
    const second = aPayment({ token: token() });
    const held = await provider.port.create(second);
    expect((await provider.port.cancel(queryOf(second, held))).status).toBe('cancelled');
  });
});
