import { generateKeyPairSync, verify } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '#core/http/http.types.js';
import { Secret } from '#core/secret/secret.js';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { ConnectorRunner } from '../operation/connector-runner.js';
import { verifyJwt } from '../signatures/jwt.js';
import { TokenCache } from './token-cache.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

const NOW = new Date('2026-11-20T08:45:42Z');
type Operation = NonNullable<ConnectorInput['operations']>[string];

interface Sending {
  readonly auth: ConnectorInput['auth'];
  readonly credentials?: Record<string, string>;
  readonly operation?: Operation;
  readonly request?: Record<string, unknown>;
  /** Answer to a token request. */
  readonly token?: Record<string, unknown>;
}

/** Runs one operation and gives every request that was sent. */
async function send({
  auth,
  credentials = {},
  operation = {},
  request = {},
  token = {},
}: Sending): Promise<HttpRequest[]> {
  const sent: HttpRequest[] = [];
  const connector = connectorSchema.parse({ auth, operations: { go: operation } });
  const secrets = Object.entries(credentials).map(([key, value]) => [key, new Secret(value)]);
  const runner = new ConnectorRunner({
    engine,
    tokenCache: new TokenCache(),
    now: () => NOW,
    transport: {
      send: async (one) => {
        sent.push(one);
        const headers = { 'content-type': 'application/json' };
        return { status: 200, headers, body: Buffer.from(JSON.stringify(token)) };
      },
    },
    target: {
      provider: {
        id: 'p',
        slug: 's',
        name: 'Test',
        environment: 'sandbox',
        webhook_url: 'https://hub.test/w',
        extra: {},
      },
      connector,
      credentials: Object.fromEntries(secrets) as Record<string, Secret>,
      baseUrls: { default: 'https://api.test', login: 'https://login.test' },
      extraHeaders: {},
    },
  });
  await runner.execute('go', request);
  return sent;
}

async function sendOne(sending: Sending): Promise<HttpRequest> {
  const last = (await send(sending)).at(-1);
  if (!last) throw new Error('nothing was sent');
  return last;
}

describe('schemes without a signature', () => {
  it('writes Basic with an empty password as the vendor computed it', async () => {
    const { headers } = await sendOne({
      auth: { scheme: 'basic', username: '=credentials.server_key' },
      credentials: { server_key: 'SB-Mid-server-TESTKEY123' },
    });
    expect(headers['Authorization']).toBe('Basic U0ItTWlkLXNlcnZlci1URVNUS0VZMTIzOg==');
  });

  it.each([
    ['bearer', { scheme: 'bearer', token: '=credentials.k' }, { Authorization: 'Bearer v' }],
    [
      'header',
      { scheme: 'header', name: 'X-Api-Key', value: '=credentials.k' },
      { 'X-Api-Key': 'v' },
    ],
    ['none', { scheme: 'none' }, {}],
  ] as const)('writes the headers of %s', async (_name, auth, headers) => {
    const sent = await sendOne({ auth, credentials: { k: 'v' }, operation: { method: 'GET' } });
    expect(sent.headers).toEqual({ Accept: expect.any(String), ...headers });
  });

  it('adds query parameters behind those of the operation', async () => {
    const { url } = await sendOne({
      auth: { scheme: 'query', params: { key: '=credentials.k' } },
      credentials: { k: 'a b' },
      operation: { method: 'GET', path: '/x?y=1', query: { z: '2' } },
    });
    expect(url).toBe('https://api.test/x?y=1&z=2&key=a%20b');
  });

  it('adds fields to the body, also to one that had none', async () => {
    const auth: ConnectorInput['auth'] = { scheme: 'body', fields: { user: '=credentials.k' } };
    const credentials = { k: 'v' };
    const added = await sendOne({ auth, credentials, operation: { body: { a: 1 } } });
    const alone = await sendOne({ auth, credentials, operation: { encoding: 'form' } });
    expect([added.body?.toString(), alone.body?.toString()]).toEqual([
      '{"a":1,"user":"v"}',
      'user=v',
    ]);
  });

  it('hands client certificates to the transport', async () => {
    const auth: ConnectorInput['auth'] = {
      scheme: 'mtls',
      cert: '=credentials.cert',
      key: '=credentials.key',
    };
    const { tls } = await sendOne({ auth, credentials: { cert: 'CERT', key: 'KEY' } });
    expect(tls).toEqual({ cert: 'CERT', key: 'KEY' });
  });

  it.each(['bearer', 'basic'] as const)(
    'refuses to call without the credential of %s',
    async (scheme) => {
      const auth = { scheme, token: '=credentials.k', username: '=credentials.k' };
      const connectorAuth = (
        scheme === 'bearer' ? { scheme, token: auth.token } : { scheme, username: auth.username }
      ) as ConnectorInput['auth'];
      await expect(send({ auth: connectorAuth })).rejects.toMatchObject({ kind: 'unauthorized' });
    },
  );

  it('lets a step bring its own auth', async () => {
    const { headers } = await sendOne({
      auth: { scheme: 'bearer', token: 'connector' },
      operation: { auth: { scheme: 'bearer', token: 'step' } },
    });
    expect(headers['Authorization']).toBe('Bearer step');
  });
});

describe('OAuth 2.0', () => {
  const token = { access_token: 'tok', expires_in: 3600 };

  it('asks for client credentials with Basic', async () => {
    const [asked, sent] = await send({
      auth: {
        scheme: 'oauth2_client_credentials',
        base: 'login',
        path: '/oauth/token',
        client_id: '=credentials.id',
        client_secret: '=credentials.secret',
        scope: 'pay read',
        extra: { audience: 'hotel' },
      },
      credentials: { id: 'the id', secret: 's:cret' },
      token,
    });
    expect(asked).toMatchObject({
      method: 'POST',
      url: 'https://login.test/oauth/token',
      headers: { Authorization: `Basic ${Buffer.from('the%20id:s%3Acret').toString('base64')}` },
    });
    expect(asked?.body?.toString()).toBe(
      'grant_type=client_credentials&scope=pay+read&audience=hotel',
    );
    expect(sent?.headers['Authorization']).toBe('Bearer tok');
  });

  it('sends client id and secret in the body where the vendor wants them there', async () => {
    const [asked] = await send({
      auth: {
        scheme: 'oauth2_client_credentials',
        path: '/t',
        client_id: 'i',
        client_secret: 's',
        client_auth: 'body',
      },
      token,
    });
    expect(asked?.body?.toString()).toBe(
      'grant_type=client_credentials&client_id=i&client_secret=s',
    );
    expect(asked?.headers).not.toHaveProperty('Authorization');
  });

  it('signs a JWT assertion', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey
      .export({ format: 'pem', type: 'pkcs8' })
      .toString()
      .replaceAll('\n', '\\n');
    const [asked] = await send({
      auth: {
        scheme: 'oauth2_jwt_bearer',
        path: '/t',
        issuer: 'svc@hotel.test',
        audience: 'https://login.test/t',
        scope: 'mail',
        private_key: '=credentials.key',
      },
      credentials: { key },
      token,
    });
    const form = new URLSearchParams(asked?.body?.toString());
    const verdict = verifyJwt(form.get('assertion') ?? '', {
      key: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      algorithms: ['RS256'],
      now: NOW,
    });
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(verdict).toMatchObject({
      ok: true,
      claims: {
        iss: 'svc@hotel.test',
        aud: 'https://login.test/t',
        scope: 'mail',
        iat: 1795164342,
        exp: 1795164642,
      },
    });
  });

  it('says which key is unusable without quoting it', async () => {
    const auth: ConnectorInput['auth'] = {
      scheme: 'oauth2_jwt_bearer',
      path: '/t',
      issuer: 'i',
      audience: 'a',
      private_key: '=credentials.key',
    };
    const failure = send({ auth, credentials: { key: 'c2VjcmV0LWtleQ==' } });
    await expect(failure).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(failure).rejects.not.toThrow(/c2VjcmV0/);
  });
});

describe('signed: lines over the request and its body', () => {
  const auth: ConnectorInput['auth'] = {
    scheme: 'signed',
    vars: {
      digest: "=http.body = '' ? '' : '\\nDigest:' & $hash(http.body, 'sha256', 'base64')",
      text: "='Client-Id:' & credentials.client_id & '\\nRequest-Id:' & request.rid & '\\nRequest-Timestamp:' & request.ts & '\\nRequest-Target:' & http.path & vars.digest",
    },
    headers: {
      'Client-Id': '=credentials.client_id',
      Signature: "='HMACSHA256=' & $hmac(vars.text, credentials.secret, 'sha256', 'base64')",
    },
  };
  const credentials = { client_id: 'MCH-0001-10791114622547', secret: 'SK-TestSecretKey0001' };
  const request = { rid: 'fdb69f47-96da-499d-acec-7cdc318ab2fe', ts: '2026-11-20T08:45:42Z' };

  it('signs the very bytes of a POST', async () => {
    const sent = await sendOne({
      auth,
      credentials,
      request,
      operation: {
        path: '/checkout/v1/payment',
        body: {
          order: { amount: 150_000, invoice_number: 'INV-20261120-0001' },
          payment: { payment_due_date: 60 },
        },
      },
    });
    expect(sent.body).toHaveLength(98);
    expect(sent.headers['Signature']).toBe(
      'HMACSHA256=VXEuE7Z1U+/wP6ZQhud1oXz6BHQW6UBA5Xgxyikl55Q=',
    );
  });

  it('signs a GET without a digest', async () => {
    const operation: Operation = { method: 'GET', path: '/orders/v1/status/INV-20261120-0001' };
    const sent = await sendOne({ auth, credentials, request, operation });
    expect(sent.headers['Signature']).toBe(
      'HMACSHA256=SzO5+vuPeiNggeNEhq1sw8rEqiLs3erLVBlyNiQZvNY=',
    );
  });

  it('puts a signature into the body before the body is written', async () => {
    const sent = await sendOne({
      auth: {
        scheme: 'signed',
        body: {
          signature:
            "=$hash($hash(credentials.user & credentials.password & request.bill & '2', 'md5'), 'sha1')",
        },
      },
      credentials: { user: 'bot31835', password: 'p@ssw0rd' },
      request: { bill: 'INV20261120001' },
      operation: { body: { bill_no: '=request.bill' } },
    });
    expect(sent.body?.toString()).toBe(
      '{"bill_no":"INV20261120001","signature":"44cd481a7d5791aec209b0ac13df1dbf86397d2c"}',
    );
  });

  it('adds a signature to the query', async () => {
    const sent = await sendOne({
      auth: { scheme: 'signed', query: { sig: "=$hash(http.target, 'md5')" } },
      operation: { method: 'GET', path: '/a', query: { b: '1' } },
    });
    expect(sent.url).toMatch(/^https:\/\/api\.test\/a\?b=1&sig=[0-9a-f]{32}$/);
  });
});

describe('token, then a signature with the token inside', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const auth: ConnectorInput['auth'] = [
    {
      scheme: 'token',
      path: '/v1.0/access-token/b2b',
      vars: { ts: "=provider.slug & '-ts'" },
      headers: {
        'X-CLIENT-KEY': '=credentials.client_id',
        'X-TIMESTAMP': '=vars.ts',
        'X-SIGNATURE':
          "=$sign(credentials.client_id & '|' & vars.ts, credentials.private_key, 'sha256')",
      },
      body: { grantType: 'client_credentials' },
      value: '=body.accessToken',
      expires_in: '=$number(body.expiresIn)',
      place: {},
    },
    {
      scheme: 'signed',
      headers: {
        'X-SIGNATURE':
          "=$hmac(http.method & ':' & http.path & ':' & token & ':' & $hash(http.body, 'sha256') & ':' & request.ts, credentials.secret, 'sha512', 'base64')",
      },
    },
  ];
  const credentials = {
    client_id: 'G1234325-SNAP',
    secret: 'snap-client-secret',
    private_key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
  const sending: Sending = {
    auth,
    credentials,
    request: { ts: '2026-11-20T15:45:42+07:00' },
    token: { accessToken: 'tok123', expiresIn: '900' },
  };

  it('signs the token request with the private key', async () => {
    const [asked] = await send(sending);
    const signature = Buffer.from(asked?.headers['X-SIGNATURE'] ?? '', 'base64');
    expect(verify('sha256', Buffer.from('G1234325-SNAP|s-ts'), publicKey, signature)).toBe(true);
    expect(asked?.body?.toString()).toBe('{"grantType":"client_credentials"}');
  });

  it.each([
    [
      '/snap-adapter/b2b/v1.0/qr/qr-mpm-generate',
      {
        partnerReferenceNo: 'RES1001A',
        amount: { value: '150000.00', currency: 'IDR' },
        merchantId: '37116',
        terminalId: 'T01',
      },
      'ff9h6lvWI0mpBrFrFboNVXmKwCbrgmtqGIGG88/STH2KgajN3/AYPjGYMDAYdmp2M5LSJ0pa5qgbAvsYR7MEQQ==',
    ],
    [
      '/virtual-accounts/bi-snap-va/v1.1/transfer-va/create-va',
      {
        partnerServiceId: '    1899',
        customerNo: '000012',
        virtualAccountNo: '    1899000012',
        virtualAccountName: 'Budi Santoso',
        trxId: 'RES-1001',
        totalAmount: { value: '150000.00', currency: 'IDR' },
        virtualAccountTrxType: 'C',
        expiredDate: '2026-11-21T15:45:42+07:00',
      },
      '6q+aQHAtpW3I9NuCE4ElXKN7UBbS0QK0zs7ZH7bJBzGDqdQMCxmczm+X4V4xpmPl3oZPgvGRla592iEOdfw3kA==',
    ],
  ])('signs POST %s with the token', async (path, body, signature) => {
    const sent = await sendOne({ ...sending, operation: { path, body } });
    expect(sent.headers['X-SIGNATURE']).toBe(signature);
    expect(sent.headers['Authorization']).toBe('Bearer tok123');
  });
});

describe('aws_sigv4', () => {
  it('signs what goes out', async () => {
    const sent = await sendOne({
      auth: {
        scheme: 'aws_sigv4',
        access_key_id: 'AK',
        secret_access_key: '=credentials.s',
        region: 'eu-west-1',
        service: 'ses',
      },
      credentials: { s: 'secret' },
      operation: { path: '/v2/email', body: { a: 1 } },
    });
    expect(sent.headers['Authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AK\/20261120\/eu-west-1\/ses\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
  });
});
