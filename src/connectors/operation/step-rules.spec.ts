import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { HttpRequest, HttpResponse } from '#core/http/http.types.js';
import { TokenCache } from '../auth/token-cache.js';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { ConnectorRunner } from './connector-runner.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

const anything = z.looseObject({});

type Operations = NonNullable<ConnectorInput['operations']>;

const create = (operation: Operations[string]): ConnectorInput => ({
  operations: { create: operation },
});

const answer = (status: number, body: unknown = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

function aRunner(input: ConnectorInput, answers: readonly HttpResponse[]) {
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const next = answers[sent.length];
    sent.push(request);
    if (!next) throw new Error('no answer is left');
    return next;
  };
  const target = {
    provider: {
      id: 'p1',
      slug: 'bank',
      name: 'Bank Test',
      environment: 'sandbox' as const,
      webhook_url: 'https://hub.test/webhook/payment/bank',
      extra: {},
    },
    connector: connectorSchema.parse(input),
    credentials: {},
    baseUrls: { default: 'https://api.bank.test' },
    extraHeaders: {},
  };
  const tokenCache = new TokenCache();
  return { runner: new ConnectorRunner({ engine, transport: { send }, tokenCache, target }), sent };
}

describe('a step of many pages', () => {
  const list = {
    name: 'list',
    path: '/orders',
    body: { page: '=page' },
    pages: { max: 3, until: '=$exists(steps.list.result.found)' },
    result: { found: '=body.orders[ref = $$.request.ref].id' },
  };
  const listing = create({ steps: [list], result: { id: '=steps.list.result.found' } });
  const page = (...refs: string[]) =>
    answer(200, { orders: refs.map((ref) => ({ ref, id: ref })) });

  it('asks for the next page until what it looks for is there', async () => {
    const { runner, sent } = aRunner(listing, [page('a'), page('b', 'c'), page('d')]);
    expect(await runner.run('create', { ref: 'c' }, anything)).toMatchObject({ id: 'c' });
    expect(sent.map(({ body }) => body?.toString())).toEqual(['{"page":1}', '{"page":2}']);
  });

  it('stops at the last page it may ask for', async () => {
    const { runner, sent } = aRunner(listing, [page('a'), page('b'), page('d'), page('c')]);
    expect(await runner.run('create', { ref: 'c' }, anything)).not.toHaveProperty('id');
    expect(sent).toHaveLength(3);
  });
});

describe('a step that would be refused', () => {
  const needsPhone = {
    path: '/orders',
    refuse: [
      {
        when: '=$not($exists(request.phone))',
        kind: 'invalid_request' as const,
        field: 'customer.phone',
        message: "='a phone number is needed for ' & request.ref",
      },
    ],
  };

  it('sends nothing and names kind, field and reason', async () => {
    const { runner, sent } = aRunner(create(needsPhone), []);
    const error = await runner
      .run('create', { ref: 'A1' }, anything)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'invalid_request',
      errors: [{ field: 'customer.phone' }],
      message: 'Bank Test was not asked for "create": a phone number is needed for A1',
    });
    expect(sent).toEqual([]);
  });

  it('sends what no rule holds against', async () => {
    const { runner, sent } = aRunner(create(needsPhone), [answer(200)]);
    await runner.run('create', { phone: '+628' }, anything);
    expect(sent).toHaveLength(1);
  });
});

describe('a step with a way of counting of its own', () => {
  it('shows the step how it writes amounts, so that request and answer agree', async () => {
    const money = { notation: 'minor' as const, exponents: { IDR: 2 } };
    const operation = {
      body: { total: '=$minor(request.amount, request.currency, money.exponents.IDR)' },
      result: { amount: '=body.total', currency: 'IDR' },
      money,
    };
    const { runner, sent } = aRunner(create(operation), [answer(200, { total: '15000000' })]);
    const result = await runner.run('create', { amount: 150_000, currency: 'IDR' }, anything);
    expect(sent[0]?.body?.toString()).toBe('{"total":15000000}');
    expect(result).toMatchObject({ amount: 150_000 });
  });
});
