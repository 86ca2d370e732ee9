import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import { lazyWorld, startPaymentWorld, type PaymentWorld } from '#test/support/payment-world.js';

let world: PaymentWorld;
let midtrans: Simulator;
beforeAll(async () => {
  world = await startPaymentWorld();
  midtrans = world.midtrans;
});
afterEach(() => world.rest());
afterAll(() => world.close());

const { connect, eventsOf } = lazyWorld(() => world);

describe('the Midtrans presets', () => {
  it('repeats a charge without charging twice', async () => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    const first = await port.create(request);
    const second = await port.create(request);
    expect(port.canRepeat('create')).toBe(true);
    expect(second.gatewayTransactionId).toBe(first.gatewayTransactionId);
  });

  it('compares the price, not the price with the fee that the guest paid on top', async () => {
    midtrans.act('config', { imposed_fee: 4000 });
    const provider = connect('midtrans-va');
    const request = aPayment();
    const created = await provider.port.create(request);
    midtrans.act('pay', { reference: request.reference });
    midtrans.act('config', { imposed_fee: 0 });
    expect((await eventsOf(provider)).at(-1)?.amount).toBe(275_000);
    expect((await provider.port.status(queryOf(request, created))).amount).toBe(275_000);
  });

  it('keeps a hosted payment open after a denied card, and fails a direct one', async () => {
    const hosted = connect('midtrans-snap');
    const request = aPayment();
    await hosted.port.create(request);
    midtrans.act('fail', { reference: request.reference, method: 'credit_card' });
    expect((await hosted.port.status(queryOf(request))).status).toBe('pending');
    const direct = connect('midtrans-qris');
    const other = aPayment();
    await direct.port.create(other);
    midtrans.act('fail', { reference: other.reference });
    expect((await direct.port.status(queryOf(other))).status).toBe('failed');
  });

  it('calls a page that nobody has opened pending, and a lost one absent', async () => {
    const { port } = connect('midtrans-snap');
    const request = aPayment();
    await port.create(request);
    expect((await port.status(queryOf(request))).status).toBe('pending');
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('sends the webhook address and a suffixed key with each charge', async () => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    await port.create(request);
    const [sent] = midtrans.journal.list({ operation: 'charge', text: request.reference });
    expect(sent?.headers).toMatchObject({
      'x-override-notification': world.webhookUrl,
      'idempotency-key': `${request.idempotencyKey}-chg`,
    });
    expect(sent?.headers['idempotency-key']?.length).toBeLessThanOrEqual(46);
  });

  it.each([
    ['402', 'unauthorized', { inactive_methods: ['qris'] }],
    ['406', 'duplicate', {}],
  ])('turns %s into %s', async (code, kind, config) => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    midtrans.act('config', config);
    if (code === '406') await port.create(request);
    const other = { ...request, idempotencyKey: 'another-key' };
    await expect(port.create(other)).rejects.toMatchObject({ kind, vendorCode: code });
    midtrans.act('config', { inactive_methods: [] });
  });

  it.each([true, false])('reads errors alike when they come as HTTP status: %s', async (asHttp) => {
    midtrans.act('config', { errors_as_http: asHttp });
    const { port } = connect('midtrans-qris');
    await expect(port.status(queryOf(aPayment()))).rejects.toMatchObject({ kind: 'not_found' });
    midtrans.act('config', { errors_as_http: false });
  });

  it('calls a refund that the bank refuses declined', async () => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    const created = await port.create(request);
    midtrans.act('pay', { reference: request.reference });
    midtrans.act('config', { refunds_refused: true });
    const refund = {
      ...queryOf(request, created),
      refundReference: `RF-${request.reference}`,
      refundAmount: 1000,
      isFull: false,
      idempotencyKey: 'k',
    };
    await expect(port.refund(refund)).rejects.toMatchObject({ kind: 'declined' });
    midtrans.act('config', { refunds_refused: false });
  });

  it('charges a card by token: 3-D Secure, capture, decline', async () => {
    const provider = connect('midtrans-card');
    const token = (card_number: string) =>
      (midtrans.act('card_token', { card_number }) as { token_id: string }).token_id;
    const request = aPayment({ token: token('4811111111111114') });
    const created = await provider.port.create(request);
    expect(created.action.type).toBe('redirect');
    midtrans.act('pay', { reference: request.reference });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('paid');
    const plain = connect('midtrans-card', { extra: { three_ds: false } });
    const declined = plain.port.create(aPayment({ token: token('4911111111111113') }));
    await expect(declined).rejects.toMatchObject({ kind: 'declined' });
    const held = await plain.port.create(aPayment({ token: token('4511111111111117') }));
    expect(held.status).toBe('pending');
  });

  it('authorises a card and captures it later', async () => {
    const provider = connect('midtrans-card', { extra: { three_ds: false, capture: 'manual' } });
    const { token_id: token } = midtrans.act('card_token') as { token_id: string };
    const request = aPayment({ token });
    const created = await provider.port.create(request);
    const captured = await provider.runner.execute('capture', {
      reference: request.reference,
      amount: 200_000,
    });
    expect(created.status).toBe('authorized');
    expect(captured.result).toMatchObject({ status: 'paid', amount: 200_000 });
  });
});
