import { createPrivateKey, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDokuSimulator } from '#test/simulators/doku/doku-simulator.js';
import { utcSeconds, wibIso } from '#test/simulators/doku/doku-parts.js';
import { signatureOf } from '#test/simulators/doku/signature.js';
import { tokenSignature, transactionSignature } from '#test/simulators/doku/snap-signature.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';

let doku: Simulator;
beforeAll(async () => {
  doku = await startDokuSimulator();
});
afterAll(() => doku.close());

const PATH = '/checkout/v1/payment';
const GENERATE = '/snap-adapter/b2b/v1.0/qr/qr-mpm-generate';
const WIB_MS = 7 * 3_600_000;

let count = 0;
const invoice = () => `INV${++count}`;
const clientId = () => doku.credentials['client_id'] ?? '';
const secret = () => doku.credentials['secret_key'] ?? '';
const checkout = (order = {}) =>
  JSON.stringify({
    order: { amount: 150_000, invoice_number: invoice(), ...order },
    payment: { payment_due_date: 60 },
  });

interface SignedCall {
  readonly body?: string;
  readonly sent?: string;
  readonly requestId?: string;
  readonly timestamp?: string;
}

/** @param sent what goes out in place of the body that was signed */
async function post({
  body = checkout(),
  sent = body,
  requestId = randomUUID(),
  timestamp = utcSeconds(Date.now()),
}: SignedCall = {}) {
  const message = { clientId: clientId(), requestId, timestamp, target: PATH, body };
  const answer = await fetch(doku.url + PATH, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'Client-Id': message.clientId,
      'Request-Id': requestId,
      'Request-Timestamp': timestamp,
      Signature: signatureOf(message, secret()),
    },
    body: sent,
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe("the vendor's own protocol", () => {
  it('takes a request that is signed over its very bytes, and no other', async () => {
    const body = checkout();
    expect((await post({ body, sent: `${body} ` })).status).toBe(401);
    expect((await post({ body })).status).toBe(200);
  });

  it.each([
    ['milliseconds', () => new Date().toISOString()],
    ['local time with a Z', () => utcSeconds(Date.now() + WIB_MS)],
    ['an offset', () => wibIso(Date.now())],
  ])('refuses a timestamp with %s', async (_what, timestamp) => {
    const answer = await post({ timestamp: timestamp() });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('REQUEST-TIMESTAMP');
  });

  it('answers a repeat with 409 and the body of the first answer', async () => {
    const call = { body: checkout(), requestId: randomUUID() };
    const first = await post(call);
    const again = await post(call);
    expect([first.status, again.status]).toEqual([200, 409]);
    expect(again.text).toBe(first.text);
  });

  it('refuses another request under an id that was used', async () => {
    const requestId = randomUUID();
    await post({ requestId });
    const other = await post({ requestId });
    expect(other.status).toBe(409);
    expect(other.text).not.toContain('SUCCESS');
  });

  it('signs its answers', async () => {
    const { headers, text } = await post();
    const message = {
      clientId: headers.get('client-id') ?? '',
      requestId: headers.get('request-id') ?? '',
      timestamp: headers.get('response-timestamp') ?? '',
      timestampName: 'Response-Timestamp' as const,
      target: PATH,
      body: text,
    };
    expect(headers.get('signature')).toBe(signatureOf(message, secret()));
  });

  it.each([
    ['an unknown field', { note: 'x' }],
    ['an amount with decimals', { amount: 150_000.5 }],
    ['an amount as text', { amount: '150000' }],
    ['an invoice number that cards do not take', { invoice_number: 'A'.repeat(31) }],
    ['characters that the vendor strips', { line_items: [{ name: '"', quantity: 1, price: 1 }] }],
  ])('refuses %s', async (_what, order) => {
    expect((await post({ body: checkout(order) })).status).toBe(400);
  });
});

const qr = (more = {}) =>
  JSON.stringify({
    partnerReferenceNo: invoice(),
    amount: { value: '150000.00', currency: 'IDR' },
    merchantId: '37116',
    terminalId: 'T01',
    additionalInfo: { postalCode: '80361', feeType: '1' },
    ...more,
  });

describe('the SNAP style', () => {
  const merchantKey = () => createPrivateKey(doku.credentials['private_key'] ?? '');

  async function token(timestamp = wibIso(Date.now()), id = clientId()) {
    const answer = await fetch(`${doku.url}/authorization/v1/access-token/b2b`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'X-CLIENT-KEY': clientId(),
        'X-TIMESTAMP': timestamp,
        'X-SIGNATURE': tokenSignature(id, timestamp, merchantKey()),
      },
      body: '{"grantType":"client_credentials"}',
    });
    const body = (await answer.json()) as { responseCode: string; accessToken?: string };
    return { status: answer.status, ...body };
  }

  interface SnapCall {
    readonly bearer: string;
    readonly body?: string;
    readonly externalId?: string;
    readonly timestamp?: string;
  }
  let nextId = Date.now();

  async function generate({
    bearer,
    body = qr(),
    externalId = String(++nextId),
    timestamp = wibIso(Date.now()),
  }: SnapCall) {
    const message = { method: 'POST', path: GENERATE, token: bearer, body, timestamp };
    const answer = await fetch(doku.url + GENERATE, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        Authorization: `Bearer ${bearer}`,
        'X-PARTNER-ID': clientId(),
        'X-EXTERNAL-ID': externalId,
        'X-TIMESTAMP': timestamp,
        'X-SIGNATURE': transactionSignature(message, secret()),
        'CHANNEL-ID': 'H2H',
      },
      body,
    });
    const { responseCode } = (await answer.json()) as { responseCode: string };
    return [answer.status, responseCode];
  }

  it('gives a token for the right key, name and time alone', async () => {
    expect(await token()).toMatchObject({ status: 200, responseCode: '2007300' });
    expect(await token(undefined, 'another')).toMatchObject({ responseCode: '4017300' });
    expect(await token(new Date().toISOString())).toMatchObject({ responseCode: '4007301' });
  });

  it('takes each external id once a day', async () => {
    const bearer = (await token()).accessToken ?? '';
    const externalId = String(++nextId);
    expect(await generate({ bearer, externalId })).toEqual([200, '2004700']);
    expect(await generate({ bearer, externalId })).toEqual([409, '4094700']);
  });

  it.each([
    ['a time without offset', { timestamp: '2026-11-21T10:00:00' }, [400, '4004701']],
    ['an id with letters', { externalId: 'abc' }, [400, '4004701']],
    ['a token nobody gave', { bearer: 'made-up' }, [401, '4014701']],
    [
      'an amount without decimals',
      { body: qr({ amount: { value: '150000', currency: 'IDR' } }) },
      [400, '4004701'],
    ],
    [
      'a validity in UTC',
      { body: qr({ validityPeriod: '2030-01-01T00:00:00Z' }) },
      [400, '4004701'],
    ],
    ['another merchant', { body: qr({ merchantId: '1' }) }, [404, '4044708']],
  ])('refuses %s', async (_what, call, expected) => {
    const bearer = (await token()).accessToken ?? '';
    expect(await generate({ bearer, ...call })).toEqual(expected);
  });

  it('lets a token end after 15 minutes', async () => {
    const bearer = (await token()).accessToken ?? '';
    doku.advance(899_000);
    expect(await generate({ bearer })).toEqual([200, '2004700']);
    doku.advance(2_000);
    expect(await generate({ bearer })).toEqual([401, '4014701']);
  });
});
