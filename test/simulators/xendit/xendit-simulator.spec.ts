import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import { jsonClient, type JsonClient } from '#test/support/json-client.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

const KEY = 'xnd_development_spec_key';
let simulator: Simulator;
let hotel: WebhookCatcher;
let client: JsonClient;

beforeEach(async () => {
  hotel = await startWebhookCatcher();
  simulator = await startXenditSimulator({
    secretKey: KEY,
    callbackToken: 'spec-token',
    webhookUrl: hotel.url,
  });
  client = jsonClient(() => simulator.url, KEY, { 'api-version': '2024-11-11' });
});

afterEach(async () => {
  await simulator.close();
  await hotel.close();
});

const market = { currency: 'IDR', country: 'ID' };
const session = (more: object = {}) => ({
  reference_id: 'HTL-1',
  session_type: 'PAY',
  mode: 'PAYMENT_LINK',
  amount: 275_000,
  ...market,
  ...more,
});
const request = (more: object = {}) => ({
  reference_id: 'HTL-1',
  type: 'PAY',
  request_amount: 275_000,
  ...market,
  channel_code: 'QRIS',
  channel_properties: {},
  ...more,
});
const card = (more: object = {}, properties: object = { skip_three_ds: true }) => {
  const { payment_token_id } = simulator.act('payment_token') as { payment_token_id: string };
  return request({
    channel_code: 'CARDS',
    payment_token_id,
    channel_properties: properties,
    ...more,
  });
};
const pay = (body: unknown) => client.post('/v3/payment_requests', body);
const events = async () => {
  await simulator.webhooks.idle();
  return hotel.caught.map(({ body }) => body['event'] ?? body['status']);
};

describe('admission', () => {
  it('refuses a wrong key with 401 and a public key with 403', async () => {
    const wrong = await jsonClient(() => simulator.url, 'xnd_development_other').get(
      '/v2/invoices?limit=1',
    );
    const open = await jsonClient(() => simulator.url, 'xnd_public_development_simulator0001').get(
      '/v2/invoices',
    );
    expect([wrong.status, wrong.body['error_code']]).toEqual([401, 'INVALID_API_KEY']);
    expect([open.status, open.body['error_code']]).toEqual([403, 'REQUEST_FORBIDDEN_ERROR']);
  });

  it('reproduces the documented Basic header', () => {
    const key = 'xnd_development_P4qDfOss0OCpl8RtKrROHjaQYNCk9dN5lSfk+R1l9Wbe+rSiCwZ3jw==';
    expect(Buffer.from(`${key}:`).toString('base64')).toBe(
      'eG5kX2RldmVsb3BtZW50X1A0cURmT3NzME9DcGw4UnRLclJPSGphUVlOQ2s5ZE41bFNmaytSMWw5V2JlK3JTaUN3WjNqdz09Og==',
    );
  });

  it('tells a key without permission from a bad one', async () => {
    simulator.act('config', { money_in: 'read', money_out: 'none' });
    expect((await client.get('/v2/invoices')).status).toBe(200);
    expect((await client.post('/sessions', session())).body['error_code']).toBe(
      'REQUEST_FORBIDDEN_ERROR',
    );
    expect((await client.get('/balance')).status).toBe(403);
  });

  it('wants the api-version on version 3 only', async () => {
    const plain = jsonClient(() => simulator.url, KEY);
    expect((await plain.post('/v3/payment_requests', request())).status).toBe(400);
    expect((await plain.post('/sessions', session())).status).toBe(201);
  });

  it('answers 429 with its headers above the limit', async () => {
    simulator.act('config', { rate_limit: 1 });
    await client.get('/v2/invoices');
    const { status, body, headers } = await client.get('/v2/invoices');
    expect([status, body['error_code'], headers.get('rate-limit-remaining')]).toEqual([
      429,
      'RATE_LIMIT_EXCEEDED',
      '0',
    ]);
  });
});

describe('validation', () => {
  it.each([
    ['an amount as text', session({ amount: '275000' })],
    ['a decimal amount', session({ amount: 100.5 })],
    ['a plain http return URL', session({ success_return_url: 'http://hotel.example' })],
    ['a reference of 65 characters', session({ reference_id: 'x'.repeat(65) })],
    ['an unknown field', session({ amonut: 1 })],
    ['no mode', { ...session(), mode: undefined }],
    ['components without an origin', session({ mode: 'COMPONENTS' })],
    ['an expiry in the past', session({ expires_at: '2020-01-01T00:00:00Z' })],
    [
      'a name with special characters',
      session({
        customer: {
          reference_id: 'g1',
          type: 'INDIVIDUAL',
          individual_detail: { given_names: 'Bu*di' },
        },
      }),
    ],
  ])('refuses a session with %s', async (_what, body) => {
    const answer = await client.post('/sessions', body);
    expect([answer.status, answer.body['error_code']]).toEqual([400, 'API_VALIDATION_ERROR']);
  });

  it.each([
    ['no channel properties', { ...request(), channel_properties: undefined }],
    ['an unknown channel', request({ channel_code: 'XYZ' })],
    ['a VA without a name', request({ channel_code: 'BCA_VIRTUAL_ACCOUNT' })],
    ['a wallet without a return URL', request({ channel_code: 'DANA' })],
    ['amount under the wrong name', { ...request(), request_amount: undefined, amount: 1000 }],
  ])('refuses a payment request with %s', async (_what, body) => {
    const answer = await pay(body);
    expect([answer.status, answer.body['error_code']]).toEqual([400, 'API_VALIDATION_ERROR']);
  });
});

describe('sessions', () => {
  it('give a link of 27-character id and complete with two events', async () => {
    const { status, body } = await client.post('/sessions', session());
    expect(status).toBe(201);
    expect(body['payment_session_id']).toMatch(/^ps-.{24}$/);
    expect((await fetch(String(body['payment_link_url']))).status).toBe(200);
    simulator.act('pay', { reference: 'HTL-1' });
    expect(await events()).toEqual(['payment.capture', 'payment_session.completed']);
    const { body: after } = await client.get(`/sessions/${String(body['payment_session_id'])}`);
    expect(after).toMatchObject({ status: 'COMPLETED', payment_id: expect.stringMatching(/^py-/) });
  });

  it('stay open after a failed attempt', async () => {
    await client.post('/sessions', session({ allowed_payment_channels: ['CARDS', 'DANA'] }));
    simulator.act('fail', { reference: 'HTL-1' });
    simulator.act('pay', { reference: 'HTL-1', method: 'DANA' });
    expect(await events()).toEqual([
      'payment.failure',
      'payment.capture',
      'payment_session.completed',
    ]);
  });

  it('give a browser key in components mode', async () => {
    const configuration = { origins: ['https://hotel.example'] };
    const { body } = await client.post(
      '/sessions',
      session({ mode: 'COMPONENTS', components_configuration: configuration }),
    );
    expect(body['components_sdk_key']).toBeDefined();
    expect(body['payment_link_url']).toBeUndefined();
  });

  it('expire after half an hour with an event, and are cancelled without one', async () => {
    const first = await client.post('/sessions', session());
    await client.post(`/sessions/${String(first.body['payment_session_id'])}/cancel`, 'null');
    await client.post('/sessions', session({ reference_id: 'HTL-2' }));
    simulator.advance(31 * 60_000);
    expect(await events()).toEqual(['payment_session.expired']);
  });

  it('are cancelled once', async () => {
    const { body } = await client.post('/sessions', session());
    const path = `/sessions/${String(body['payment_session_id'])}/cancel`;
    expect((await client.post(path)).body['status']).toBe('CANCELED');
    expect((await client.post(path)).status).toBe(400);
  });
});

describe('payment requests', () => {
  it.each([
    ['QRIS', {}, 'QR_STRING'],
    ['BCA_VIRTUAL_ACCOUNT', { display_name: 'Budi Utomo' }, 'VIRTUAL_ACCOUNT_NUMBER'],
    [
      'DANA',
      { success_return_url: 'https://h.example', failure_return_url: 'https://h.example' },
      'WEB_URL',
    ],
  ])('%s gives what the guest needs', async (channel_code, channel_properties, descriptor) => {
    const { status, body } = await pay(request({ channel_code, channel_properties }));
    expect(status).toBe(201);
    expect(body['payment_request_id']).toMatch(/^pr-.{36}$/);
    expect(body).toMatchObject({ status: 'REQUIRES_ACTION', actions: [{ descriptor }] });
  });

  it('pushes to a wallet by phone number, with nothing to open', async () => {
    const properties = { account_mobile_number: '+6281234567890' };
    const { body } = await pay(request({ channel_code: 'OVO', channel_properties: properties }));
    expect(body).toMatchObject({ status: 'REQUIRES_ACTION', actions: [] });
  });

  it('refuses a repeated reference for cards only, with 409', async () => {
    await pay(card());
    expect((await pay(card())).status).toBe(409);
    expect((await pay(request())).status).toBe(201);
    expect((await pay(request())).status).toBe(201);
  });

  it('captures an authorised card by its payment, and leaves the request at AUTHORIZED', async () => {
    const { body } = await pay(card({ capture_method: 'MANUAL' }));
    const payment = `/v3/payments/${String(body['latest_payment_id'])}`;
    const tooMuch = await client.post(`${payment}/capture`, { capture_amount: 300_000 });
    const enough = await client.post(`${payment}/capture`, { capture_amount: 250_000 });
    expect(tooMuch.body['error_code']).toBe('CAPTURE_AMOUNT_EXCEEDED');
    expect(enough.body).toMatchObject({
      status: 'SUCCEEDED',
      captures: [{ capture_amount: 250_000 }],
    });
    expect(
      (await client.get(`/v3/payment_requests/${String(body['payment_request_id'])}`)).body[
        'status'
      ],
    ).toBe('AUTHORIZED');
    expect(await events()).toEqual(['payment.authorization', 'payment.capture']);
  });

  it('answers a declined card at once and an unknown token with INVALID_TOKEN', async () => {
    const { payment_token_id } = simulator.act('payment_token', { verdict: 'decline' }) as {
      payment_token_id: string;
    };
    const declined = await pay(card({ payment_token_id }));
    const unknown = await pay(card({ reference_id: 'HTL-2', payment_token_id: 'pt-none' }));
    expect(declined.body).toMatchObject({ status: 'FAILED', failure_code: 'CARD_DECLINED' });
    expect(unknown.body['error_code']).toBe('INVALID_TOKEN');
  });

  it('is paid by the simulate call and can not be cancelled then', async () => {
    const { body } = await pay(request());
    const path = `/v3/payment_requests/${String(body['payment_request_id'])}`;
    expect((await client.post(`${path}/simulate`, { amount: 275_000 })).body['status']).toBe(
      'PENDING',
    );
    expect((await client.get(path)).body['status']).toBe('SUCCEEDED');
    expect((await client.post(`${path}/cancel`)).body['error_code']).toBe(
      'INACTIVE_PAYMENT_REQUEST',
    );
  });

  it('is found by reference', async () => {
    await pay(request());
    const { body } = await client.get('/v3/payment_requests?reference_id=HTL-1');
    expect(body['data']).toMatchObject([{ reference_id: 'HTL-1' }]);
  });
});

describe('invoices', () => {
  const invoice = { external_id: 'INV-1', amount: 20_000, payment_methods: ['QRIS', 'BCA'] };

  it('are made with or without the slash, found by external id, paid by a flat event', async () => {
    const { body } = await client.post('/v2/invoices/', invoice);
    simulator.act('pay', { reference: 'INV-1' });
    const { body: found } = await client.get('/v2/invoices?external_id=INV-1');
    expect(found).toMatchObject([{ id: body['id'], status: 'PAID', paid_amount: 20_000 }]);
    expect(await events()).toEqual(['PAID']);
    expect(hotel.caught[0]?.body).toMatchObject({
      external_id: 'INV-1',
      merchant_name: expect.any(String),
    });
  });

  it('are expired by the odd path, once', async () => {
    const { body } = await client.post('/v2/invoices', invoice);
    const path = `/invoices/${String(body['id'])}/expire!`;
    expect((await client.post(path)).body['status']).toBe('EXPIRED');
    expect((await client.post(path)).status).toBe(400);
  });

  it('keep a failed attempt to themselves', async () => {
    await client.post('/v2/invoices', invoice);
    simulator.act('fail', { reference: 'INV-1' });
    expect(await events()).toEqual([]);
  });
});

describe('refunds', () => {
  const refund = (body: object, headers?: Record<string, string>) =>
    client.post('/refunds', { reason: 'REQUESTED_BY_CUSTOMER', ...body }, headers);
  const paid = async (body: unknown = request()) => {
    const { body: made } = await pay(body);
    simulator.act('pay', { id: made['payment_request_id'] });
    return String(made['payment_request_id']);
  };

  it('are accepted first and confirmed by an event', async () => {
    const id = await paid();
    const { body } = await refund({
      payment_request_id: id,
      reference_id: 'RF-1',
      amount: 5000,
      currency: 'IDR',
    });
    expect(body).toMatchObject({ id: expect.stringMatching(/^rfd-/), status: 'PENDING' });
    expect(await events()).toEqual(['payment.capture', 'refund.succeeded']);
    expect((await client.get(`/refunds/${String(body['id'])}`)).body['status']).toBe('SUCCEEDED');
  });

  it('happen once for one idempotency key', async () => {
    const id = await paid();
    const first = await refund(
      { payment_request_id: id, amount: 5000 },
      { 'idempotency-key': 'k' },
    );
    const second = await refund(
      { payment_request_id: id, amount: 5000 },
      { 'idempotency-key': 'k' },
    );
    expect(second.body['id']).toBe(first.body['id']);
  });

  it('never exceed what was captured', async () => {
    const id = await paid();
    await refund({ payment_request_id: id, amount: 200_000 });
    const { status, body } = await refund({ payment_request_id: id, amount: 100_000 });
    expect([status, body['error_code']]).toEqual([400, 'REFUND_AMOUNT_EXCEEDED']);
  });

  it('are refused for a VA, for what is not paid and for what is unknown', async () => {
    const account = {
      channel_code: 'BCA_VIRTUAL_ACCOUNT',
      channel_properties: { display_name: 'Budi' },
    };
    const { body: unpaid } = await pay(request());
    expect(
      (await refund({ payment_request_id: await paid(request(account)) })).body['error_code'],
    ).toBe('REFUND_NOT_SUPPORTED');
    expect(
      (await refund({ payment_request_id: unpaid['payment_request_id'] })).body['error_code'],
    ).toBe('INELIGIBLE_TRANSACTION_STATUS');
    expect((await refund({ payment_request_id: 'pr-none' })).status).toBe(404);
  });

  it('fail later when the bank says so', async () => {
    simulator.act('config', { refunds_end: 'pending' });
    const id = await paid();
    const { body } = await refund({ payment_request_id: id });
    simulator.act('settle_refund', { id: body['id'], status: 'FAILED' });
    expect(await events()).toEqual(['payment.capture', 'refund.failed']);
  });
});

describe('webhooks', () => {
  it('carry the token and an id of their own', async () => {
    await pay(request());
    simulator.act('pay', { reference: 'HTL-1' });
    await simulator.webhooks.idle();
    const [first] = hotel.caught;
    expect(first?.headers['x-callback-token']).toBe('spec-token');
    expect(first?.headers['webhook-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first?.body).toMatchObject({
      event: 'payment.capture',
      data: { captures: [{ capture_amount: 275_000 }] },
    });
  });
});

describe('reports', () => {
  it('show the payment with its fee', async () => {
    await pay(request());
    simulator.act('pay', { reference: 'HTL-1' });
    const { body } = await client.get(
      '/transactions?reference_id=HTL-1&types=PAYMENT&statuses=SUCCESS',
    );
    expect(body['data']).toMatchObject([
      { reference_id: 'HTL-1', amount: 275_000, fee: { xendit_fee: 4000 } },
    ]);
  });
});
