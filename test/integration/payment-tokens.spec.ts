import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OddVendor, startOddVendor } from '#test/support/odd-vendor.js';
import { SpentTokens } from '#categories/payment/tokens/spent-tokens.js';
import { pay } from '#test/support/payment-kit.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

const connector = {
  credentials: [{ key: 'secret', label: { id: 'Rahasia', en: 'Secret' } }],
  base_urls: { default: { production: 'https://card.example', sandbox: 'https://card.example' } },
  auth: { scheme: 'bearer', token: '=credentials.secret' },
  operations: {
    create: {
      path: '/charges',
      body: { ref: '=request.reference', card: '=request.token' },
      result: { status: '=body.state', action: { type: 'none' } },
    },
  },
  limits: { token: { pattern: '[\\w.-]{8,400}', lifetime_s: 600, single_use: true } },
};

let hub: TestHub;
let vendor: OddVendor;
let providerId: string;
let status = 200;
beforeAll(async () => {
  const respond = () => ({ status, type: 'application/json', body: '{"state":"paid"}' });
  [hub, vendor] = await Promise.all([startTestHub(), startOddVendor(respond)]);
  const { body } = await hub.api.post('/api/v1/providers', {
    name: 'Cards',
    integration_type: 'payment',
    api_format: 'direct_charge',
    connector,
    credentials: { secret: 'not-a-real-secret' },
    base_urls: { default: vendor.url },
  });
  providerId = body.id;
});
beforeEach(() => {
  status = 200;
  vendor.requests.length = 0;
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

const charge = (token: string, key?: string) =>
  pay(hub, { provider_id: providerId, token, order_id: 'ORD-1' }, key);
const newToken = () => `tok_${randomUUID()}`;

function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part({ jti: randomUUID(), ...claims })}.c2lnbmF0dXJl`;
}

const ago = (seconds: number) => Math.floor(Date.now() / 1_000) - seconds;

describe('a card token', () => {
  it.each([
    ['whose own time is over', () => jwt({ exp: ago(3_600) }), 'expired'],
    ['that is older than the vendor takes', () => jwt({ iat: ago(3_600) }), 'expired'],
    ['of another shape', () => 'card number 1', 'invalid_token'],
  ])('%s is refused before the vendor is asked', async (_what, token, code) => {
    const answer = await charge(token());
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'token', code }]);
    expect(vendor.requests).toEqual([]);
  });

  it('is sent for one payment and refused for the next', async () => {
    const token = jwt({ iat: ago(1), exp: ago(-600) });
    const key = randomUUID();
    const first = await charge(token, key);
    expect([first.status, first.body.status]).toEqual([201, 'paid']);
    const second = await charge(token);
    expect(second.status).toBe(422);
    expect(second.body.errors).toMatchObject([{ field: 'token', code: 'used' }]);
    expect((await charge(token, key)).body.id).toBe(first.body.id);
    expect(vendor.requests).toHaveLength(1);
  });

  it('is sent once when two payments come with it at the same time', async () => {
    const token = newToken();
    const answers = await Promise.all([charge(token), charge(token), charge(token)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 422, 422]);
    expect(vendor.requests).toHaveLength(1);
  });

  it('is used up by a refusal of the card', async () => {
    const token = newToken();
    status = 402;
    expect((await charge(token)).status).toBe(402);
    status = 200;
    expect((await charge(token)).body.errors).toMatchObject([{ field: 'token', code: 'used' }]);
  });

  it('is still good when the vendor surely did nothing', async () => {
    const token = newToken();
    status = 503;
    expect((await charge(token)).status).toBe(503);
    status = 200;
    expect((await charge(token)).status).toBe(201);
  });

  it('is kept as a hash alone', async () => {
    const token = newToken();
    await charge(token);
    const hash = createHash('sha256').update(`${providerId}\n${token}`).digest('hex');
    const rows = await hub.sql("SELECT FROM spent_payment_tokens WHERE encode(hash, 'hex') = $1", [
      hash,
    ]);
    expect(rows).toHaveLength(1);
    const [kept] = await hub.sql<{ text: string }>(
      `SELECT string_agg(p::text, '') || (SELECT coalesce(string_agg(k::text, ''), '') FROM idempotency_keys k) AS text
       FROM payments p`,
    );
    expect(kept?.text).not.toContain(token);
  });

  it('is forgotten long after, and no sooner', async () => {
    await charge(newToken());
    await hub.sql(`UPDATE spent_payment_tokens SET created_at = now() - interval '91 days'`);
    const young = newToken();
    await charge(young);
    await hub.hub.app.get(SpentTokens).forgetOld();
    expect(await hub.sql('SELECT FROM spent_payment_tokens')).toHaveLength(1);
    expect((await charge(young)).status).toBe(422);
  });
});
