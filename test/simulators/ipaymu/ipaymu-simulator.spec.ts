import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestSignature } from '#test/simulators/ipaymu/ipaymu-signature.js';
import { startIpaymuSimulator } from '#test/simulators/ipaymu/ipaymu-simulator.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startIpaymuSimulator();
});
afterAll(() => simulator.close());

const VA = '1179000899';
const DIRECT = {
  name: 'Budi Santoso',
  phone: '081234567890',
  email: 'budi@example.com',
  amount: 150_000,
  notifyUrl: 'http://127.0.0.1:9/notify',
  referenceId: 'RES-1',
  paymentMethod: 'va',
  paymentChannel: 'bni',
};

async function post(path: string, body: unknown, more: Record<string, string> = {}) {
  const { va = '', api_key: apiKey = '' } = simulator.credentials;
  const response = await fetch(simulator.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      va,
      signature: requestSignature({ method: 'POST', body, va, apiKey }),
      timestamp: '20261120154542',
      ...more,
    },
    body: JSON.stringify(body),
  });
  const told = (await response.json()) as Record<string, unknown>;
  return { status: response.status, told };
}

describe('the iPaymu simulator', () => {
  it.each([
    ['a wrong signature', { signature: 'f'.repeat(64) }],
    ['another account', { va: '1179000000' }],
    ['a time it can not read', { timestamp: '2026-11-20T08:45:42Z' }],
  ])('refuses %s', async (_what, headers) => {
    const { status, told } = await post('/api/v2/payment/direct', DIRECT, headers);
    expect(status).toBe(401);
    expect(told).toEqual({ Status: 401, Message: 'unauthorized' });
  });

  it.each([
    ['a missing field', { email: undefined }, 'email'],
    ['a field that it does not know', { currency: 'IDR' }, 'currency'],
    ['a channel of another method', { paymentChannel: 'mpm' }, 'paymentChannel'],
    ['more hours than the bank allows', { paymentChannel: 'bri', expired: 3 }, 'expired'],
    ['an amount of nothing', { amount: 0 }, 'amount'],
  ])('refuses %s by name', async (_what, change, field) => {
    const { status, told } = await post('/api/v2/payment/direct', { ...DIRECT, ...change });
    expect(status).toBe(400);
    expect(told).toMatchObject({ Error: { [field]: [expect.stringContaining(field)] } });
  });

  it('refuses pages of history beyond twenty rows, and another account in the balance', async () => {
    expect((await post('/api/v2/history', { limit: 21 })).status).toBe(400);
    expect((await post('/api/v2/balance', { account: '1' })).told).toMatchObject({
      Error: { account: ['Invalid va'] },
    });
    expect((await post('/api/v2/balance', { account: VA })).status).toBe(200);
  });

  it('checks a body as it writes it itself, so letters beyond ASCII do not fit as they are', async () => {
    const body = { ...DIRECT, name: 'Renée' };
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const key = simulator.credentials['api_key'] ?? '';
    const signature = createHmac('sha256', key).update(`POST:${VA}:${digest}:${key}`).digest('hex');
    expect((await post('/api/v2/payment/direct', body, { signature })).status).toBe(401);
    expect((await post('/api/v2/payment/direct', body)).status).toBe(200);
  });
});
