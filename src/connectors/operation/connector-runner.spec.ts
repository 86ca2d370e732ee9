import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { VendorError } from '#core/errors/vendor-error.js';
import type { HttpRequest, HttpResponse } from '#core/http/http.types.js';
import { Secret } from '#core/secret/secret.js';
import { TokenCache } from '../auth/token-cache.js';
import { resolveBaseUrls, type ConnectorTarget } from '../connector-context.js';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { IncompleteAnswerError } from '../incomplete-answer.error.js';
import { ConnectorRunner } from './connector-runner.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

const NOW = new Date('2026-11-20T08:00:00Z');
const anything = z.looseObject({});

type Operations = NonNullable<ConnectorInput['operations']>;

function aTarget(input: ConnectorInput): ConnectorTarget {
  const connector = connectorSchema.parse({
    base_urls: {
      default: { production: 'https://api.bank.test/v2/', sandbox: 'https://sbx.bank.test/v2/' },
    },
    credentials: [
      { key: 'server_key', label: { id: 'Kunci', en: 'Key' } },
      { key: 'client_key', label: { id: 'Kunci', en: 'Key' }, secret: false },
    ],
    ...input,
  });
  return {
    provider: {
      id: 'p1',
      slug: 'bank',
      name: 'Bank Test',
      environment: 'sandbox',
      webhook_url: 'https://hub.test/webhook/payment/bank',
      extra: { channel: '77001' },
    },
    connector,
    credentials: { server_key: new Secret('SB-server-TESTKEY123'), client_key: 'open-key' },
    baseUrls: resolveBaseUrls(connector, 'sandbox'),
    extraHeaders: {},
  };
}

function answer(
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): HttpResponse {
  const isText = typeof body === 'string';
  return {
    status,
    headers: { 'content-type': isText ? 'text/html' : 'application/json', ...headers },
    body: Buffer.from(isText ? body : JSON.stringify(body)),
  };
}

function aRunner(input: ConnectorInput, answers: readonly (HttpResponse | VendorError)[]) {
  const sent: HttpRequest[] = [];
  const transport = {
    send: async (request: HttpRequest): Promise<HttpResponse> => {
      const outcome = answers[sent.length];
      sent.push(request);
      if (outcome === undefined) throw new Error('no answer is left');
      if (outcome instanceof VendorError) throw outcome;
      return outcome;
    },
  };
  const runner = new ConnectorRunner({
    engine,
    transport,
    tokenCache: new TokenCache(),
    target: aTarget(input),
    now: () => NOW,
  });
  return { runner, sent };
}

/** A connector with one operation. */
function withOperation(operation: Operations[string], rest: ConnectorInput = {}): ConnectorInput {
  return { ...rest, operations: { create: operation } };
}

async function failureOf(run: Promise<unknown>): Promise<VendorError> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof VendorError) return error;
  throw new Error(`expected a VendorError, got ${String(error)}`);
}

describe('ConnectorRunner sending', () => {
  it('writes method, URL, headers and body as the connector says', async () => {
    const { runner, sent } = aRunner(
      withOperation(
        {
          path: "=('/pay/' & request.reference)",
          query: { tag: ['a', 'b c'], none: '=request.nothing', n: 1 },
          headers: { 'Idempotency-Key': '=request.key', 'X-None': '=request.nothing' },
          body: {
            order: { id: '=request.reference', amount: '=request.amount' },
            note: '=request.note',
          },
        },
        {
          auth: { scheme: 'basic', username: '=credentials.server_key' },
          headers: { 'X-Channel': '=provider.extra.channel' },
        },
      ),
      [answer(201)],
    );
    await runner.run('create', { reference: 'R-1', amount: 150_000, key: 'k1' }, anything);
    expect(sent[0]).toEqual({
      method: 'POST',
      url: 'https://sbx.bank.test/v2/pay/R-1?tag=a&tag=b%20c&n=1',
      headers: {
        Accept: 'application/json, */*;q=0.5',
        'X-Channel': '77001',
        'Idempotency-Key': 'k1',
        Authorization: `Basic ${Buffer.from('SB-server-TESTKEY123:').toString('base64')}`,
        'Content-Type': 'application/json',
      },
      body: Buffer.from('{"order":{"id":"R-1","amount":150000}}'),
      timeoutMs: 30_000,
    });
  });

  it('offers the chosen method, and the default one where none was asked for', async () => {
    const input = withOperation(
      { body: { code: '=method.code', bank: '=method.bank' } },
      {
        methods: { bca_va: { code: 'BCA', bank: 'bca' }, qris: { code: 'QR' } },
        default_method: 'qris',
      },
    );
    const { runner, sent } = aRunner(input, [answer(200), answer(200)]);
    await runner.run('create', { method: 'bca_va' }, anything);
    await runner.run('create', {}, anything);
    expect(sent.map(({ body }) => body?.toString())).toEqual([
      '{"code":"BCA","bank":"bca"}',
      '{"code":"QR"}',
    ]);
  });

  it.each(['../admin', 'x/../../admin', '..', './x', '%2E%2e/x', '..\\x', '.%2e?a'])(
    'refuses an id that climbs out of the path: %s',
    async (id) => {
      const { runner, sent } = aRunner(
        withOperation({ method: 'GET', path: "=('/pay/' & request.id)" }),
        [],
      );
      await expect(runner.run('create', { id }, anything)).rejects.toThrow(/"\.\."/);
      expect(sent).toHaveLength(0);
    },
  );

  it('takes no credentials to a host that an answer or a request names', async () => {
    const bearer = { scheme: 'bearer' as const, token: '=credentials.server_key' };
    const connector = { auth: bearer, headers: { 'X-Key': '=credentials.server_key' } };
    const follow = { method: 'GET' as const, path: '=request.url' };
    const plain = aRunner(withOperation(follow, connector), [answer(200), answer(200)]);
    await plain.runner.run('create', { url: 'https://cdn.test/x' }, anything);
    await plain.runner.run('create', { url: 'https://sbx.bank.test/v2/x' }, anything);
    const own = aRunner(withOperation({ ...follow, auth: bearer }, connector), [answer(200)]);
    await own.runner.run('create', { url: 'https://cdn.test/x' }, anything);
    const names = [...plain.sent, ...own.sent].map(({ headers }) => Object.keys(headers));
    expect(names).toEqual([
      ['Accept'],
      ['Accept', 'X-Key', 'Authorization'],
      ['Accept', 'Authorization'],
    ]);
  });

  it('refuses a header value that would start another header', async () => {
    const { runner } = aRunner(withOperation({ headers: { 'X-A': '=request.a' } }), []);
    await expect(runner.run('create', { a: 'x\r\nX-B: y' }, anything)).rejects.toThrow(
      /line break/,
    );
  });

  it('sends nothing without an operation of that name', async () => {
    const { runner } = aRunner({}, []);
    expect(runner.has('create')).toBe(false);
    expect(runner.has('constructor')).toBe(false);
    await expect(runner.run('create', {}, anything)).rejects.toThrow(/no operation "create"/);
  });

  it.each([
    [{ idempotent: true }, true],
    [{ idempotent: false }, false],
    [{}, false],
  ])('knows whether %j may be repeated: %s', (operation, isIdempotent) => {
    const { runner } = aRunner(withOperation(operation), []);
    expect(runner.isIdempotent('create')).toBe(isIdempotent);
    expect(runner.isIdempotent('refund')).toBe(false);
  });

  it.each([
    ['the operation', { timeout_ms: 70_000 }, undefined, 70_000],
    ['what is left of the caller', { timeout_ms: 70_000 }, NOW.getTime() + 1234, 1234],
    ['30 s', {}, NOW.getTime() + 60_000, 30_000],
  ])('waits as long as %s says', async (_who, step, deadline, timeoutMs) => {
    const { runner, sent } = aRunner(withOperation(step), [answer(200)]);
    await runner.run('create', {}, anything, { ...(deadline !== undefined && { deadline }) });
    expect(sent[0]?.timeoutMs).toBe(timeoutMs);
  });

  it('sends nothing when no time is left', async () => {
    const { runner, sent } = aRunner(withOperation({}), []);
    const error = await failureOf(runner.run('create', {}, anything, { deadline: NOW.getTime() }));
    expect(error.kind).toBe('unavailable');
    expect(sent).toHaveLength(0);
  });
});

describe('ConnectorRunner classifying', () => {
  it.each([
    [302, 'invalid_request'],
    [400, 'invalid_request'],
    [401, 'unauthorized'],
    [402, 'declined'],
    [403, 'unauthorized'],
    [404, 'not_found'],
    [405, 'invalid_request'],
    [408, 'ambiguous'],
    [409, 'duplicate'],
    [410, 'not_found'],
    [413, 'invalid_request'],
    [415, 'invalid_request'],
    [422, 'invalid_request'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [504, 'ambiguous'],
  ] as const)('takes HTTP %d for %s', async (status, kind) => {
    const { runner } = aRunner(withOperation({}), [answer(status)]);
    const error = await failureOf(runner.run('create', {}, anything));
    expect([error.kind, error.vendorStatus]).toEqual([kind, status]);
  });

  it('tells how long the vendor wants to be left alone', async () => {
    const { runner } = aRunner(withOperation({}), [answer(429, {}, { 'retry-after': '7' })]);
    expect((await failureOf(runner.run('create', {}, anything))).retryAfterS).toBe(7);
  });

  it('finds errors under HTTP 200 by rule, the own rules of the step first', async () => {
    const input = withOperation(
      {
        errors: [
          {
            when: "=body.code = '406'",
            kind: 'duplicate',
            message: '=body.text',
            code: '=body.code',
          },
        ],
      },
      { errors: [{ when: '=$exists(body.code)', kind: 'invalid_request' }] },
    );
    const { runner } = aRunner(input, [answer(200, { code: '406', text: 'order id used' })]);
    const error = await failureOf(runner.run('create', {}, anything));
    expect([error.kind, error.vendorCode, error.message]).toEqual([
      'duplicate',
      '406',
      'Bank Test refused "create": order id used',
    ]);
  });

  it('takes an ok that holds for success, whatever status and rules say', async () => {
    const input = withOperation(
      { ok: "=body.state = 'EXISTS'", result: { id: '=body.id' } },
      { errors: [{ when: '=status = 409', kind: 'duplicate' }] },
    );
    const { runner } = aRunner(input, [answer(409, { state: 'EXISTS', id: 'x1' })]);
    expect(await runner.run('create', {}, anything)).toMatchObject({ id: 'x1' });
  });

  it('takes a 2xx whose ok does not hold for our mistake, so that nothing falls back', async () => {
    const { runner } = aRunner(withOperation({ ok: '=body.success' }), [
      answer(200, { success: false, message: 'not this time' }),
    ]);
    const error = await failureOf(runner.run('create', {}, anything));
    expect([error.kind, error.message]).toEqual([
      'invalid_request',
      'Bank Test refused "create": not this time',
    ]);
  });

  it.each([
    [{ error_messages: ['order_id is required'] }, 'order_id is required'],
    [{ error: { message: 'bad card', code: 1 } }, 'bad card'],
    [{ errors: [{ detail: 'too small' }] }, 'too small'],
    [{ message: ['INVALID', 'SIGNATURE'] }, 'INVALID'],
    [{ responseCode: '4002701', responseMessage: 'Invalid Field' }, 'Invalid Field'],
    ['<html>oops</html>', 'HTTP 400'],
    [{ message: 'card 4111111111111111 refused' }, 'card 411111******1111 refused'],
    [{ message: 'key SB-server-TESTKEY123 is unknown' }, 'key [secret] is unknown'],
  ])('tells the sentence of %j', async (body, sentence) => {
    const { runner } = aRunner(withOperation({}), [answer(400, body)]);
    const error = await failureOf(runner.run('create', {}, anything));
    expect(error.message).toBe(`Bank Test refused "create": ${sentence}`);
  });

  it('lets the errors of the transport through', async () => {
    const { runner } = aRunner(withOperation({}), [new VendorError('ambiguous', 'cut')]);
    expect((await failureOf(runner.run('create', {}, anything))).kind).toBe('ambiguous');
  });
});

describe('ConnectorRunner reading', () => {
  const statuses = { settlement: 'paid', pending: 'pending', PENDING_2: 'pending' };

  it.each([
    ['settlement', 'paid'],
    ['SETTLEMENT', 'paid'],
    ['pending_2', 'pending'],
    ['paid', 'paid'],
  ])('turns the status word %s into %s', async (word, status) => {
    const { runner } = aRunner(withOperation({ result: { status: '=body.s' } }, { statuses }), [
      answer(200, { s: word }),
    ]);
    expect(await runner.run('create', {}, anything)).toEqual({
      status,
      vendor_status: word,
      refs: {},
    });
  });

  it('keeps an unknown status word and warns', async () => {
    const { runner } = aRunner(withOperation({ result: { status: '=body.s' } }, { statuses }), [
      answer(200, { s: 'odd' }),
    ]);
    const result = await runner.run('create', {}, anything);
    expect(result).toMatchObject({ status: undefined, vendor_status: 'odd' });
    expect(result['warnings']).toEqual([expect.stringContaining('"odd"')]);
  });

  it('takes a status written out in the connector for ours', async () => {
    const { runner } = aRunner(withOperation({ result: { status: 'queued' } }, { statuses }), [
      answer(200),
    ]);
    expect(await runner.run('create', {}, anything)).toEqual({ status: 'queued', refs: {} });
  });

  it('uses the status map that the result names, also inside lists', async () => {
    const input = withOperation(
      {
        result: {
          refunds:
            '=[body.r.{ "status": s, "status_map": "refund", "amount": a, "currency": "IDR" }]',
        },
      },
      { statuses, status_maps: { refund: { ok: 'refunded' } } },
    );
    const { runner } = aRunner(input, [answer(200, { r: [{ s: 'OK', a: '5000.00' }] })]);
    expect(await runner.run('create', {}, anything)).toMatchObject({
      refunds: [{ status: 'refunded', vendor_status: 'OK', amount: 5000, currency: 'IDR' }],
    });
  });

  it.each([
    ['decimal text', {}, '275000.00', 'IDR', 275_000],
    ['a decimal number', {}, 10.5, 'usd', 1050],
    ['minor units', { notation: 'minor' as const }, 1050, 'USD', 1050],
    [
      'minor units with places of its own',
      { notation: 'minor' as const, exponents: { IDR: 2 } },
      15_000_000,
      'idr',
      150_000,
    ],
  ])('reads an amount in %s', async (_how, money, amount, currency, minor) => {
    const result = { amount: '=body.amount', currency: '=body.currency' };
    const { runner } = aRunner(withOperation({ result }, { money }), [
      answer(200, { amount, currency }),
    ]);
    expect(await runner.run('create', {}, anything)).toEqual({
      amount: minor,
      currency: currency.toUpperCase(),
      refs: {},
    });
  });

  it('leaves out an amount it can not read exactly, and warns', async () => {
    const result = { amount: '=body.amount', currency: 'IDR' };
    const { runner } = aRunner(withOperation({ result }), [answer(200, { amount: '100.50' })]);
    const outcome = await runner.run('create', {}, anything);
    expect(outcome).not.toHaveProperty('amount');
    expect(outcome['warnings']).toHaveLength(1);
  });

  it('keeps refs as texts', async () => {
    const { runner } = aRunner(withOperation({ refs: { id: '=body.id', none: '=body.none' } }), [
      answer(200, { id: 42 }),
    ]);
    expect(await runner.run('create', {}, anything)).toEqual({ refs: { id: '42' } });
  });

  it('names provider, operation and field when the answer lacks what the format promises', async () => {
    const schema = z.object({ action: z.object({ url: z.string() }) });
    const operation = {
      result: { action: { type: 'redirect', url: '=body.url' } },
      refs: { token: '=body.token' },
    };
    const { runner } = aRunner(withOperation(operation), [answer(201, { token: 't1' })]);
    const error = await failureOf(runner.run('create', {}, schema));
    expect(error).toBeInstanceOf(IncompleteAnswerError);
    expect(error).toMatchObject({
      kind: 'invalid_request',
      operation: 'create',
      refs: { token: 't1' },
    });
    expect(error.message).toContain('Bank Test accepted "create"');
    expect(error.message).toContain('"action.url"');
  });

  it('takes an expression that fails on the answer for an incomplete answer', async () => {
    const { runner } = aRunner(withOperation({ result: { n: '=$number(body.text)' } }), [
      answer(200, { text: 'x' }),
    ]);
    expect(await failureOf(runner.run('create', {}, anything))).toBeInstanceOf(
      IncompleteAnswerError,
    );
  });

  it('makes a list of one where a list is wanted', async () => {
    const schema = z.object({ message_ids: z.array(z.string()).min(1) });
    const { runner } = aRunner(withOperation({ result: { message_ids: '=body.m.id' } }), [
      answer(200, { m: [{ id: 'a' }] }),
    ]);
    expect(await runner.run('create', {}, schema)).toEqual({ message_ids: ['a'] });
  });

  it('shows no secret to results, only open credentials', async () => {
    const result = { open: '=credentials.client_key', secret: '=credentials.server_key' };
    const { runner } = aRunner(withOperation({ result }), [answer(200)]);
    expect(await runner.run('create', {}, anything)).toEqual({ open: 'open-key', refs: {} });
  });
});

describe('ConnectorRunner with steps', () => {
  type Steps = Extract<Operations[string], { steps: unknown }>['steps'];
  const charge: Steps[number] = {
    name: 'charge',
    path: '/charges',
    body: { guest: '=refs.guest_id', seen: '=steps.guest.body.id' },
  };
  const steps: Steps = [
    {
      name: 'guest',
      path: '/guests',
      body: { name: '=request.name' },
      refs: { guest_id: '=body.id' },
    },
    charge,
  ];

  it('lets each step see the answers and refs before it', async () => {
    const { runner, sent } = aRunner(
      withOperation({ steps, result: { first: '=steps.guest.body.id', last: '=body.id' } }),
      [answer(201, { id: 'g1' }), answer(201, { id: 'c1' })],
    );
    expect(await runner.run('create', { name: 'Budi' }, anything)).toEqual({
      first: 'g1',
      last: 'c1',
      refs: { guest_id: 'g1' },
    });
    expect(sent[1]?.body?.toString()).toBe('{"guest":"g1","seen":"g1"}');
  });

  it('leaves out a step whose condition does not hold', async () => {
    const optional: Steps = [
      { name: 'guest', path: '/guests', when: '=$exists(request.name)' },
      { name: 'charge', path: '/charges' },
    ];
    const { runner, sent } = aRunner(withOperation({ steps: optional }), [answer(200)]);
    await runner.run('create', {}, anything);
    expect(sent.map(({ url }) => url)).toEqual(['https://sbx.bank.test/v2/charges']);
  });

  it.each([
    ['unavailable', 'ambiguous', answer(503)],
    ['rate_limited', 'ambiguous', answer(429)],
    ['declined', 'declined', answer(402)],
  ] as const)('says after a step that acted that %s is %s', async (_kind, kind, second) => {
    const { runner } = aRunner(withOperation({ steps }), [answer(201, { id: 'g1' }), second]);
    expect((await failureOf(runner.run('create', {}, anything))).kind).toBe(kind);
  });

  it('keeps the kind when only reading came before', async () => {
    const reading: Steps = [{ name: 'look', method: 'GET', path: '/x' }, charge];
    const { runner } = aRunner(withOperation({ steps: reading }), [answer(200), answer(503)]);
    expect((await failureOf(runner.run('create', {}, anything))).kind).toBe('unavailable');
  });
});

describe('ConnectorRunner with tokens', () => {
  const auth: ConnectorInput['auth'] = {
    scheme: 'oauth2_client_credentials',
    path: '/token',
    client_id: '=credentials.client_key',
    client_secret: '=credentials.server_key',
  };
  const token = (value: string): HttpResponse =>
    answer(200, { access_token: value, expires_in: 900 });

  it('replaces a refused token that came from the cache, once', async () => {
    const { runner, sent } = aRunner(withOperation({ path: '/pay' }, { auth }), [
      token('old'),
      answer(200),
      answer(401),
      token('new'),
      answer(200, { fine: true }),
    ]);
    await runner.run('create', {}, anything);
    await runner.run('create', {}, anything);
    const tokens = sent
      .filter(({ url }) => url.endsWith('/pay'))
      .map(({ headers }) => headers['Authorization']);
    expect(tokens).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });

  it('does not ask twice when a fresh token is refused', async () => {
    const { runner, sent } = aRunner(withOperation({ path: '/pay' }, { auth }), [
      token('one'),
      answer(401),
    ]);
    expect((await failureOf(runner.run('create', {}, anything))).kind).toBe('unauthorized');
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['a refusal', 'unauthorized', answer(400, { error: 'invalid_client' })],
    ['an answer without a token', 'unauthorized', answer(200, {})],
    ['a broken token endpoint', 'unavailable', answer(500)],
    ['a token request that was cut', 'unavailable', new VendorError('ambiguous', 'cut')],
  ] as const)('takes %s for %s', async (_what, kind, first) => {
    const { runner } = aRunner(withOperation({}, { auth }), [first]);
    expect((await failureOf(runner.run('create', {}, anything))).kind).toBe(kind);
  });
});
