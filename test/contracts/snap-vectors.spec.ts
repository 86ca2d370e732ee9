/** Published and reproduced signatures of the national open-API standard, both directions. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { TokenCache } from '#connectors/auth/token-cache.js';
import { resolveSettings, type ConnectorTarget } from '#connectors/connector-context.js';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { ConnectorRunner } from '#connectors/operation/connector-runner.js';
import { findRoute } from '#connectors/webhook/routes.js';
import { verifyWebhook } from '#connectors/webhook/verify.js';
import type { HttpRequest } from '#core/http/http.types.js';
import { Secret } from '#core/secret/secret.js';
import { readPreset } from '#test/support/preset-provider.js';

const DEMO_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlWbtlh3eM+bW3n5AFj42
wddC4L7tQqbLiCFbTv8K67yng9iwK5mEn+UMXiRhvB2JVWFafCPPxFamsiVG3Mjn
eGjC0BYgmpmw4qXnAnyO3nCdCuPtmZ3ljhKvSTPdWZxrcLi1Xa9V/+Pzb8hrjb5i
wMn6SZFNeMmZYgFKiSeueo6TPln2PoTqXCzs1HtsM8eUVe8GAsjJe/3dYl992nyX
OpG21GgNu8o5T3WOptPg6GdDTWkTWUu483yRbVVy04Pz4L8DDZTDv+WcsAViDn1r
A/jB1Auj/UGKx2ovGcBH/a/hor5TbABbODU6cPTHT54K3sSZtvZNV4eFDB1f/4wd
fwIDAQAB
-----END PUBLIC KEY-----`;

const engine = new ExpressionEngine();
afterAll(() => engine.close());

interface Vector {
  readonly name: string;
  readonly secret: string;
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly token: string;
  readonly timestamp: string;
  readonly form: 'iso' | 'utc_ms';
  readonly body: Record<string, string | Record<string, string>>;
  readonly signature: string;
}

const A2 = {
  secret: 'snap-client-secret',
  token: 'tok123',
  timestamp: '2026-11-20T15:45:42+07:00',
  form: 'iso',
} as const;

const SYMMETRIC: readonly Vector[] = [
  {
    name: 'a1',
    secret: 'myclientsecret',
    method: 'POST',
    path: '/v1.0/qr/qr-mpm-generate',
    token: 'myaccesstoken',
    timestamp: '2024-03-05T10:37:16.196Z',
    form: 'utc_ms',
    body: {
      partnerReferenceNo: '2020102900000000000001',
      amount: { value: '12345678.00', currency: 'IDR' },
      feeAmount: { value: '12345678.00', currency: 'IDR' },
      merchantId: '00007100010926',
      terminalId: '213141251124',
      validityPeriod: '2009-07-03T12:08:56-07:00',
    },
    signature:
      'wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ==',
  },
  {
    ...A2,
    name: 'a2',
    method: 'POST',
    path: '/snap-adapter/b2b/v1.0/qr/qr-mpm-generate',
    body: {
      partnerReferenceNo: 'RES1001A',
      amount: { value: '150000.00', currency: 'IDR' },
      merchantId: '37116',
      terminalId: 'T01',
    },
    signature:
      'ff9h6lvWI0mpBrFrFboNVXmKwCbrgmtqGIGG88/STH2KgajN3/AYPjGYMDAYdmp2M5LSJ0pa5qgbAvsYR7MEQQ==',
  },
  {
    ...A2,
    name: 'a3, spaces inside values',
    method: 'POST',
    path: '/virtual-accounts/bi-snap-va/v1.1/transfer-va/create-va',
    body: {
      partnerServiceId: '    1899',
      customerNo: '000012',
      virtualAccountNo: '    1899000012',
      virtualAccountName: 'Budi Santoso',
      trxId: 'RES-1001',
      totalAmount: { value: '150000.00', currency: 'IDR' },
      virtualAccountTrxType: 'C',
      expiredDate: '2026-11-21T15:45:42+07:00',
    },
    signature:
      '6q+aQHAtpW3I9NuCE4ElXKN7UBbS0QK0zs7ZH7bJBzGDqdQMCxmczm+X4V4xpmPl3oZPgvGRla592iEOdfw3kA==',
  },
  {
    ...A2,
    name: 'a4, DELETE with a body',
    method: 'DELETE',
    path: '/virtual-accounts/bi-snap-va/v1.1/transfer-va/delete-va',
    body: { trxId: 'RES-1001' },
    signature:
      '8+kSEIHXgr88EjIKpQhCe6Ie2vY0zGMSfwXw0yOTwT4Ug7QKJzmdP9lsepRSNlsR1kx5+W95yDXSJ1tKgGgEmA==',
  },
];

interface Setting {
  readonly preset: string;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
  readonly operation?: { method: 'POST' | 'DELETE'; path: string; body: Vector['body'] };
  readonly webhookUrl?: string;
}

function targetOf(setting: Setting): ConnectorTarget {
  const { connector: base } = readPreset(`payment/${setting.preset}`);
  const connector = connectorSchema.parse({
    ...base,
    ...(setting.operation && { operations: { vector: { ...setting.operation, ok: '=true' } } }),
  });
  return {
    provider: {
      id: '00000000-0000-4000-8000-000000000001',
      slug: 'bank',
      name: 'Bank',
      environment: 'sandbox',
      webhook_url: setting.webhookUrl ?? 'https://hub.example/webhook/payment/bank',
      extra: resolveSettings(connector, setting.extra),
    },
    connector,
    credentials: Object.fromEntries(
      Object.entries(setting.credentials).map(([key, value]) => [key, new Secret(value)]),
    ),
    baseUrls: { default: 'https://bank.example' },
    extraHeaders: {},
  };
}

/** The request as it would go out, at the given moment and with the given token. */
async function send(target: ConnectorTarget, at: string, token: string): Promise<HttpRequest> {
  const sent: HttpRequest[] = [];
  class KnownToken extends TokenCache {
    override async get() {
      return { value: token, fromCache: false };
    }
  }
  const runner = new ConnectorRunner({
    engine,
    target,
    tokenCache: new KnownToken(),
    now: () => new Date(at),
    transport: {
      send: async (request) => {
        sent.push(request);
        return { status: 200, headers: {}, body: Buffer.from('{}') };
      },
    },
  });
  await runner.execute('vector', {});
  const [request] = sent;
  if (!request) throw new Error('nothing was sent');
  return request;
}

describe.each(SYMMETRIC)('the symmetric signature $name', (vector) => {
  const credentials = { client_secret: vector.secret, client_id: 'c', channel_id: '95231' };

  it('is what the hub sends', async () => {
    const { method, path, body, form } = vector;
    const target = targetOf({
      preset: 'snap-qris',
      extra: { timestamp: form },
      credentials,
      operation: { method, path, body },
    });
    const request = await send(target, vector.timestamp, vector.token);
    expect(request.headers).toMatchObject({
      'X-TIMESTAMP': vector.timestamp,
      'X-SIGNATURE': vector.signature,
      Authorization: `Bearer ${vector.token}`,
    });
    expect(request.body?.toString()).toBe(JSON.stringify(body));
  });

  it.each([
    ['as it was signed', true, JSON.stringify(vector.body)],
    ['with other white space between its tokens', true, JSON.stringify(vector.body, null, 3)],
    ['with one character changed', false, JSON.stringify(vector.body).replace('0', '1')],
  ])('is judged on a body %s: %s', async (_how, isGood, raw) => {
    const target = targetOf({
      preset: 'snap-va-bca',
      extra: {},
      credentials,
      webhookUrl: 'https://hub.example',
    });
    const verdict = await verifyWebhook(engine, {
      connector: target.connector,
      credentialSets: [target.credentials],
      scope: {
        provider: target.provider,
        call: {
          method: vector.method,
          url: `https://hub.example${vector.path}`,
          headers: {
            authorization: `Bearer ${vector.token}`,
            'x-timestamp': vector.timestamp,
            'x-signature': vector.signature,
            'content-type': 'application/json',
          },
          body: Buffer.from(raw),
          receivedAt: new Date(vector.timestamp),
        },
      },
    });
    expect(verdict.ok).toBe(isGood);
  });
});

const TOKEN_CALL = {
  path: '/v1.0/access-token/b2b',
  headers: {
    'x-client-key': 'G1234325-SNAP',
    'x-timestamp': '2024-03-01T08:27:49.024Z',
    'x-signature':
      'WzW49tYIgKIBmBi/gVBHGLAkhEaZlXM11zcZxAiyHji6TLPjPbwLu3Z45it25AIeG0XDItcdTSkds47zFEMh6IP0PXPIP1+Ey4RmX/o2fuYRF/xBHvfvKnMmANMTS1axsXBSW3EHqYpbVrkCcqNnB3u+wu63us9WIhRZaWgxgQ2PJLaiVHIwgu9u7jxkWX7Bg4rerZH3RKdQfIJAAJsSN13efR7VdSAyzU7QaKjgislxrLqmesYNJkbD03XLjHdo6YWuzAVV7xdZRpLiGkIAkW7luXTBZYBO+4oENZAPQYzrLeN1qRY1Sr7BgLONCA2QA26BB6SYW4R7qofS9+RyOQ==',
  },
  body: '{"grantType":"client_credentials"}',
  at: '2024-03-01T08:27:49.024Z',
};
const NOTIFY_CALL = {
  path: '/v1.0/debit/notify',
  headers: {
    'x-timestamp': '2024-05-02T14:43:08+07:00',
    'x-signature':
      'RoJnP2tH/YiOhHM/lMVBMSAuzRmS8VrWdIy04Qqyb56daV7oWFMFoMMzqnjQ+q0MIUalYgU094GWQnCx2c29xb1kkqHhv2+iJ9xl6NjGmFGYqyvcKvUDAV83Y1Mw9JnsEcjcupdGw9/MRv/mm2GMrQ+BCZGfc4a46JDyPZbcY294vDGqs5rFBN6iYer5ro4cAQGo9hET2G82Y+j50vCyO/79GFE4vB1rvtu6PK2Bxi+vTYV8k7P7PS8tOPWM2O+kjiVWjwvLR99Botou+a8sxlQqZaihfWMKcByzV+Lgkr9cptpjys+1NIRWT1ad/sJBSLHyldzC3q2oRn5z5oZmyg==',
  },
  body: '{"originalPartnerReferenceNo":"GP24043015193402809","originalReferenceNo":"A120240430081940S9vu8gSjaRID","merchantId":"G099333790","amount":{"value":"102800.00","currency":"IDR"},"latestTransactionStatus":"00","transactionStatusDesc":"SUCCESS","additionalInfo":{"refundHistory":[]}}',
  at: '2024-05-02T07:43:08Z',
};

describe.each([
  ['of a request for a token', TOKEN_CALL, 'x-client-key', 'G1234325-SNAQ'],
  ['b1 of a notification', NOTIFY_CALL, 'x-timestamp', '2024-05-02T14:43:09+07:00'],
] as const)('the asymmetric signature %s', (_name, call, header, changed) => {
  const verify = (headers: Readonly<Record<string, string>>, at: string) => {
    const target = targetOf({
      preset: 'snap-qris',
      extra: { inbound_signature: 'asymmetric', inbound_path: 'snap' },
      credentials: { bank_public_key: DEMO_PUBLIC_KEY, client_id: 'G1234325-SNAP' },
    });
    const { webhook } = target.connector;
    return verifyWebhook(engine, {
      connector: target.connector,
      credentialSets: [target.credentials],
      signature: webhook && findRoute(webhook, 'POST', call.path)?.signature,
      scope: {
        provider: target.provider,
        call: {
          method: 'POST',
          url: `${target.provider.webhook_url}${call.path}`,
          headers: { 'content-type': 'application/json', ...headers },
          body: Buffer.from(call.body),
          receivedAt: new Date(at),
        },
      },
    });
  };

  it('is accepted', async () => {
    expect(await verify(call.headers, call.at)).toEqual({ ok: true });
  });

  it('is refused over other facts', async () => {
    expect((await verify({ ...call.headers, [header]: changed }, call.at)).ok).toBe(false);
  });

  it('is refused when it comes an hour late', async () => {
    const late = new Date(Date.parse(call.at) + 3_600_000).toISOString();
    expect(await verify(call.headers, late)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('old'),
    });
  });
});
