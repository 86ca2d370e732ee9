import { afterAll, describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { connectorSchema, type ConnectorInput } from './definition.schemas.js';
import { ExpressionEngine } from './expressions/expression-engine.js';
import { previewConnector, type Preview, type PreviewRequest } from './preview.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

const SECRET = 'SB-server-TESTKEY123';
const connector: ConnectorInput = {
  credentials: [{ key: 'server_key', label: { id: 'Kunci', en: 'Key' } }],
  auth: { scheme: 'basic', username: '=credentials.server_key' },
  statuses: { settlement: 'paid' },
  operations: {
    create: {
      path: '/charge',
      headers: { 'X-Copy': '=credentials.server_key' },
      body: { order: '=request.reference', key: '=credentials.server_key' },
      result: { status: '=body.s', id: '=body.id' },
      refs: { id: '=body.id' },
    },
    two: {
      steps: [
        { name: 'one', path: '/one', result: { id: '=body.id' } },
        { name: 'two', path: "=('/two/' & steps.one.body.id)" },
      ],
    },
    broken: { path: '/x', body: { n: '=$number(request.text)' } },
    oauth: {
      auth: {
        scheme: 'oauth2_client_credentials',
        path: '/t',
        client_id: 'i',
        client_secret: '=credentials.server_key',
      },
    },
  },
  webhook: {
    signature: { scheme: 'hmac', key: '=credentials.server_key', header: 'x-signature' },
    match: [
      { when: "=body.type = 'paid'", events: [{ reference: '=body.ref' }], event_id: '=body.id' },
    ],
    reply: { ok: { content_type: 'text/plain', body: 'OK' } },
  },
};

function preview(request: Omit<PreviewRequest, 'target'>): Promise<Preview> {
  return previewConnector(engine, {
    target: {
      connector: connectorSchema.parse(connector),
      provider: {
        id: 'p',
        slug: 's',
        name: 'Test',
        environment: 'sandbox',
        webhook_url: 'https://hub.test/w',
        extra: {},
      },
      credentials: { server_key: new Secret(SECRET) },
      baseUrls: { default: 'https://api.test' },
      extraHeaders: {},
    },
    now: new Date('2026-11-20T08:00:00Z'),
    ...request,
  });
}

describe('previewConnector with an operation', () => {
  it('shows the request with every secret masked', async () => {
    const shown = await preview({ operation: 'create', request: { reference: 'R-1' } });
    expect(shown).toEqual({
      requests: [
        {
          method: 'POST',
          url: 'https://api.test/charge',
          headers: expect.objectContaining({
            Authorization: 'Basic [secret]',
            'X-Copy': '[secret]',
          }),
          body: '{"order":"R-1","key":"[secret]"}',
        },
      ],
    });
    expect(JSON.stringify(shown)).not.toContain(Buffer.from(`${SECRET}:`).toString('base64'));
  });

  it('turns a sample answer into the neutral result', async () => {
    const responses = [{ status: 201, body: { s: 'settlement', id: 7 } }];
    expect(await preview({ operation: 'create', responses })).toMatchObject({
      result: { status: 'paid', vendor_status: 'settlement', id: 7 },
      refs: { id: '7' },
    });
  });

  it('turns a sample refusal into its error', async () => {
    const responses = [
      { status: 429, headers: { 'Retry-After': '5' }, body: `{"message":"slow down, ${SECRET}"}` },
    ];
    expect((await preview({ operation: 'create', responses })).error).toEqual({
      kind: 'rate_limited',
      message: 'Test refused "create": slow down, [secret]',
      retry_after_s: 5,
    });
  });

  it('shows each step as far as there are sample answers', async () => {
    const none = await preview({ operation: 'two' });
    const both = await preview({
      operation: 'two',
      responses: [{ status: 200, body: { id: 'x' } }, { status: 200 }],
    });
    expect(none.requests.map(({ url }) => url)).toEqual(['https://api.test/one']);
    expect(both.requests.map(({ url }) => url)).toEqual([
      'https://api.test/one',
      'https://api.test/two/x',
    ]);
  });

  it('puts a word in the place of an access token and asks nobody', async () => {
    const { requests } = await preview({ operation: 'oauth' });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers['Authorization']).toBe('Bearer [secret]');
  });

  it.each([
    ['an unknown operation', 'nothing', /no operation "nothing"/],
    ['an expression that fails', 'broken', /body|number|expression/i],
  ])('tells of %s', async (_what, operation, message) => {
    const { error } = await preview({ operation, request: { text: 'x' } });
    expect(error?.message).toMatch(message);
    expect(error?.kind).toBeUndefined();
  });
});

describe('previewConnector with a webhook', () => {
  const body = '{"type":"paid","ref":"R-1","id":"e1"}';
  // HMAC-SHA256 of the body with the key above, computed with openssl.
  const signature = 'c5ba0fee2c0a01a232d71f7e75b9214b513e10a8db14b7dc3f2a24fa51a5a24e';

  it('shows verdict, events and reply', async () => {
    const { webhook } = await preview({ webhook: { headers: { 'X-Signature': signature }, body } });
    expect(webhook).toEqual({
      verdict: 'accepted',
      confirm: 'none',
      events: [{ id: 'e1', reference: 'R-1' }],
      reply: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' },
    });
  });

  it('shows the events of a call with a wrong signature too', async () => {
    const { webhook } = await preview({
      webhook: { headers: { 'X-Signature': 'f'.repeat(64) }, body },
    });
    expect(webhook).toMatchObject({
      verdict: 'rejected',
      reason: expect.stringContaining('did not match'),
      events: [{ id: 'e1' }],
      reply: { status: 401 },
    });
  });

  it('says why a call is ignored', async () => {
    const { webhook } = await preview({ webhook: { body: { type: 'other' } } });
    expect(webhook).toMatchObject({
      verdict: 'rejected',
      ignored: 'no rule of the connector matches this call',
    });
  });
});
