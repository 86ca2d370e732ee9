import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startSnapSimulator } from '#test/simulators/snap-bank/snap-simulator.js';
import {
  hmacSignature,
  rsaSignature,
  textToSign,
} from '#test/simulators/snap-bank/snap-signature.js';

let bank: Simulator;
beforeEach(async () => {
  bank = await startSnapSimulator();
});
afterEach(() => bank.close());

type Headers = Readonly<Record<string, string | undefined>>;
let count = 0;

const stamp = () => `${new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;

async function post(path: string, headers: Headers, body: string) {
  const sent = Object.entries(headers).filter(([, value]) => value !== undefined);
  const response = await fetch(bank.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...Object.fromEntries(sent) },
    body,
  });
  const answer = (await response.json()) as { responseCode: string; accessToken?: string };
  // Whatever the answer is, its code begins with the status it came with.
  expect(answer.responseCode.slice(0, 3)).toBe(String(response.status));
  return answer;
}

async function token(changes: Headers = {}, body = '{"grantType":"client_credentials"}') {
  const { client_id: id = '', private_key: key = '' } = bank.credentials;
  const at = stamp();
  const headers = {
    'x-client-key': id,
    'x-timestamp': at,
    'x-signature': rsaSignature(`${id}|${at}`, key),
    ...changes,
  };
  return post('/snap/v1.0/access-token/b2b', headers, body);
}

async function call(path: string, body: unknown, changes: Headers = {}) {
  const { accessToken = '' } = await token();
  const { partner_id: partner, channel_id: channel, client_secret: secret = '' } = bank.credentials;
  const at = stamp();
  const raw = JSON.stringify(body);
  const text = textToSign({ method: 'POST', path, token: accessToken, body: raw, timestamp: at });
  count += 1;
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'x-timestamp': at,
    'x-signature': hmacSignature(text, secret, 'base64'),
    'x-partner-id': partner,
    'x-external-id': `9000${count}`,
    'channel-id': channel,
    ...changes,
  };
  return post(path, headers, raw);
}

const generate = (partnerReferenceNo = 'RES1') => ({
  partnerReferenceNo,
  amount: { value: '150000.00', currency: 'IDR' },
  merchantId: '00007100010926',
  validityPeriod: `${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19)}+07:00`,
});
const QR = '/v1.0/qr/qr-mpm-generate';

describe('the bank gives a token', () => {
  it('to whoever signs with the hotel’s key', async () => {
    expect(await token()).toMatchObject({ responseCode: '2007300', expiresIn: '900' });
  });

  it.each<[string, Headers, string]>([
    ['a wrong signature', { 'x-signature': 'd3Jvbmc=' }, '4017300'],
    ['another client', { 'x-client-key': 'x' }, '4017300'],
    ['no client', { 'x-client-key': undefined }, '4007302'],
    ['a timestamp of another form', { 'x-timestamp': '2026' }, '4007301'],
  ])('but not with %s', async (_what, changes, code) => {
    expect((await token(changes)).responseCode).toBe(code);
  });

  it('but not for another grant', async () => {
    expect((await token({}, '{"grantType":"password"}')).responseCode).toBe('4007301');
  });
});

describe('the bank takes a call', () => {
  it('once for one external id a day, and once for one reference', async () => {
    const first = { 'x-external-id': '700' };
    expect((await call(QR, generate(), first)).responseCode).toBe('2004700');
    expect((await call(QR, generate('RES2'), first)).responseCode).toBe('4094700');
    expect((await call(QR, generate())).responseCode).toMatch(/^(4094701|4044718)$/);
  });

  it.each<[string, Headers, string]>([
    ['without a partner', { 'x-partner-id': undefined }, '4004702'],
    ['with letters in its external id', { 'x-external-id': 'abc' }, '4004701'],
    ['with a token of nobody', { authorization: 'Bearer x' }, '4014701'],
    ['with a wrong signature', { 'x-signature': 'x' }, '4014700'],
    ['of another channel', { 'channel-id': '1' }, '4004701'],
    ['that asks for a refusal', { 'x-external-id': '409001' }, '4094700'],
    ['that asks for a failure', { 'x-external-id': '500001' }, '5004700'],
    ['that asks for no token', { 'x-external-id': '401002' }, '4014701'],
  ])('but none %s', async (_what, changes, code) => {
    expect((await call(QR, generate(), changes)).responseCode).toBe(code);
  });

  it.each([
    ['an amount without decimals', { amount: { value: '150000', currency: 'IDR' } }, '4004701'],
    ['an unknown field', { extra: 1 }, '4004701'],
    ['a time in UTC', { validityPeriod: '2026-11-20T08:00:00Z' }, '4004701'],
    ['no merchant', { merchantId: undefined }, '4004702'],
  ])('but none with %s', async (_what, changes, code) => {
    expect((await call(QR, { ...generate(), ...changes })).responseCode).toBe(code);
  });

  it('but none with a token whose time is over', async () => {
    const { accessToken } = await token();
    bank.advance(901_000);
    const old = { authorization: `Bearer ${accessToken ?? ''}` };
    // The bank's clock has moved, so the call is stale or its token is: refused either way.
    expect((await call(QR, generate(), old)).responseCode).toMatch(/^40147/);
  });
});
