import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { connectorSchema } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { signJwt } from '../signatures/jwt.js';
import type { Verdict } from './recipes.js';
import { verifyWebhook } from './verify.js';
import type { InboundCall } from './webhook-context.js';
import type { WebhookDefinition } from './webhook.schemas.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

type SignatureInput =
  WebhookDefinition['signature'] | Record<string, unknown> | Record<string, unknown>[];

const provider = {
  id: 'p1',
  slug: 'main',
  name: 'Test',
  environment: 'sandbox' as const,
  webhook_url: 'https://hub.example.com/webhook/payment/main',
  extra: {},
};

function aCall(
  parts: Partial<Omit<InboundCall, 'body'>> & { body?: string | Buffer } = {},
): InboundCall {
  const { body = '{}', headers = {}, ...rest } = parts;
  return {
    method: 'POST',
    url: provider.webhook_url,
    receivedAt: new Date('2026-11-20T09:24:31Z'),
    ...rest,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body),
  };
}

function verify(
  signature: SignatureInput,
  call: InboundCall,
  ...sets: Record<string, string>[]
): Promise<Verdict> {
  const connector = connectorSchema.parse({ webhook: { signature } });
  const [current = {}, ...previous] = sets.map((set) =>
    Object.fromEntries(Object.entries(set).map(([key, value]) => [key, new Secret(value)])),
  );
  return verifyWebhook(engine, {
    connector,
    scope: { call, provider },
    credentialSets: [current, ...previous],
  });
}

describe('expression recipe: hash of concatenated fields', () => {
  const recipe = {
    scheme: 'expression',
    expected:
      "=$hash(body.order_id & body.status_code & body.gross_amount & credentials.server_key, 'sha512')",
    actual: '=body.signature_key',
  };
  const docsKey = 'askvnoibnosifnboseofinbofinfgbiufglnbfg';
  const sandboxKey = 'SB-Mid-server-TESTKEY123';
  const paid =
    '8c8bd9a447a49345cb110e6a713262a8a5cbb1e35eb56b3dc11610a35ce72528d68c526472730151acab8e29b9a24f66ae3c10a38ced3137717c967c8eac7e57';

  it.each([
    [
      '1111',
      '200',
      '100000.00',
      docsKey,
      'edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e2375d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231',
    ],
    [
      'HTL-20250101-0001',
      '201',
      '275000.00',
      sandboxKey,
      'd1bc2d32007a3ba7fe22f49de4920b59716a085d821be3f5964a0cd2583a44b5e4794e3232ac23af8122d143f8bb9e26a65a16b3a9e35dc3531e727a06a15509',
    ],
    ['HTL-20250101-0001', '200', '275000.00', sandboxKey, paid],
    [
      'HTL-20250101-0001',
      '202',
      '275000.00',
      sandboxKey,
      '92ee997e6d3a715bcce3a746b98a86bd4450a2e485f96a8512ac3900294fcf8971785b29ff3c2925ea17fcb8b7106e2de47d8241b81c0e77df147fc52a34ddfa',
    ],
  ])(
    'accepts the vector of order %s, status %s',
    async (order_id, status_code, gross_amount, server_key, signature_key) => {
      const call = aCall({
        body: JSON.stringify({ order_id, status_code, gross_amount, signature_key }),
      });
      expect(await verify(recipe, call, { server_key })).toEqual({ ok: true });
    },
  );

  it.each([
    ['an amount written another way', { gross_amount: '275000' }],
    ['a changed status code', { status_code: '201' }],
    ['no signature', { signature_key: undefined }],
    ['a number for a signature', { signature_key: 8 }],
  ])('refuses %s', async (_what, change) => {
    const body = {
      order_id: 'HTL-20250101-0001',
      status_code: '200',
      gross_amount: '275000.00',
      signature_key: paid,
      ...change,
    };
    expect(
      (await verify(recipe, aCall({ body: JSON.stringify(body) }), { server_key: sandboxKey })).ok,
    ).toBe(false);
  });

  it.each(['', 'not json', '[1', 'null', '{"order_id":{"a":1}}', '\u0000'])(
    'refuses the body %j without throwing',
    async (body) => {
      expect((await verify(recipe, aCall({ body }), { server_key: sandboxKey })).ok).toBe(false);
    },
  );

  it('never puts the secret into a reason', async () => {
    const verdict = await verify(recipe, aCall({ body: '{"signature_key":"x"}' }), {
      server_key: sandboxKey,
    });
    expect(JSON.stringify(verdict)).not.toContain(sandboxKey);
  });
});

describe('shared token recipe', () => {
  const token = '66a6680348e1c33ed2b9053a8eb9291b9e2230ff4f4d3057c9f4ac26405d2123';
  const recipe = {
    scheme: 'shared_token',
    header: 'X-Callback-Token',
    value: '=credentials.token',
  };

  it('accepts the configured token', async () => {
    expect(
      await verify(recipe, aCall({ headers: { 'x-callback-token': token } }), { token }),
    ).toEqual({ ok: true });
  });

  it.each([
    ['one changed character', { 'x-callback-token': token.replace('6', '7') }],
    ['a shorter token', { 'x-callback-token': token.slice(1) }],
    ['no header', {}],
    ['an empty header', { 'x-callback-token': '' }],
  ])('refuses %s', async (_what, headers) => {
    expect((await verify(recipe, aCall({ headers }), { token })).ok).toBe(false);
  });

  it('refuses everything while no token is configured', async () => {
    expect(await verify(recipe, aCall({ headers: { 'x-callback-token': '' } }), {})).toMatchObject({
      ok: false,
      reason: 'no token is configured',
    });
  });

  it('finds the token in the query', async () => {
    const inQuery = { scheme: 'shared_token', query: 'token', value: '=credentials.token' };
    const url = `${provider.webhook_url}?a=1&token=${token}`;
    expect(await verify(inQuery, aCall({ url }), { token })).toEqual({ ok: true });
    expect((await verify(inQuery, aCall(), { token })).ok).toBe(false);
  });
});

describe('hmac recipe over composed lines', () => {
  const recipe = {
    scheme: 'hmac',
    key: '=credentials.secret',
    payload:
      "=$join(['Client-Id:' & headers.`client-id`, 'Request-Id:' & headers.`request-id`, 'Request-Timestamp:' & headers.`request-timestamp`, 'Request-Target:' & path, 'Digest:' & $hash(raw, 'sha256', 'base64')], '\n')",
    header: 'Signature',
    prefix: 'HMACSHA256=',
    encoding: 'base64',
  };
  const body =
    '{"service":{"id":"VIRTUAL_ACCOUNT"},"acquirer":{"id":"BCA"},"channel":{"id":"VIRTUAL_ACCOUNT_BCA"},"transaction":{"status":"SUCCESS","date":"2026-11-20T09:24:23Z","original_request_id":"fdb69f47-96da-499d-acec-7cdc318ab2fe"},"order":{"invoice_number":"INV-20261120-0001","amount":150000},"virtual_account_info":{"virtual_account_number":"1900600000000046"}}';
  const call = aCall({
    url: 'https://hub.example.com/webhook/payment/doku-main',
    headers: {
      'client-id': 'MCH-0001-10791114622547',
      'request-id': '479b663f-5c9d-400d-8e80-3e548a8f7639',
      'request-timestamp': '2026-11-20T09:24:30Z',
      signature: 'HMACSHA256=mwMlUIN/oF7uiB1Pe6GKwCPtMiO6OQfh0TPJI01Lo+c=',
    },
    body,
  });
  const secret = 'SK-TestSecretKey0001';

  it('accepts the vector', async () => {
    expect(await verify(recipe, call, { secret })).toEqual({ ok: true });
  });

  it.each([
    ['a changed body', { ...call, body: Buffer.from(body.replace('150000', '150001')) }],
    ['another path', { ...call, url: 'https://hub.example.com/webhook/payment/other' }],
    [
      'a signature without its prefix',
      {
        ...call,
        headers: { ...call.headers, signature: 'mwMlUIN/oF7uiB1Pe6GKwCPtMiO6OQfh0TPJI01Lo+c=' },
      },
    ],
  ])('refuses %s', async (_what, changed) => {
    expect((await verify(recipe, changed, { secret })).ok).toBe(false);
  });

  it('checks a timestamp written in ISO 8601', async () => {
    const timestamp = { value: '=headers.`request-timestamp`', unit: 'iso', tolerance_s: 60 };
    const late = { ...call, receivedAt: new Date('2026-11-20T09:25:31Z') };
    expect(await verify({ ...recipe, timestamp }, call, { secret })).toEqual({ ok: true });
    expect(await verify({ ...recipe, timestamp }, late, { secret })).toMatchObject({
      ok: false,
      reason: 'the timestamp is 61 s old; the tolerance is 60 s',
    });
  });
});

describe('hmac recipe over one of several spellings', () => {
  const recipe = {
    scheme: 'hmac',
    key: '=credentials.key',
    payload: "=[$phpJson(body), $phpJson(body, 'plain')]",
    header: 'x-signature',
  };
  const signed = (text: string) =>
    aCall({
      body: '{"name":"Café"}',
      headers: { 'x-signature': createHmac('sha256', 'k1').update(text).digest('hex') },
    });

  it.each(['{"name":"Caf\\u00e9"}', '{"name":"Café"}'])('takes %s', async (text) => {
    expect(await verify(recipe, signed(text), { key: 'k1' })).toEqual({ ok: true });
  });

  it('refuses any other', async () => {
    expect(await verify(recipe, signed('{"name":"Cafe"}'), { key: 'k1' })).toMatchObject({
      ok: false,
    });
  });

  it('refuses where nothing came out to be signed', async () => {
    const nothing = { ...recipe, payload: '=[]' };
    expect(await verify(nothing, signed(''), { key: 'k1' })).toMatchObject({ ok: false });
  });
});

describe('hmac recipe with a timestamp and several signatures in one header', () => {
  const recipe = {
    scheme: 'hmac',
    key: '=credentials.webhook_secret',
    payload:
      "=$substringBefore($substringAfter(headers.`x-event-signature`, 't='), ',') & '.' & raw",
    actual:
      "=[$split(headers.`x-event-signature`, ',')[$substringBefore($, '=') = 'v1'].$substringAfter($, 'v1=')]",
    timestamp: {
      value: "=$substringBefore($substringAfter(headers.`x-event-signature`, 't='), ',')",
    },
  };
  const body =
    '{"id":"evt_1TESTHUB0001","object":"event","api_version":"2026-10-28.endive","created":1795000000,"livemode":false,"type":"checkout.session.completed","data":{"object":{"id":"cs_test_a1","object":"checkout.session","client_reference_id":"RES-1001","payment_status":"paid","status":"complete","amount_total":15000000,"currency":"idr","payment_intent":"pi_1"}}}';
  const right = 'v1=3a0c6ba15c68c07e0e9c4d6cda514d1c90b06cc8240313f49d447eb88808c69a';
  const wrong = `v1=${'0'.repeat(64)}`;
  const webhook_secret = 'whsec_test_hub_0123456789abcdef';
  const call = (header: string, receivedAtS = 1_795_000_100): InboundCall =>
    aCall({
      headers: { 'x-event-signature': header },
      body,
      receivedAt: new Date(receivedAtS * 1000),
    });

  it.each([
    ['the only signature', `t=1795000005,${right}`],
    ['the second of two', `t=1795000005,${wrong},${right}`],
    ['a signature beside an older scheme', `t=1795000005,${right},v0=abc`],
  ])('accepts %s', async (_what, header) => {
    expect(await verify(recipe, call(header), { webhook_secret })).toEqual({ ok: true });
  });

  it.each([
    ['a wrong signature', `t=1795000005,${wrong}`],
    ['another time', `t=1795000006,${right}`],
    ['only an older scheme', `t=1795000005,${right.replace('v1', 'v0')}`],
    ['no header', ''],
  ])('refuses %s', async (_what, header) => {
    expect((await verify(recipe, call(header), { webhook_secret })).ok).toBe(false);
  });

  it.each([
    [1_795_000_305, true],
    [1_795_000_306, false],
    [1_794_999_705, true],
    [1_794_999_704, false],
  ])('received at %d is within the tolerance: %s', async (receivedAtS, ok) => {
    const verdict = await verify(recipe, call(`t=1795000005,${right}`, receivedAtS), {
      webhook_secret,
    });
    expect(verdict.ok).toBe(ok);
  });
});

describe('hmac recipe over the raw body', () => {
  const recipe = {
    scheme: 'hmac',
    key: '=credentials.secret',
    header: 'X-Hub-Signature-256',
    prefix: 'sha256=',
  };
  const body = Buffer.from([0x7b, 0xff, 0xfe, 0x0d, 0x0a, 0x7d]);
  const signature = createHmac('sha256', 's3cret').update(body).digest('hex');
  const call = (value: string): InboundCall =>
    aCall({ body, headers: { 'x-hub-signature-256': value } });

  it('hashes the very bytes, also where they are no text', async () => {
    expect(await verify(recipe, call(`sha256=${signature}`), { secret: 's3cret' })).toEqual({
      ok: true,
    });
  });

  it('takes hex in upper case too', async () => {
    expect(
      await verify(recipe, call(`sha256=${signature.toUpperCase()}`), { secret: 's3cret' }),
    ).toEqual({ ok: true });
  });

  it('explains where it looked', async () => {
    expect(await verify(recipe, call(`sha256=${signature}`), { secret: 'other' })).toMatchObject({
      ok: false,
      reason:
        'signature did not match: hmac-sha256 over raw body of 6 bytes, header x-hub-signature-256',
    });
  });

  it('refuses a signature made with an empty key while none is configured', async () => {
    const forged = createHmac('sha256', '').update(body).digest('hex');
    expect((await verify(recipe, call(`sha256=${forged}`), {})).ok).toBe(false);
    expect((await verify(recipe, call(`sha256=${forged}`), { secret: '' })).ok).toBe(false);
  });

  it('accepts the secret before the last one while it is passed along', async () => {
    const sets = [{ secret: 'new' }, { secret: 's3cret' }];
    expect(await verify(recipe, call(`sha256=${signature}`), ...sets)).toEqual({ ok: true });
    expect((await verify(recipe, call(`sha256=${signature}`), { secret: 'new' })).ok).toBe(false);
  });

  it('reads keys in base64', async () => {
    const key = Buffer.from([1, 2, 3, 250]);
    const signed = createHmac('sha256', key).update(body).digest('hex');
    const verdict = await verify({ ...recipe, key_encoding: 'base64' }, call(`sha256=${signed}`), {
      secret: key.toString('base64'),
    });
    expect(verdict).toEqual({ ok: true });
  });
});

describe('public key recipes', () => {
  const demoKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlWbtlh3eM+bW3n5AFj42
wddC4L7tQqbLiCFbTv8K67yng9iwK5mEn+UMXiRhvB2JVWFafCPPxFamsiVG3Mjn
eGjC0BYgmpmw4qXnAnyO3nCdCuPtmZ3ljhKvSTPdWZxrcLi1Xa9V/+Pzb8hrjb5i
wMn6SZFNeMmZYgFKiSeueo6TPln2PoTqXCzs1HtsM8eUVe8GAsjJe/3dYl992nyX
OpG21GgNu8o5T3WOptPg6GdDTWkTWUu483yRbVVy04Pz4L8DDZTDv+WcsAViDn1r
A/jB1Auj/UGKx2ovGcBH/a/hor5TbABbODU6cPTHT54K3sSZtvZNV4eFDB1f/4wd
fwIDAQAB
-----END PUBLIC KEY-----`;
  const notify = {
    scheme: 'rsa',
    public_key: '=credentials.public_key',
    payload:
      "=method & ':/v1.0/debit/notify:' & $hash($minifyJson(raw), 'sha256') & ':' & headers.`x-timestamp`",
    header: 'X-SIGNATURE',
  };
  const notifyCall = aCall({
    headers: {
      'x-timestamp': '2024-05-02T14:43:08+07:00',
      'x-signature':
        'RoJnP2tH/YiOhHM/lMVBMSAuzRmS8VrWdIy04Qqyb56daV7oWFMFoMMzqnjQ+q0MIUalYgU094GWQnCx2c29xb1kkqHhv2+iJ9xl6NjGmFGYqyvcKvUDAV83Y1Mw9JnsEcjcupdGw9/MRv/mm2GMrQ+BCZGfc4a46JDyPZbcY294vDGqs5rFBN6iYer5ro4cAQGo9hET2G82Y+j50vCyO/79GFE4vB1rvtu6PK2Bxi+vTYV8k7P7PS8tOPWM2O+kjiVWjwvLR99Botou+a8sxlQqZaihfWMKcByzV+Lgkr9cptpjys+1NIRWT1ad/sJBSLHyldzC3q2oRn5z5oZmyg==',
    },
    body: '{"originalPartnerReferenceNo":"GP24043015193402809","originalReferenceNo":"A120240430081940S9vu8gSjaRID","merchantId":"G099333790","amount":{"value":"102800.00","currency":"IDR"},"latestTransactionStatus":"00","transactionStatusDesc":"SUCCESS","additionalInfo":{"refundHistory":[]}}',
  });

  it('accepts the published notification signed with RSA', async () => {
    expect(await verify(notify, notifyCall, { public_key: demoKey })).toEqual({ ok: true });
  });

  it('accepts a key pasted on one line with its line breaks written out', async () => {
    expect(
      await verify(notify, notifyCall, { public_key: demoKey.replaceAll('\n', '\\n') }),
    ).toEqual({ ok: true });
  });

  it('refuses a changed body', async () => {
    const body = Buffer.from(notifyCall.body.toString().replace('102800', '102801'));
    expect((await verify(notify, { ...notifyCall, body }, { public_key: demoKey })).ok).toBe(false);
  });

  it('says that the key is unreadable', async () => {
    const verdict = await verify(notify, notifyCall, { public_key: 'nonsense' });
    expect(verdict).toMatchObject({ ok: false, reason: "the configured public key can't be read" });
  });

  it.each([
    ['ecdsa', 'der', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ecdsa', 'ieee-p1363', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ed25519', 'der', generateKeyPairSync('ed25519')],
  ] as const)(
    'accepts %s (%s) with a bare base64 key, refuses another body',
    async (scheme, format, pair) => {
      const public_key = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
      const dsaEncoding = format;
      const signature = sign(scheme === 'ed25519' ? null : 'sha256', Buffer.from('1795|{}'), {
        key: pair.privateKey,
        dsaEncoding,
      });
      const recipe = {
        scheme,
        signature_format: format,
        public_key: '=credentials.public_key',
        payload: "=headers.t & '|' & raw",
        header: 'sig',
      };
      const headers = { t: '1795', sig: signature.toString('base64') };
      expect(await verify(recipe, aCall({ headers }), { public_key })).toEqual({ ok: true });
      expect((await verify(recipe, aCall({ headers, body: '{ }' }), { public_key })).ok).toBe(
        false,
      );
    },
  );
});

describe('jwt and basic recipes', () => {
  const jwt = {
    scheme: 'jwt',
    token: '=headers.authorization',
    key: '=credentials.key',
    algorithms: ['HS256'],
    accept: "=claims.iss = 'vendor'",
  };
  const bearer = (claims: Record<string, unknown>): InboundCall =>
    aCall({
      headers: { authorization: `Bearer ${signJwt(claims, { algorithm: 'HS256', key: 'k' })}` },
    });

  it('accepts a token whose claims are accepted', async () => {
    expect(await verify(jwt, bearer({ iss: 'vendor' }), { key: 'k' })).toEqual({ ok: true });
  });

  it.each([
    ['other claims', bearer({ iss: 'other' }), { key: 'k' }],
    ['another key', bearer({ iss: 'vendor' }), { key: 'x' }],
    ['no key', bearer({ iss: 'vendor' }), {}],
    ['no token', aCall(), { key: 'k' }],
  ])('refuses %s', async (_what, call, credentials) => {
    expect((await verify(jwt, call, credentials as Record<string, string>)).ok).toBe(false);
  });

  const basic = { scheme: 'basic', username: 'hub', password: '=credentials.password' };
  const withPair = (pair: string): InboundCall =>
    aCall({ headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } });

  it.each([
    ['hub:pa:ss', true],
    ['hub:pa', false],
    ['other:pa:ss', false],
  ])('takes the pair %s: %s', async (pair, ok) => {
    expect((await verify(basic, withPair(pair), { password: 'pa:ss' })).ok).toBe(ok);
  });
});

describe('several recipes', () => {
  const recipes = [
    {
      scheme: 'shared_token',
      when: '=$exists(headers.`x-a`)',
      header: 'x-a',
      value: '=credentials.a',
    },
    {
      scheme: 'shared_token',
      when: '=$exists(headers.`x-b`)',
      header: 'x-b',
      value: '=credentials.b',
    },
  ];

  it.each([
    [{ 'x-a': '1' }, true],
    [{ 'x-b': '2' }, true],
    [{ 'x-a': '2' }, false],
    [{ 'x-a': 'wrong', 'x-b': '2' }, false],
    [{}, false],
  ])('lets the first that applies decide: %j is %s', async (headers, ok) => {
    const call = aCall({ headers: headers });
    expect((await verify(recipes, call, { a: '1', b: '2' })).ok).toBe(ok);
  });

  it('accepts everything under the scheme none', async () => {
    expect(await verify({ scheme: 'none' }, aCall(), {})).toEqual({ ok: true });
  });
});
