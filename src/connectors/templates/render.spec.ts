import { afterAll, describe, expect, it } from '@jest/globals';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { checkConnectorExpressions, collectExpressions, renderTemplate } from './render.js';

const engine = new ExpressionEngine();
afterAll(() => engine.close());

const input = {
  request: {
    reference: 'RES-1',
    amount: 150000,
    items: [{ id: 'a', price: 75000, quantity: 2, name: 'Deluxe', internal: true }],
  },
};

describe('renderTemplate', () => {
  it('renders a body as the documentation of a vendor reads', async () => {
    const template = {
      transaction_details: { order_id: '=request.reference', gross_amount: '=request.amount' },
      item_details:
        "=request.items.{ 'id': id, 'price': price, 'quantity': quantity, 'name': name }[]",
      credit_card: { secure: true },
      retries: 0,
      note: null,
    };
    expect(await renderTemplate(engine, template, input)).toEqual({
      transaction_details: { order_id: 'RES-1', gross_amount: 150000 },
      item_details: [{ id: 'a', price: 75000, quantity: 2, name: 'Deluxe' }],
      credit_card: { secure: true },
      retries: 0,
      note: null,
    });
  });

  it('leaves out keys and items that come out undefined, at any depth', async () => {
    const template = {
      a: '=request.missing',
      b: ['=request.missing', 'x', '=request.amount'],
      c: { d: '=nothing' },
    };
    expect(await renderTemplate(engine, template, input)).toEqual({ b: ['x', 150000], c: {} });
  });

  it.each([
    ['=request.amount', 150000],
    ['==literal', '=literal'],
    ['==', '='],
    ['===x', '==x'],
    ['a=b', 'a=b'],
    ['', ''],
    [5, 5],
    [null, null],
    [undefined, undefined],
    ['=missing', undefined],
  ])('renders %j as %j', async (template, expected) => {
    expect(await renderTemplate(engine, template, input)).toEqual(expected);
  });

  it('names the place of an expression that fails', async () => {
    const template = { body: { list: ['ok', '=request.reference + 1'] } };
    await expect(renderTemplate(engine, template, input)).rejects.toThrow(
      'body.list[1]: The expression failed in "+": the left side must be a number',
    );
  });

  it('takes no key that would change a prototype', async () => {
    const template = JSON.parse('{"__proto__":{"polluted":true},"a":1}') as { a: number };
    const rendered = await renderTemplate(engine, template, input);
    expect(Object.keys(rendered as object)).toEqual(['a']);
    expect(Object.getPrototypeOf(rendered)).toBe(Object.prototype);
  });
});

describe('collectExpressions', () => {
  it('finds every expression with its place', () => {
    const connector = {
      auth: { username: '=credentials.key', password: '' },
      operations: { create: { steps: [{ when: '=true' }, { body: { a: '==no', b: ['=x'] } }] } },
    };
    expect(collectExpressions(connector)).toEqual([
      { path: 'auth.username', source: '=credentials.key' },
      { path: 'operations.create.steps[0].when', source: '=true' },
      { path: 'operations.create.steps[1].body.b[0]', source: '=x' },
    ]);
  });
});

describe('checkConnectorExpressions', () => {
  it('lists what can not be compiled, and where', () => {
    const connector = {
      operations: { create: { body: { a: '=request.(', b: '=fine' }, ok: '=$eval("1")' } },
      webhook: { match: [{ when: '=$match(body.x, /(?<=y)x/)' }] },
    };
    const problems = checkConnectorExpressions(engine, connector);
    expect(problems.map(({ path }) => path)).toEqual([
      'operations.create.body.a',
      'operations.create.ok',
      'webhook.match[0].when',
    ]);
    expect(problems[1]?.message).toContain('$eval is not available');
  });

  it('has nothing to say about a connector that is fine', () => {
    expect(checkConnectorExpressions(engine, { a: ['=b', { c: '=d.e' }], f: 1 })).toEqual([]);
  });
});
