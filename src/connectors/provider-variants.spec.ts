/** One connector, many vendors: settings, auth schemes by choice, operations that ask nobody, numbers. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { HttpRequest } from '#core/http/http.types.js';
import { TokenCache } from './auth/token-cache.js';
import { checkConnector } from './connector-check.js';
import { resolveSettings, type ConnectorTarget } from './connector-context.js';
import { connectorSchema, type ConnectorInput } from './definition.schemas.js';
import { ExpressionEngine } from './expressions/expression-engine.js';
import { numberPlanOf } from './number-plan.js';
import { ConnectorRunner } from './operation/connector-runner.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

function aTarget(
  input: ConnectorInput,
  extraConfig: Record<string, unknown> = {},
): ConnectorTarget {
  const connector = connectorSchema.parse(input);
  return {
    provider: {
      id: 'p1',
      slug: 'bank',
      name: 'Bank Test',
      environment: 'sandbox',
      webhook_url: 'https://hub.test/webhook/payment/bank',
      extra: resolveSettings(connector, extraConfig),
    },
    connector,
    credentials: { company: '12345' },
    baseUrls: { default: 'https://api.test' },
    extraHeaders: {},
  };
}

function aRunner(target: ConnectorTarget) {
  const sent: HttpRequest[] = [];
  const runner = new ConnectorRunner({
    engine,
    target,
    tokenCache: new TokenCache(),
    transport: {
      send: async (request) => {
        sent.push(request);
        const headers = { 'content-type': 'application/json' };
        return { status: 200, headers, body: Buffer.from('{"token":"t0","id":"v1"}') };
      },
    },
  });
  return { runner, sent };
}

describe('settings of a connector', () => {
  it('are what expressions see unless the provider says something else', () => {
    const { provider } = aTarget({ settings: { style: 'a', depth: 2 } }, { style: 'b', own: true });
    expect(provider.extra).toEqual({ style: 'b', depth: 2, own: true });
  });
});

describe('auth schemes with a condition', () => {
  const connector: ConnectorInput = {
    settings: { style: 'token', token_path: '/eu/token' },
    auth: [
      {
        scheme: 'token',
        when: "=provider.extra.style = 'token'",
        path: '=provider.extra.token_path',
        value: '=body.token',
        place: {},
      },
      { scheme: 'signed', headers: { 'X-Signed': "=token ? 'with ' & token : 'without'" } },
    ],
    operations: { go: { path: '/go' } },
  };

  it('are applied while it holds, the path of a token taken from the settings', async () => {
    const { runner, sent } = aRunner(aTarget(connector));
    await runner.execute('go', {});
    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.test/eu/token',
      'https://api.test/go',
    ]);
    expect(sent[1]?.headers).toMatchObject({ Authorization: 'Bearer t0', 'X-Signed': 'with t0' });
  });

  it('are passed over while it does not', async () => {
    const { runner, sent } = aRunner(aTarget(connector, { style: 'bare' }));
    await runner.execute('go', {});
    expect(sent.map(({ url }) => url)).toEqual(['https://api.test/go']);
    expect(sent[0]?.headers).toMatchObject({ 'X-Signed': 'without' });
    expect(sent[0]?.headers).not.toHaveProperty('Authorization');
  });
});

describe('an operation that asks nobody', () => {
  const operations: ConnectorInput['operations'] = {
    create: {
      steps: [{ name: 'register', when: '=provider.extra.registers', path: '/register' }],
      result: {
        id: "=$exists(steps.register) ? steps.register.body.id : 'ours-' & request.number",
      },
      refs: { number: '=request.number' },
    },
    close: { steps: [], result: { status: 'cancelled' } },
  };
  const schema = z.object({ id: z.string(), refs: z.record(z.string(), z.string()) });

  it('makes its result out of the request', async () => {
    const { runner, sent } = aRunner(aTarget({ operations }));
    const created = await runner.run('create', { number: '77' }, schema);
    expect(created).toEqual({ id: 'ours-77', refs: { number: '77' } });
    expect((await runner.execute('close', {})).result).toEqual({ status: 'cancelled' });
    expect(sent).toEqual([]);
  });

  it('asks all the same where the condition of its step holds', async () => {
    const { runner, sent } = aRunner(aTarget({ operations }, { registers: true }));
    expect((await runner.run('create', { number: '77' }, schema)).id).toBe('v1');
    expect(sent).toHaveLength(1);
  });

  it('is found wanting without a result', () => {
    const { connector } = aTarget({ operations: { close: { steps: [] } } });
    expect(checkConnector(engine, connector)).toEqual([
      expect.objectContaining({ path: 'operations.close.result' }),
    ]);
  });
});

describe('numbers that the hub gives out', () => {
  it('are none where the connector says nothing of them', async () => {
    expect(await numberPlanOf(engine, aTarget({}))).toBeUndefined();
  });

  it('belong to the provider unless a scope is named', async () => {
    const own = await numberPlanOf(engine, aTarget({ numbers: { length: 12 } }));
    const shared = aTarget({
      settings: { digits: 8 },
      numbers: { length: '=provider.extra.digits', scope: '=credentials.company' },
    });
    expect(own).toEqual({ scope: 'sandbox:p1', length: 12 });
    expect(await numberPlanOf(engine, shared)).toEqual({ scope: 'sandbox:12345', length: 8 });
  });

  it.each([3, 21, 4.5, 'many', null])('are refused with a length of %s', async (digits) => {
    const target = aTarget({ numbers: { length: '=provider.extra.digits' } }, { digits });
    await expect(numberPlanOf(engine, target)).rejects.toMatchObject({
      errors: [expect.objectContaining({ field: 'numbers.length' })],
    });
  });
});
