import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startDokuSimulator } from '#test/simulators/doku/doku-simulator.js';
import { wibIso } from '#test/simulators/doku/doku-parts.js';
import { signatureOf } from '#test/simulators/doku/signature.js';
import { tokenSignature, transactionSignature } from '#test/simulators/doku/snap-signature.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let doku: Simulator;
beforeAll(async () => {
  [hub, doku] = await Promise.all([
    startTestHub(),
    startDokuSimulator({ retryDelaysMs: [50, 100, 200] }),
  ]);
});
afterEach(() => {
  doku.faults.clear();
  doku.webhooks.behave({});
  doku.act('config', { va_notification: 'non_snap' });
});
afterAll(async () => {
  await hub.stop();
  await doku.close();
});

const GUEST = {
  description: 'Deluxe room, 1 night',
  customer: {
    first_name: 'Sari',
    last_name: 'Dewi',
    email: 'sari@example.com',
    phone: '081234567890',
  },
  return_url: 'https://hotel.example/paid',
};

/** A provider whose address is the one the back office holds. */
async function connected(preset: string): Promise<TestProvider> {
  const provider = await addProvider(hub, doku, preset);
  doku.act('config', { webhook_url: provider.webhook_url });
  return provider;
}

async function bill(preset: string, more: Record<string, unknown> = {}) {
  const provider = await connected(preset);
  const { status, body } = await pay(hub, { provider_id: provider.id, ...GUEST, ...more });
  if (status !== 201) throw new Error(`no payment: ${JSON.stringify(body)}`);
  return { provider, created: body };
}

const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;

const until = (id: string, status: string) =>
  eventually(async () => {
    const seen = await payment(id);
    return seen.status === status && seen;
  });

const history = async (id: string) =>
  (await hub.api.get(`/api/v1/payments/${id}/events`)).body.items.reverse();

const movesOf = async (id: string) =>
  (await history(id))
    .filter(({ type }: { type: string }) => type === 'status')
    .map(({ to, source }: { to: string; source: string }) => [to, source]);

async function settled(): Promise<void> {
  await doku.webhooks.idle();
  await eventually(async () => {
    const [row] = await hub.sql<{ open: number }>(
      "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing')",
    );
    return row?.open === 0;
  });
}

const logsOf = (provider: TestProvider) =>
  hub.sql<{ status: string; reason: string }>(
    'SELECT status, reason FROM webhook_logs WHERE provider_id = $1 ORDER BY received_at, id',
    [provider.id],
  );

const notice = (reference: string) =>
  JSON.stringify({
    service: { id: 'QRIS' },
    channel: { id: 'QRIS' },
    transaction: { status: 'SUCCESS', date: '2026-11-20T09:24:23Z' },
    order: { invoice_number: reference, amount: 150_000 },
  });

/** A call in the vendor's own style, signed with any secret. */
function sendSigned(url: string, body: string, secret: string): Promise<Response> {
  const message = {
    clientId: doku.credentials['client_id'] ?? '',
    requestId: randomUUID(),
    timestamp: '2026-11-20T09:24:30Z',
    target: new URL(url).pathname,
    body,
  };
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'Client-Id': message.clientId,
      'Request-Id': message.requestId,
      'Request-Timestamp': message.timestamp,
      Signature: signatureOf(message, secret),
    },
    body,
  });
}

const page = expect.stringMatching(/^https?:\/\//);

describe.each([
  ['doku-checkout', {}, undefined, { type: 'redirect', url: page }],
  ['doku-checkout', { method: 'card' }, 'CREDIT_CARD', { type: 'redirect', url: page }],
  ['doku-qris', {}, undefined, { type: 'qr', qr_string: expect.any(String), qr_image_url: page }],
  [
    'doku-va',
    { method: 'mandiri_va' },
    undefined,
    { type: 'virtual_account', bank: 'mandiri', number: expect.stringMatching(/^88899\d{10}$/) },
  ],
] as const)('a payment by %s %o', (preset, more, channel, action) => {
  it('gives the guest what its format promises and is paid by the webhook', async () => {
    const { created } = await bill(preset, more);
    expect(created).toMatchObject({ status: 'pending', amount: 150_000, currency: 'IDR', action });
    doku.act('pay', { reference: created.reference, method: channel });
    const paid = await until(created.id, 'paid');
    expect(paid.paid_at).not.toBeNull();
    expect(paid.gateway_transaction_id).toEqual(expect.any(String));
    expect(await movesOf(created.id)).toEqual([
      ['pending', 'api'],
      ['paid', 'webhook'],
    ]);
  });

  it('is paid once, however often the vendor repeats itself', async () => {
    const { provider, created } = await bill(preset, more);
    doku.webhooks.behave({ repeat: 2 });
    doku.act('pay', { reference: created.reference, method: channel });
    await until(created.id, 'paid');
    await settled();
    const [delivery] = doku.webhooks.list({ subject: created.reference });
    if (delivery) doku.webhooks.resend(delivery.id);
    await settled();
    expect(await movesOf(created.id)).toHaveLength(2);
    expect((await logsOf(provider)).length).toBeGreaterThanOrEqual(4);
    const told = await hub.sql("SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1", [
      created.id,
    ]);
    expect(told).toEqual([{ event: 'payment.received' }]);
  });

  it('costs nothing when the webhook is lost: the status is asked', async () => {
    const { created } = await bill(preset, more);
    doku.webhooks.behave({ drop: true });
    doku.act('pay', { reference: created.reference, method: channel });
    const { body } = await hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
    expect(body.status).toBe('paid');
  });

  it('is not paid by a webhook that somebody else signed', async () => {
    const { provider, created } = await bill(preset, more);
    const body = notice(created.reference);
    const forged = await sendSigned(provider.webhook_url, body, 'SK-SomebodyElse0001');
    expect(forged.status).toBe(401);
    expect(await logsOf(provider)).toMatchObject([
      { status: 'rejected', reason: expect.stringContaining('signature did not match') },
    ]);
    expect((await payment(created.id)).status).toBe('pending');
  });
});

describe('the connection test', () => {
  const tested = async (preset: string, changes = {}) => {
    const provider = await addProvider(hub, doku, preset, changes);
    return (await hub.api.post(`/api/v1/providers/${provider.id}/test`)).body;
  };

  it.each([
    ['doku-checkout', 'stays open'],
    ['doku-qris', 'cancelled'],
    ['doku-va', 'keys were checked'],
  ])('of %s names the account and tries what can be tried', async (preset, said) => {
    const answer = await tested(preset);
    expect(answer).toMatchObject({ test_status: 'ok', identity: expect.stringContaining('BRN-') });
    expect(JSON.stringify(answer.checks)).toContain(said);
  });

  it('says that a secret is wrong', async () => {
    const client_id = doku.credentials['client_id'] ?? '';
    const credentials = { client_id, secret_key: 'SK-SomebodyElse0001' };
    const answer = await tested('doku-checkout', { credentials });
    expect(answer).toMatchObject({ ok: false, test_status: 'failed' });
    expect(answer.message).toContain('refused the key');
  });
});

describe('another amount than was asked', () => {
  it.each(['doku-checkout', 'doku-qris', 'doku-va'])('is never paid: %s', async (preset) => {
    const { created } = await bill(preset);
    doku.act('pay', { reference: created.reference, amount: 1 });
    await eventually(async () =>
      (await history(created.id)).some(({ type }: { type: string }) => type === 'amount_mismatch'),
    );
    expect((await payment(created.id)).status).toBe('pending');
  });
});

describe('an attempt that fails on the page', () => {
  it('leaves the payment open for the next', async () => {
    const { created } = await bill('doku-checkout');
    doku.act('fail', { reference: created.reference, method: 'CREDIT_CARD' });
    await settled();
    expect((await payment(created.id)).status).toBe('pending');
    doku.act('pay', { reference: created.reference, method: 'QRIS' });
    await until(created.id, 'paid');
  });
});

describe('a create whose answer is lost', () => {
  it('is answered with the page of the first one', async () => {
    const provider = await connected('doku-checkout');
    await doku.fault({ operation: 'checkout', mode: 'cut_after', times: 1 });
    const { status, body } = await pay(hub, { provider_id: provider.id, ...GUEST });
    expect(status).toBe(201);
    expect(body.action).toMatchObject({ type: 'redirect', url: page });
    doku.act('pay', { reference: body.reference });
    await until(body.id, 'paid');
  });
});

describe('a virtual account whose number is lost on the way', () => {
  it('stays in doubt, and is paid when the vendor says so', async () => {
    const provider = await connected('doku-va');
    await doku.fault({ operation: 'va_create', mode: 'cut_after', times: 1 });
    const { status, body } = await pay(hub, { provider_id: provider.id, ...GUEST });
    expect(status).toBe(202);
    expect(body.status).toBe('pending_confirmation');
    doku.act('pay', { reference: body.reference });
    await until(body.id, 'paid');
  });
});

describe('refunds', () => {
  const refund = (id: string, amount?: number) =>
    hub.api.post(
      `/api/v1/payments/${id}/refunds`,
      { ...(amount !== undefined && { amount }), reason: 'Guest cancelled' },
      { 'idempotency-key': randomUUID() },
    );

  async function paidBy(preset: string, channel?: string) {
    const { created } = await bill(preset);
    doku.act('pay', { reference: created.reference, method: channel });
    await until(created.id, 'paid');
    return created.id as string;
  }

  it('of a card go back in parts', async () => {
    const id = await paidBy('doku-checkout', 'CREDIT_CARD');
    expect((await refund(id, 50_000)).status).toBe(201);
    expect(await until(id, 'partially_refunded')).toMatchObject({ refunded_amount: 50_000 });
    expect((await refund(id)).status).toBe(201);
    expect(await until(id, 'refunded')).toMatchObject({ refunded_amount: 150_000 });
  });

  it('of a QR code go back', async () => {
    const id = await paidBy('doku-qris');
    expect((await refund(id)).status).toBe(201);
    expect(await until(id, 'refunded')).toMatchObject({ refunded_amount: 150_000 });
  });

  it('of a bank transfer on the page are declined with the reason', async () => {
    const id = await paidBy('doku-checkout', 'VIRTUAL_ACCOUNT_BCA');
    const answer = await refund(id);
    expect(JSON.stringify(answer.body)).toContain('only card payments');
    expect((await payment(id)).status).toBe('paid');
  });
});

describe('virtual accounts that are told in the SNAP style', () => {
  const asked = async (more = {}) => {
    const known = await bill('doku-va', more);
    doku.act('config', { va_notification: 'snap' });
    return known;
  };
  const replyTo = async (reference: string) => {
    await doku.webhooks.idle();
    const [delivery] = doku.webhooks.list({ subject: reference });
    const last = delivery?.attempts.at(-1);
    return { status: last?.status, body: JSON.parse(last?.reply ?? '{}') as unknown };
  };

  it('are paid after the vendor has fetched a token, and answered as the standard has it', async () => {
    const { created } = await asked();
    doku.act('pay', { reference: created.reference });
    await until(created.id, 'paid');
    expect(await movesOf(created.id)).toContainEqual(['paid', 'webhook']);
    expect(await replyTo(created.reference)).toMatchObject({
      status: 200,
      body: { responseCode: '2002500', virtualAccountData: { trxId: created.reference } },
    });
  });

  it('are paid once, and a repeat is answered like the first', async () => {
    const { created } = await asked();
    doku.webhooks.behave({ repeat: 2 });
    doku.act('pay', { reference: created.reference });
    await until(created.id, 'paid');
    await settled();
    const [delivery] = doku.webhooks.list({ subject: created.reference });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await movesOf(created.id)).toHaveLength(2);
  });

  it('are refused by code for another amount and for a bill nobody knows', async () => {
    const { created } = await asked();
    doku.act('pay', { reference: created.reference, amount: 1 });
    expect(await replyTo(created.reference)).toMatchObject({
      status: 404,
      body: { responseCode: '4042513' },
    });
    const other = await asked();
    await hub.sql('UPDATE payments SET reference = $2 WHERE id = $1', [
      other.created.id,
      `gone-${other.created.reference}`,
    ]);
    doku.act('pay', { reference: other.created.reference });
    expect(await replyTo(other.created.reference)).toMatchObject({
      status: 404,
      body: { responseCode: '4042512' },
    });
    expect((await payment(created.id)).status).toBe('pending');
  });

  it('give no token to a stranger', async () => {
    const { provider } = await asked();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const clientId = doku.credentials['client_id'] ?? '';
    const timestamp = wibIso(Date.now());
    const ask = (headers: Record<string, string>) =>
      fetch(`${provider.webhook_url}/v1.0/access-token/b2b`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"grantType":"client_credentials"}',
      });
    const forged = await ask({
      'X-CLIENT-KEY': clientId,
      'X-TIMESTAMP': timestamp,
      'X-SIGNATURE': tokenSignature(clientId, timestamp, privateKey),
    });
    const bare = await ask({ 'X-CLIENT-KEY': clientId });
    expect(forged.status).toBe(401);
    expect(await forged.json()).toMatchObject({ responseCode: '4017300' });
    expect(bare.status).toBe(400);
    expect(await bare.json()).toMatchObject({ responseCode: '4007302' });
  });

  it('believe nothing without a token of ours, nor with a wrong signature', async () => {
    const { provider, created } = await asked();
    const url = `${provider.webhook_url}/v1.1/transfer-va/payment`;
    const body = JSON.stringify({
      virtualAccountNo: '    1899000012',
      trxId: created.reference,
      paymentRequestId: '1',
      paidAmount: { value: '150000.00', currency: 'IDR' },
    });
    const timestamp = wibIso(Date.now());
    const path = new URL(url).pathname;
    const message = { method: 'POST', path, token: 'stolen', body, timestamp };
    const send = (secret: string) =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          Authorization: 'Bearer stolen',
          'X-PARTNER-ID': doku.credentials['client_id'] ?? '',
          'X-EXTERNAL-ID': String(Date.now()),
          'X-TIMESTAMP': timestamp,
          'X-SIGNATURE': transactionSignature(message, secret),
        },
        body,
      });
    const forged = await send('SK-SomebodyElse0001');
    const tokenless = await send(doku.credentials['secret_key'] ?? '');
    expect(forged.status).toBe(401);
    expect(await forged.json()).toMatchObject({ responseCode: '4012500' });
    expect(tokenless.status).toBe(401);
    expect(await tokenless.json()).toMatchObject({ responseCode: '4012501' });
    expect((await payment(created.id)).status).toBe('pending');
  });
});

describe('virtual accounts that the vendor asks the hub about', () => {
  const channel = 'VIRTUAL_ACCOUNT_BCA';
  const inquire = async (number: string) =>
    (await doku.act('inquire', { id: number, method: channel })) as {
      readonly status: number;
      readonly body: unknown;
    };

  async function asked() {
    const provider = await addProvider(hub, doku, 'doku-va', {
      extra_config: { va_model: 'inquiry' },
    });
    doku.act('config', { webhook_url: provider.webhook_url, va_notification: 'snap' });
    const { status, body } = await pay(hub, { provider_id: provider.id, ...GUEST });
    if (status !== 201) throw new Error(`no payment: ${JSON.stringify(body)}`);
    return body;
  }

  it('are found by their number and paid', async () => {
    const created = await asked();
    const { number } = created.action;
    expect(number).toMatch(/^1899\d{10}$/);
    const bill = await inquire(number);
    expect(bill).toMatchObject({
      status: 200,
      body: {
        responseCode: '2002400',
        virtualAccountData: {
          virtualAccountName: 'Sari Dewi',
          totalAmount: { value: '150000.00', currency: 'IDR' },
        },
      },
    });
    doku.act('pay', { reference: created.reference });
    await until(created.id, 'paid');
    const after = await inquire(number);
    expect(after).toMatchObject({ status: 404, body: { responseCode: '4042414' } });
  });

  it('are not known under another number, nor another bank', async () => {
    const created = await asked();
    const { number } = created.action;
    const other = await inquire(`1899${String(Number(number.slice(4)) + 1)}`);
    expect(other).toMatchObject({ status: 404, body: { responseCode: '4042412' } });
    const bank = (await doku.act('inquire', {
      id: `8578${number.slice(4)}`,
      method: 'VIRTUAL_ACCOUNT_BNI',
    })) as { status: number; body: unknown };
    expect(bank).toMatchObject({ status: 404, body: { responseCode: '4042412' } });
  });
});
