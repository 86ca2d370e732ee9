import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureKey } from '#test/simulators/midtrans/signature.js';
import {
  startMidtransSimulator,
  webhookRetries,
} from '#test/simulators/midtrans/midtrans-simulator.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { jsonClient, type JsonClient } from '#test/support/json-client.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

const SERVER_KEY = 'SB-Mid-server-spec-key';
let simulator: Simulator;
let hotel: WebhookCatcher;
let client: JsonClient;

beforeEach(async () => {
  hotel = await startWebhookCatcher();
  simulator = await startMidtransSimulator({
    serverKey: SERVER_KEY,
    webhookUrl: `${hotel.url}/dashboard`,
  });
  client = jsonClient(() => simulator.url, SERVER_KEY);
});

afterEach(async () => {
  await simulator.close();
  await hotel.close();
});

const details = (orderId = 'HTL-1', amount = 275_000) => ({
  order_id: orderId,
  gross_amount: amount,
});
const qris = (orderId?: string) => ({
  payment_type: 'qris',
  transaction_details: details(orderId),
  qris: { acquirer: 'gopay' },
});
const charge = (body: unknown, headers?: Record<string, string>) =>
  client.post('/v2/charge', body, headers);
const snap = (body: unknown, headers?: Record<string, string>) =>
  client.post('/snap/v1/transactions', body, headers);
const statuses = () => hotel.caught.map(({ body }) => body['transaction_status']);

describe('admission', () => {
  it('refuses a wrong key with 401 in both error shapes', async () => {
    const stranger = jsonClient(() => simulator.url, 'SB-Mid-server-other');
    const core = await stranger.get('/v2/nothing/status');
    const page = await stranger.post('/snap/v1/transactions', { transaction_details: details() });
    expect([core.status, core.body['status_code']]).toEqual([401, '401']);
    expect([page.status, Array.isArray(page.body['error_messages'])]).toEqual([401, true]);
  });

  it.each([
    ['another content type', '408', { 'content-type': 'text/plain' }, '{}'],
    ['an answer type it has not', '403', { accept: 'text/html' }, '{}'],
    ['a body that is no JSON', '413', {}, '{"payment_type":'],
  ])('refuses %s', async (_what, code, headers, body) => {
    const answer = await client.post('/v2/charge', body, headers);
    expect(answer.body['status_code']).toBe(code);
  });

  it('answers a good key about an unknown order with 404 under HTTP 200', async () => {
    const { status, body } = await client.get('/v2/hub-conn-test-1/status');
    expect([status, body['status_code']]).toEqual([200, '404']);
  });

  it('tolerates the JSON body that official clients put on a cancel', async () => {
    await charge(qris());
    const { body } = await client.post('/v2/HTL-1/cancel', 'null');
    expect(body['transaction_status']).toBe('cancel');
  });
});

describe('validation', () => {
  it.each([
    [
      'a decimal amount',
      { ...qris(), transaction_details: details('HTL-1', 10.5) },
      'gross_amount',
    ],
    [
      'an amount as text',
      { ...qris(), transaction_details: { order_id: 'A', gross_amount: '1000' } },
      'gross_amount',
    ],
    ['a zero amount', { ...qris(), transaction_details: details('A', 0) }, 'gross_amount'],
    ['an order id with a space', { ...qris(), transaction_details: details('A 1') }, 'order_id'],
    [
      'an order id of 51 characters',
      { ...qris(), transaction_details: details('x'.repeat(51)) },
      'order_id',
    ],
    [
      'no order id',
      { ...qris(), transaction_details: { gross_amount: 1000 } },
      'order_id is required',
    ],
    [
      'a bad e-mail address',
      { ...qris(), customer_details: { email: 'nobody' } },
      'customer_details.email',
    ],
    ['an unknown acquirer', { ...qris(), qris: { acquirer: 'x' } }, 'qris.acquirer'],
    [
      'items that do not add up',
      { ...qris(), item_details: [{ id: 'R', name: 'Room', price: 1, quantity: 1 }] },
      'gross_amount',
    ],
    [
      'a BNI account with a foreign phone',
      {
        payment_type: 'bank_transfer',
        bank_transfer: { bank: 'bni' },
        transaction_details: details(),
        customer_details: { phone: '+6591234567' },
      },
      'customer_details.phone',
    ],
  ])('refuses %s', async (_what, body, about) => {
    const answer = await charge(body);
    expect(answer.body['status_code']).toBe('400');
    expect(JSON.stringify(answer.body['validation_messages'])).toContain(about);
  });

  it('lets a discount item lower the sum', async () => {
    const items = [
      { id: 'R', name: 'Room', price: 300_000, quantity: 1 },
      { id: 'D', name: 'Discount', price: -25_000, quantity: 1 },
    ];
    const { body } = await charge({ ...qris(), item_details: items });
    expect(body['status_code']).toBe('201');
  });

  it('answers 402 for a method the merchant has not activated', async () => {
    simulator.act('config', { inactive_methods: ['qris'] });
    const { body } = await charge(qris());
    expect(body['status_code']).toBe('402');
  });
});

describe('charge', () => {
  it.each([
    ['qris', qris(), 'qr_string'],
    [
      'bca',
      {
        payment_type: 'bank_transfer',
        bank_transfer: { bank: 'bca' },
        transaction_details: details(),
      },
      'va_numbers',
    ],
    ['permata', { payment_type: 'permata', transaction_details: details() }, 'permata_va_number'],
    [
      'mandiri',
      {
        payment_type: 'echannel',
        echannel: { bill_info1: 'a', bill_info2: 'b' },
        transaction_details: details(),
      },
      'bill_key',
    ],
    ['gopay', { payment_type: 'gopay', transaction_details: details() }, 'actions'],
    [
      'shopeepay',
      {
        payment_type: 'shopeepay',
        shopeepay: { callback_url: 'https://h.example' },
        transaction_details: details(),
      },
      'actions',
    ],
  ])('gives what a guest needs for %s', async (_name, request, field) => {
    const { body } = await charge(request);
    expect(body).toMatchObject({
      status_code: '201',
      transaction_status: 'pending',
      gross_amount: '275000.00',
    });
    expect(body[field]).toBeDefined();
  });

  it('writes times in WIB', async () => {
    const { body } = await charge(qris());
    const written = Date.parse(`${String(body['transaction_time']).replace(' ', 'T')}+07:00`);
    expect(Math.abs(Date.now() - written)).toBeLessThan(5000);
  });

  it('refuses an order id that was used, with 406', async () => {
    await charge(qris());
    const { status, body } = await charge(qris());
    expect([status, body['status_code']]).toEqual([200, '406']);
  });

  it('takes a card token once only', async () => {
    const { token_id: token } = simulator.act('card_token') as { token_id: string };
    const request = (orderId: string) => ({
      payment_type: 'credit_card',
      credit_card: { token_id: token },
      transaction_details: details(orderId),
    });
    const first = await charge(request('C-1'));
    const second = await charge(request('C-2'));
    expect(first.body['transaction_status']).toBe('capture');
    expect(second.body['status_code']).toBe('411');
  });

  it('sends a card with authentication to 3-D Secure, then captures it', async () => {
    const { token_id: token } = simulator.act('card_token') as { token_id: string };
    const { body } = await charge({
      payment_type: 'credit_card',
      credit_card: { token_id: token, authentication: true },
      transaction_details: details(),
    });
    expect(body).toMatchObject({
      transaction_status: 'pending',
      redirect_url: expect.stringContaining('/3ds/'),
    });
    simulator.act('pay', { order_id: 'HTL-1' });
    expect((await client.get('/v2/HTL-1/status')).body).toMatchObject({
      transaction_status: 'capture',
      fraud_status: 'accept',
    });
  });

  it('denies a card under code 202 when the bank does', async () => {
    const { token_id: token } = simulator.act('card_token', {
      card_number: '4911111111111113',
    }) as { token_id: string };
    const { body } = await charge({
      payment_type: 'credit_card',
      credit_card: { token_id: token },
      transaction_details: details(),
    });
    expect(body).toMatchObject({
      status_code: '202',
      transaction_status: 'deny',
      fraud_status: 'deny',
    });
  });

  it('captures an authorised card, not more than was authorised', async () => {
    const { token_id: token } = simulator.act('card_token') as { token_id: string };
    const { body } = await charge({
      payment_type: 'credit_card',
      credit_card: { token_id: token, type: 'authorize' },
      transaction_details: details(),
    });
    const id = body['transaction_id'];
    expect(body['transaction_status']).toBe('authorize');
    const tooMuch = await client.post('/v2/capture', { transaction_id: id, gross_amount: 300_000 });
    const enough = await client.post('/v2/capture', { transaction_id: id, gross_amount: 200_000 });
    expect(tooMuch.body['status_code']).toBe('412');
    expect(enough.body).toMatchObject({ transaction_status: 'capture', gross_amount: '200000.00' });
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'k-1' };

  it('repeats a success whatever the new body says', async () => {
    const first = await charge(qris('A'), key);
    const second = await charge(qris('B'), key);
    expect(second.body['transaction_id']).toBe(first.body['transaction_id']);
  });

  it('forgets after five minutes', async () => {
    await charge(qris('A'), key);
    simulator.advance(5 * 60_000 + 1);
    expect((await charge(qris('A'), key)).body['status_code']).toBe('406');
  });

  it('does not keep a refusal', async () => {
    await charge({ ...qris('A'), qris: { acquirer: 'x' } }, key);
    expect((await charge(qris('A'), key)).body['status_code']).toBe('201');
  });

  it('ignores a key of 47 characters', async () => {
    const long = { 'idempotency-key': 'k'.repeat(47) };
    await charge(qris('A'), long);
    expect((await charge(qris('A'), long)).body['status_code']).toBe('406');
  });

  it('answers 202 while the first request runs', async () => {
    await simulator.fault({ operation: 'charge', mode: 'slow', delay_ms: 150, times: 1 });
    const first = charge(qris('A'), key);
    await untilSeen('charge', 1);
    const second = await charge(qris('A'), key);
    expect(second.status).toBe(202);
    expect((await first).body['status_code']).toBe('201');
  });

  it('gives the stored answer after a connection that was cut', async () => {
    await simulator.fault({ operation: 'charge', mode: 'cut_after', times: 1 });
    await expect(charge(qris('A'), key)).rejects.toThrow();
    const { body } = await charge(qris('A'), key);
    expect(body['status_code']).toBe('201');
    expect((simulator.state() as { transactions: unknown[] }).transactions).toHaveLength(1);
  });
});

describe('Snap', () => {
  it('gives a token and a page under 201', async () => {
    const { status, body } = await snap({ transaction_details: details() });
    expect(status).toBe(201);
    expect(String(body['redirect_url'])).toContain(String(body['token']));
    expect((await fetch(String(body['redirect_url']))).headers.get('content-type')).toContain(
      'text/html',
    );
  });

  it('knows nothing at Core until the guest has chosen', async () => {
    await snap({ transaction_details: details() });
    expect((await client.get('/v2/HTL-1/status')).body['status_code']).toBe('404');
    simulator.act('choose', { order_id: 'HTL-1', method: 'bca_va' });
    expect((await client.get('/v2/HTL-1/status')).body).toMatchObject({
      transaction_status: 'pending',
      payment_type: 'bank_transfer',
    });
  });

  it('gives a fresh token for an unused order and refuses a used one', async () => {
    const first = await snap({ transaction_details: details() });
    const second = await snap({ transaction_details: details() });
    simulator.act('pay', { order_id: 'HTL-1' });
    const third = await snap({ transaction_details: details() });
    expect(second.body['token']).not.toBe(first.body['token']);
    expect(third.status).toBe(400);
    expect(third.body['error_messages']).toHaveLength(1);
  });

  it('lets the guest try again after a denied card', async () => {
    await snap({ transaction_details: details() });
    simulator.act('fail', { order_id: 'HTL-1', method: 'credit_card' });
    simulator.act('pay', { order_id: 'HTL-1', method: 'gopay' });
    await simulator.webhooks.idle();
    expect(statuses()).toEqual(['pending', 'deny', 'pending', 'settlement']);
  });

  it('sends no webhook when the page runs out unused', async () => {
    await snap({ transaction_details: details(), page_expiry: { unit: 'minute', duration: 5 } });
    simulator.advance(6 * 60_000);
    await simulator.webhooks.idle();
    expect(hotel.caught).toHaveLength(0);
    expect(() => simulator.act('pay', { order_id: 'HTL-1' })).toThrow('expired');
  });

  it('cancels an unused token once', async () => {
    const { body } = await snap({ transaction_details: details() });
    const path = `/snap/v1/transactions/${String(body['token'])}/cancel`;
    expect((await client.post(path)).body['canceled_at']).toBeDefined();
    expect((await client.post(path)).body['error_messages']).toEqual(['token already canceled']);
  });

  it('knows DANA by its transaction id only and shouts its status', async () => {
    await snap({ transaction_details: details() });
    const chosen = simulator.act('choose', { order_id: 'HTL-1', method: 'dana' }) as {
      transaction_id: string;
    };
    expect((await client.get('/v2/HTL-1/status')).body['status_code']).toBe('404');
    expect(
      (await client.get(`/v2/${chosen.transaction_id}/status`)).body['transaction_status'],
    ).toBe('PENDING');
  });
});

describe('changes', () => {
  it('expires with code 407, which is a success', async () => {
    await charge(qris());
    const { body } = await client.post('/v2/HTL-1/expire');
    expect(body).toMatchObject({ status_code: '407', transaction_status: 'expire' });
  });

  it('refuses to cancel what is settled, with 412 under HTTP 200', async () => {
    await charge(qris());
    simulator.act('pay', { order_id: 'HTL-1' });
    const { status, body } = await client.post('/v2/HTL-1/cancel');
    expect([status, body['status_code']]).toEqual([200, '412']);
  });

  it('expires by itself when the time is over', async () => {
    await charge({ ...qris(), custom_expiry: { expiry_duration: 30, unit: 'minute' } });
    simulator.advance(31 * 60_000);
    await simulator.webhooks.idle();
    expect(hotel.caught.at(-1)?.body).toMatchObject({
      transaction_status: 'expire',
      status_code: '202',
    });
  });
});

describe('refunds', () => {
  const refund = (body: unknown) => client.post('/v2/HTL-1/refund', body);
  const paid = async (request: unknown = qris()) => {
    await charge(request);
    simulator.act('pay', { order_id: 'HTL-1' });
  };

  it('refunds a part, then the rest, and tells each twice', async () => {
    await paid();
    const part = await refund({ refund_key: 'RF-1', amount: 75_000 });
    const rest = await refund({ refund_key: 'RF-2' });
    await simulator.webhooks.idle();
    expect(part.body).toMatchObject({
      transaction_status: 'partial_refund',
      refund_amount: '75000.00',
    });
    expect(rest.body).toMatchObject({ transaction_status: 'refund', refund_amount: '200000.00' });
    expect(statuses()).toEqual([
      'pending',
      'settlement',
      'partial_refund',
      'partial_refund',
      'refund',
      'refund',
    ]);
    const confirmed = hotel.caught.map(({ body }) =>
      JSON.stringify(body['refunds'] ?? '').includes('bank_confirmed_at'),
    );
    expect(confirmed).toEqual([false, false, false, true, true, true]);
  });

  it.each([
    ['a repeated key', { refund_key: 'RF-1' }, '406'],
    ['more than is left', { refund_key: 'RF-2', amount: 275_000 }, '414'],
    ['a key with a space', { refund_key: 'RF 2' }, '400'],
  ])('refuses %s', async (_what, body, code) => {
    await paid();
    await refund({ refund_key: 'RF-1', amount: 1000 });
    expect((await refund(body)).body['status_code']).toBe(code);
  });

  it('refuses what is not settled and what can not be refunded, with 412', async () => {
    await charge(qris());
    expect((await refund({})).body['status_code']).toBe('412');
    await charge({ payment_type: 'permata', transaction_details: details('VA-1') });
    simulator.act('pay', { order_id: 'VA-1' });
    expect((await client.post('/v2/VA-1/refund', {})).body['status_code']).toBe('412');
  });

  it('answers 202 with nothing refunded when the bank refuses', async () => {
    await paid();
    simulator.act('config', { refunds_refused: true });
    const { body } = await client.post('/v2/HTL-1/refund/online/direct', { refund_key: 'RF-1' });
    expect(body).toMatchObject({
      status_code: '202',
      transaction_status: 'settlement',
      refund_amount: '0.00',
    });
  });
});

describe('notifications', () => {
  it('go to the URL of the request instead of the dashboard', async () => {
    await charge(qris(), { 'X-Override-Notification': `${hotel.url}/override` });
    await simulator.webhooks.idle();
    expect(hotel.caught.map(({ path }) => path)).toEqual(['/override']);
  });

  it('go to both when one is appended', async () => {
    await charge(qris(), { 'X-Append-Notification': `${hotel.url}/more` });
    await simulator.webhooks.idle();
    expect(hotel.caught.map(({ path }) => path)).toEqual(['/dashboard', '/more']);
  });

  it('carry a genuine signature over the texts as sent', async () => {
    await charge(qris());
    simulator.act('pay', { order_id: 'HTL-1' });
    await simulator.webhooks.idle();
    for (const { body, headers } of hotel.caught) {
      expect(headers['user-agent']).toBe('Veritrans');
      expect(body['signature_key']).toBe(
        signatureKey({
          orderId: String(body['order_id']),
          statusCode: String(body['status_code']),
          grossAmount: String(body['gross_amount']),
          serverKey: SERVER_KEY,
        }),
      );
    }
    expect(statuses()).toEqual(['pending', 'settlement']);
  });

  it('show the fee that a guest paid on top', async () => {
    simulator.act('config', { imposed_fee: 4000 });
    await charge(qris());
    simulator.act('pay', { order_id: 'HTL-1' });
    await simulator.webhooks.idle();
    expect(hotel.caught.at(-1)?.body).toMatchObject({
      gross_amount: '279000.00',
      metadata: { extra_info: { gross_amount_info: { original_amount: '275000.00' } } },
    });
  });

  it.each([
    [200, 5],
    [500, 1],
    [503, 4],
    [404, 2],
    [302, 0],
    [null, 5],
  ])('are retried after %s as the vendor does', (status, retries) => {
    expect(webhookRetries(status)).toBe(retries);
  });
});

/** Resolves once the journal has seen so many calls; the calls themselves drive it. */
async function untilSeen(operation: string, count: number): Promise<void> {
  while (simulator.journal.count(operation) < count) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
