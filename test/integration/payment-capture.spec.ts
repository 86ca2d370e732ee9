import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubAnswer } from '#test/support/hub-client.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { addPlainProvider } from '#test/support/plain-vendor.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let core: TestProvider;
let v3: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  core = await scene.add('midtrans-card', { extra_config: { three_ds: false } });
  v3 = await scene.add('xendit-card');
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.xendit.faults.clear();
  scene.midtrans.webhooks.behave({});
});
afterAll(() => scene.close());

type Vendor = 'midtrans-card' | 'xendit-card';
const CAPTURE_OF = { 'midtrans-card': 'capture', 'xendit-card': 'capture_payment' } as const;
const providerOf = (vendor: Vendor) => (vendor === 'midtrans-card' ? core : v3);

/** A card whose money is held for the hotel. */
async function held(vendor: Vendor, body: Record<string, unknown> = {}) {
  const isCore = vendor === 'midtrans-card';
  const token = isCore
    ? (scene.midtrans.act('card_token') as { token_id: string }).token_id
    : (scene.xendit.act('payment_token') as { payment_token_id: string }).payment_token_id;
  const { body: created, text } = await pay(scene.hub, {
    provider_id: providerOf(vendor).id,
    capture: 'manual',
    token,
    return_url: 'https://hotel.example/paid',
    ...body,
  });
  if (created.status === 'pending') scene.xendit.act('pay', { reference: created.reference });
  if (created.id === undefined) throw new Error(text);
  return scene.until(created.id, 'authorized');
}

const capture = (
  id: string,
  body: Record<string, unknown> = {},
  key: string = randomUUID(),
): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payments/${id}/capture`, body, { 'idempotency-key': key });

const refund = (id: string, body: Record<string, unknown> = {}): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payments/${id}/refunds`, body, { 'idempotency-key': randomUUID() });

const eventsOf = (id: string) =>
  scene.hub.sql<{ event: string; received: number }>(
    `SELECT event, (data ->> 'received_amount')::int AS received FROM domain_events
     WHERE data ->> 'payment_id' = $1 ORDER BY id`,
    [id],
  );

describe.each(['midtrans-card', 'xendit-card'] as const)('money that %s holds', (vendor) => {
  it('is taken whole when no amount is named', async () => {
    const payment = await held(vendor);
    expect(payment).toMatchObject({ received_amount: 0, capture: 'manual' });
    const answer = await capture(payment.id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'paid', received_amount: 150_000 });
    await scene.settled();
    expect((await eventsOf(payment.id)).map(({ event }) => event)).toEqual([
      'payment.authorized',
      'payment.received',
    ]);
  });

  it('is taken in part, and refunds never exceed what was taken', async () => {
    const payment = await held(vendor);
    const answer = await capture(payment.id, { amount: 100_000 });
    expect(answer.body).toMatchObject({
      status: 'paid',
      amount: 150_000,
      received_amount: 100_000,
    });
    await scene.settled();
    expect((await eventsOf(payment.id)).at(-1)).toEqual({
      event: 'payment.received',
      received: 100_000,
    });
    if (vendor === 'midtrans-card') scene.midtrans.act('settle', { reference: payment.reference });
    await scene.settled();
    const tooMuch = await refund(payment.id, { amount: 100_001 });
    expect(tooMuch.status).toBe(422);
    expect(tooMuch.body.message).toContain('100000');
    expect((await refund(payment.id)).body).toMatchObject({ amount: 100_000 });
    expect(await scene.until(payment.id, 'refunded')).toMatchObject({ refunded_amount: 100_000 });
    expect((await scene.history(payment.id)).map(({ type }) => type)).not.toContain(
      'amount_mismatch',
    );
  });

  it('is taken once for one key, and for two that come at once', async () => {
    const payment = await held(vendor);
    const key = randomUUID();
    const answers = await Promise.all([
      capture(payment.id, { amount: 90_000 }, key),
      capture(payment.id, { amount: 90_000 }, key),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await capture(payment.id, { amount: 90_000 }, key)).body).toEqual(answers[0].body);
    expect((await capture(payment.id, { amount: 90_000 })).status).toBe(409);
    expect(await scene.payment(payment.id)).toMatchObject({ received_amount: 90_000 });
  });

  it('is found taken when the answer is lost', async () => {
    const payment = await held(vendor);
    await scene.simulatorOf(vendor).fault({
      mode: 'cut_after',
      operation: CAPTURE_OF[vendor],
      times: 1,
    });
    const answer = await capture(payment.id, { amount: 80_000 });
    expect(answer.body).toMatchObject({ status: 'paid', received_amount: 80_000 });
  });

  it('stays held when the request never arrives, and is taken by the next', async () => {
    const payment = await held(vendor);
    await scene.simulatorOf(vendor).fault({
      mode: 'cut_before',
      operation: CAPTURE_OF[vendor],
      times: 1,
    });
    const lost = await capture(payment.id, { amount: 80_000 });
    expect(lost.status).toBe(202);
    expect(lost.body.status).toBe('authorized');
    expect((await capture(payment.id, { amount: 70_000 })).status).toBe(409);
    expect((await capture(payment.id, { amount: 80_000 })).body).toMatchObject({
      status: 'paid',
      received_amount: 80_000,
    });
  });

  it('is never asked for beyond what is held', async () => {
    const payment = await held(vendor);
    const before = scene.simulatorOf(vendor).journal.count(CAPTURE_OF[vendor]);
    const answer = await capture(payment.id, { amount: 150_001 });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'amount', code: 'too_big' }]);
    expect(scene.simulatorOf(vendor).journal.count(CAPTURE_OF[vendor])).toBe(before);
  });

  it.each(['void', 'cancel'])('is set free by %s, and can not be taken then', async (word) => {
    const payment = await held(vendor);
    const freed = await scene.hub.api.post(`/api/v1/payments/${payment.id}/${word}`, {});
    expect(freed.status).toBe(200);
    expect(freed.body.status).toBe('cancelled');
    expect((await capture(payment.id)).status).toBe(409);
  });

  it('taken at the vendor’s own pages is learnt by webhook or poll, in part too', async () => {
    const payment = await held(vendor);
    await captureByHand(vendor, payment, 60_000);
    await scene.until(payment.id, 'paid');
    expect(await scene.payment(payment.id)).toMatchObject({ received_amount: 60_000 });
  });
});

/** As somebody in the vendor's dashboard would. */
async function captureByHand(
  vendor: Vendor,
  payment: { id: string; reference: string; gateway_transaction_id: string },
  amount: number,
): Promise<void> {
  const isCore = vendor === 'midtrans-card';
  const simulator = scene.simulatorOf(vendor);
  const key = simulator.credentials[isCore ? 'server_key' : 'secret_key'] ?? '';
  const [row] = await scene.hub.sql<{ refs: { payment_id?: string } }>(
    'SELECT refs FROM payments WHERE id = $1',
    [payment.id],
  );
  const response = await fetch(
    simulator.url + (isCore ? '/v2/capture' : `/v3/payments/${row?.refs.payment_id ?? ''}/capture`),
    {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
        accept: 'application/json',
        'content-type': 'application/json',
        'api-version': '2024-11-11',
      },
      body: JSON.stringify(
        isCore
          ? { transaction_id: payment.gateway_transaction_id, gross_amount: amount }
          : { capture_amount: amount },
      ),
    },
  );
  if (!response.ok) throw new Error(await response.text());
  await scene.settled();
  await scene.reconcile(payment.id);
}

describe('an authorisation', () => {
  it('that the vendor lets expire is expired after the next look', async () => {
    const payment = await held('midtrans-card');
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'status',
      body: {
        status_code: '407',
        order_id: payment.reference,
        transaction_id: payment.gateway_transaction_id,
        transaction_status: 'expire',
        gross_amount: '150000.00',
        currency: 'IDR',
      },
      times: 1,
    });
    await scene.hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [payment.id]);
    await scene.until(payment.id, 'expired');
  });

  it('that the vendor refuses to take stays one, and its refusal is told', async () => {
    const payment = await held('midtrans-card');
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'capture',
      body: { status_code: '412', status_message: 'not now' },
      times: 1,
    });
    const answer = await capture(payment.id);
    expect(answer.status).toBe(422);
    expect((await scene.payment(payment.id)).status).toBe('authorized');
    expect((await capture(payment.id, { amount: 10_000 })).status).toBe(200);
  });
});

describe('a capture that can not be', () => {
  it('is refused with the payment, before the vendor is asked, where the vendor has none', async () => {
    const qris = await scene.add('midtrans-qris');
    const before = scene.midtrans.journal.count('charge');
    const answer = await pay(scene.hub, { provider_id: qris.id, capture: 'manual' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'capture', code: 'unsupported' }]);
    expect(scene.midtrans.journal.count('charge')).toBe(before);
  });

  it('of a payment that was taken at once says so', async () => {
    const qris = await scene.add('midtrans-qris');
    const { body } = await pay(scene.hub, { provider_id: qris.id });
    const answer = await capture(body.id);
    expect(answer.status).toBe(409);
    expect(answer.body.errors).toMatchObject([{ code: 'capture_unsupported' }]);
  });

  it('in part names the amount where the vendor takes all or nothing', async () => {
    const provider = await scene.add('midtrans-card', { extra_config: { three_ds: false } });
    await scene.hub.sql(
      `UPDATE providers SET capabilities = '["direct_charge", "refund", "capture"]', version = version + 1 WHERE id = $1`,
      [provider.id],
    );
    await scene.hub.api.patch(`/api/v1/providers/${provider.id}`, { notes: 'whole sums only' });
    const { token_id: token } = scene.midtrans.act('card_token') as { token_id: string };
    const { body } = await pay(scene.hub, { provider_id: provider.id, capture: 'manual', token });
    const before = scene.midtrans.journal.count('capture');
    const answer = await capture(body.id, { amount: 10_000 });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'amount', code: 'partial_unsupported' }]);
    expect(scene.midtrans.journal.count('capture')).toBe(before);
    expect((await capture(body.id)).status).toBe(200);

    scene.midtrans.act('settle', { reference: body.reference });
    const part = await refund(body.id, { amount: 10_000 });
    expect(part.status).toBe(422);
    expect(part.body.errors).toMatchObject([{ field: 'amount', code: 'partial_unsupported' }]);
    expect((await refund(body.id)).status).toBe(201);
  });

  it('without a key names the header', async () => {
    const answer = await scene.hub.api.post(`/api/v1/payments/${randomUUID()}/capture`, {});
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'Idempotency-Key' }]);
  });
});

describe('a card that nobody asked to hold', () => {
  it('is taken at once although the connector could hold it', async () => {
    const { token_id: token } = scene.midtrans.act('card_token') as { token_id: string };
    const { body } = await pay(scene.hub, { provider_id: core.id, token });
    expect(body).toMatchObject({ status: 'paid', received_amount: 150_000 });
  });

  it('is held where the provider’s own setting says so, and taken where the PMS says otherwise', async () => {
    const holding = await scene.add('midtrans-card', {
      extra_config: { three_ds: false, capture: 'manual' },
    });
    const charge = async (body: Record<string, unknown>) => {
      const { token_id: token } = scene.midtrans.act('card_token') as { token_id: string };
      return (await pay(scene.hub, { provider_id: holding.id, token, ...body })).body.status;
    };
    expect(await charge({})).toBe('authorized');
    expect(await charge({ capture: 'automatic' })).toBe('paid');
  });
});

describe('a page that was to hold a card', () => {
  it.each(['xendit-session', 'xendit-components'])(
    'of %s is paid by a poll where the guest chose what can not be held',
    async (preset) => {
      const extra = { script_url: 'https://hotel.example/payment.js' };
      const page = await scene.add(preset, {
        extra_config: preset === 'xendit-components' ? extra : {},
      });
      const { body } = await pay(scene.hub, {
        provider_id: page.id,
        capture: 'manual',
        return_url: 'https://hotel.example/paid',
      });
      scene.xendit.webhooks.behave({ drop: true });
      scene.xendit.act('pay', { reference: body.reference, method: 'QRIS' });
      scene.xendit.webhooks.behave({});
      await scene.reconcile(body.id);
      expect((await scene.payment(body.id)).status).toBe('paid');
    },
  );
});

describe('a plain connector', () => {
  it('that has no capture refuses to hold money', async () => {
    const provider = await addPlainProvider(scene.hub.api, 'http://127.0.0.1:9');
    const answer = await pay(scene.hub, { provider_id: provider.id, capture: 'manual' });
    expect(answer.body.errors).toMatchObject([{ field: 'capture' }]);
  });
});
