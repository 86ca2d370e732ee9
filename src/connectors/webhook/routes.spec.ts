import { afterAll, describe, expect, it } from '@jest/globals';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { rejectedReply, type ReplyRequest } from './reply.js';
import {
  repeatReply,
  routeKey,
  routeObjection,
  routeQuestion,
  routeReply,
  routeToken,
} from './routes.js';
import type { WebhookRoute } from './webhook.schemas.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

type RouteInput = NonNullable<NonNullable<ConnectorInput['webhook']>['routes']>[number];

interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

function aRoute(
  route: Partial<RouteInput>,
  { body = {}, headers = {}, extra = {} }: Asked = {},
): { route: WebhookRoute; request: ReplyRequest } {
  const connector = connectorSchema.parse({
    webhook: {
      signature: { scheme: 'none' },
      routes: [{ path: '/ask', replies: [{ body: 'yes' }], ...route }],
    },
  });
  const [found] = connector.webhook?.routes ?? [];
  if (!found) throw new Error('no route');
  return {
    route: found,
    request: {
      connector,
      credentials: {},
      extra,
      scope: {
        provider: {
          id: 'p',
          slug: 's',
          name: 'T',
          environment: 'sandbox',
          webhook_url: 'https://hub.test/w',
          extra: {},
        },
        call: {
          method: 'POST',
          url: 'https://hub.test/w/ask',
          headers: { 'content-type': 'application/json', ...headers },
          body: Buffer.from(JSON.stringify(body)),
          receivedAt: new Date('2026-11-20T08:00:00Z'),
        },
      },
    },
  };
}

describe('a reply', () => {
  const replies: RouteInput['replies'] = [
    { status: '=$number($substring(found.code, 0, 3))', body: { code: '=found.code' } },
  ];

  it('takes its status from an expression', async () => {
    const { route, request } = aRoute({ replies }, { extra: { found: { code: '4042412' } } });
    expect(await routeReply(engine, route, request)).toMatchObject({
      status: 404,
      body: '{"code":"4042412"}',
    });
  });

  it.each(['9991111', '1002412', 'none'])('is refused when that comes out of %s', async (code) => {
    const { route, request } = aRoute({ replies }, { extra: { found: { code } } });
    await expect(routeReply(engine, route, request)).rejects.toMatchObject({
      message: expect.any(String),
    });
  });
});

describe('checks of a call', () => {
  const checks: RouteInput['checks'] = [
    { when: '=$not($exists(body.number))', status: 400, body: 'number' },
    { when: '=$length(body.number) > 3', status: 422, body: 'length' },
  ];

  it.each([
    [{}, { status: 400, body: 'number' }],
    [{ number: '1234' }, { status: 422, body: 'length' }],
  ])('answer %j at once', async (body, reply) => {
    const { route, request } = aRoute({ checks }, { body });
    expect(await routeObjection(engine, route, request)).toMatchObject(reply);
  });

  it('let the rest pass', async () => {
    const { route, request } = aRoute({ checks }, { body: { number: '1' } });
    expect(await routeObjection(engine, route, request)).toBeUndefined();
  });
});

describe('a question', () => {
  it('carries its amount in minor units', async () => {
    const ask = {
      question: 'pay',
      with: { amount: '=body.paid.value', currency: '=body.paid.currency', id: '=body.id' },
    };
    const body = { id: 'X', paid: { value: '150000.00', currency: 'IDR' } };
    const { route, request } = aRoute({ ask }, { body });
    expect(await routeQuestion(engine, route, request)).toEqual({
      question: 'pay',
      with: { amount: 150_000, currency: 'IDR', id: 'X' },
    });
  });

  it('carries no amount that can not be read exactly', async () => {
    const ask = { question: 'pay', with: { amount: '=body.value', currency: 'IDR' } };
    const { route, request } = aRoute({ ask }, { body: { value: '150000.50' } });
    const asked = await routeQuestion(engine, route, request);
    expect(asked?.with).not.toHaveProperty('amount');
  });
});

describe('a key that came before', () => {
  const once: RouteInput['once'] = {
    key: '=headers.`x-id`',
    replies: [{ when: "=repeat = 'other'", status: 409, body: 'conflict' }],
  };

  it('is read from the call', async () => {
    const { route, request } = aRoute({ once }, { headers: { 'x-id': '7' } });
    expect(await routeKey(engine, route, request)).toBe('7');
    const bare = aRoute({ once });
    expect(await routeKey(engine, bare.route, bare.request)).toBeUndefined();
  });

  it('is answered by the replies that apply', async () => {
    const { route, request } = aRoute({ once });
    const told = (repeat: 'same' | 'other') => repeatReply(engine, route, { ...request, repeat });
    expect(await told('other')).toMatchObject({ status: 409, body: 'conflict' });
    expect(await told('same')).toBeUndefined();
  });
});

describe('an access token', () => {
  it('is demanded only where the condition holds', async () => {
    const demand = { when: "=headers.style = 'token'", value: '=headers.authorization' };
    const bare = aRoute({ access_token: demand });
    const asked = aRoute(
      { access_token: demand },
      { headers: { style: 'token', authorization: 'abc' } },
    );
    const without = aRoute({ access_token: demand }, { headers: { style: 'token' } });
    expect(await routeToken(engine, bare.route, bare.request)).toEqual({ demanded: false });
    expect(await routeToken(engine, asked.route, asked.request)).toEqual({
      demanded: true,
      token: 'abc',
    });
    expect(await routeToken(engine, without.route, without.request)).toEqual({ demanded: true });
  });
});

describe('a refusal', () => {
  const rejected: RouteInput['rejected'] = [
    { when: "=refused = 'access_token'", body: 'token' },
    { when: '=$not($exists(headers.`x-time`))', status: 400, body: 'time' },
  ];

  it.each([
    ['access_token', {}, { status: 401, body: 'token' }],
    ['signature', {}, { status: 400, body: 'time' }],
    ['signature', { 'x-time': 'now' }, { status: 401 }],
  ])('by %s with the headers %j has its own words', async (refused, headers, reply) => {
    const { route, request } = aRoute({ rejected }, { headers, extra: { refused } });
    expect(await rejectedReply(engine, request, route.rejected)).toMatchObject(reply);
  });
});
