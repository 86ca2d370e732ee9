import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '#core/errors/app-error.js';
import {
  VENDOR_ERROR_KINDS,
  VendorError,
  type VendorErrorKind,
} from '#core/errors/vendor-error.js';
import { type CallScope, currentScope } from './call-scope.js';
import { FeatureRouter, type Route, type RoutedProvider } from './feature-router.js';

const A = { id: '1', slug: 'alpha' };
const B = { id: '2', slug: 'beta' };
const C = { id: '3', slug: 'gamma' };

type Plan = Readonly<Record<string, VendorErrorKind | 'ok' | 'bug'>>;

function follow(plan: Plan, tried: string[] = []) {
  return async (provider: RoutedProvider): Promise<string> => {
    tried.push(provider.slug);
    const end = plan[provider.slug] ?? 'ok';
    if (end === 'bug') throw new TypeError('boom');
    if (end !== 'ok') throw new VendorError(end, `${provider.slug} says ${end}`);
    return `done by ${provider.slug}`;
  };
}

async function route(
  plan: Plan,
  changes: Partial<Route<RoutedProvider>> = {},
): Promise<{ tried: string[]; result: unknown }> {
  const tried: string[] = [];
  const result: unknown = await new FeatureRouter()
    .run({ chain: [A, B, C], featureKey: 'payment.qris', ...changes }, follow(plan, tried))
    .catch((error: unknown) => error);
  return { tried, result };
}

const kindsThatFall = (rule: string) =>
  (Object.keys(VENDOR_ERROR_KINDS) as VendorErrorKind[]).filter(
    (kind) => VENDOR_ERROR_KINDS[kind].fallback === rule,
  );

describe('feature router', () => {
  it('asks the first provider only when that does it', async () => {
    expect(await route({})).toEqual({ tried: ['alpha'], result: 'done by alpha' });
  });

  it.each(kindsThatFall('yes'))('goes on to the next after %s', async (kind) => {
    expect(await route({ alpha: kind, beta: kind })).toEqual({
      tried: ['alpha', 'beta', 'gamma'],
      result: 'done by gamma',
    });
  });

  it.each(kindsThatFall('no'))('ends with the error after %s', async (kind) => {
    const { tried, result } = await route({ alpha: kind });
    expect(tried).toEqual(['alpha']);
    expect(result).toMatchObject({ kind, message: `alpha says ${kind}` });
  });

  it('ends with a fault of ours as it is', async () => {
    const { tried, result } = await route({ alpha: 'bug' });
    expect(tried).toEqual(['alpha']);
    expect(result).toBeInstanceOf(TypeError);
  });

  it('takes the given order, and leaves the chain as it is', async () => {
    const chain = [A, B, C];
    const { tried } = await route(
      { gamma: 'unavailable' },
      { chain, order: (given) => given.toReversed() },
    );
    expect(tried).toEqual(['gamma', 'beta']);
    expect(chain).toEqual([A, B, C]);
  });

  it('says what to do when nothing is mapped', async () => {
    const { result } = await route({}, { chain: [] });
    expect(result).toBeInstanceOf(AppError);
    expect(result).toMatchObject({ status: 409 });
    expect(String(result)).toContain('payment.qris');
  });
});

describe('after an ambiguous failure', () => {
  it('no second provider is tried', async () => {
    const { tried, result } = await route({ alpha: 'ambiguous' });
    expect(tried).toEqual(['alpha']);
    expect(result).toMatchObject({ kind: 'ambiguous' });
  });

  it('the next is tried when the vendor surely did nothing', async () => {
    const isSurelyAbsent = jest
      .fn<NonNullable<Route<RoutedProvider>['isSurelyAbsent']>>()
      .mockResolvedValue(true);
    const { tried } = await route({ alpha: 'ambiguous' }, { isSurelyAbsent });
    expect(tried).toEqual(['alpha', 'beta']);
    expect(isSurelyAbsent).toHaveBeenCalledWith(A, expect.objectContaining({ kind: 'ambiguous' }));
  });

  it.each([
    ['is not certain', async () => false],
    ['can not be found out', async () => Promise.reject(new Error('down too'))],
  ])('none is tried when that %s', async (_case, isSurelyAbsent) => {
    const { tried, result } = await route({ alpha: 'ambiguous' }, { isSurelyAbsent });
    expect(tried).toEqual(['alpha']);
    expect(result).toMatchObject({ kind: 'ambiguous', message: 'alpha says ambiguous' });
  });

  it('nobody is asked about failures of other kinds', async () => {
    const isSurelyAbsent = jest.fn(async () => true);
    await route({ alpha: 'unavailable', beta: 'declined' }, { isSurelyAbsent });
    expect(isSurelyAbsent).not.toHaveBeenCalled();
  });
});

describe('when several providers failed', () => {
  it('the last error is thrown, telling of every attempt', async () => {
    const { result } = await route({
      alpha: 'unavailable',
      beta: 'unauthorized',
      gamma: 'rate_limited',
    });
    expect(result).toMatchObject({
      kind: 'rate_limited',
      status: 503,
      message:
        'None of 3 providers did it. alpha: alpha says unavailable | beta: beta says unauthorized | gamma: gamma says rate_limited',
    });
  });

  it('what the last vendor said is kept', async () => {
    const last = new VendorError('declined', 'no money', {
      vendorCode: '51',
      vendorStatus: 402,
      field: 'token',
    });
    const run = new FeatureRouter().run({ chain: [A, B] }, async (provider) => {
      throw provider === A ? new VendorError('unavailable', 'down') : last;
    });
    await expect(run).rejects.toMatchObject({
      kind: 'declined',
      vendorCode: '51',
      vendorStatus: 402,
      cause: last,
      errors: [expect.objectContaining({ field: 'token' })],
    });
  });
});

describe('budget and scope', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('no further provider is begun when the time is nearly over', async () => {
    const tried: string[] = [];
    const run = new FeatureRouter().run({ chain: [A, B], budgetMs: 5_000 }, async (provider) => {
      tried.push(provider.slug);
      await jest.advanceTimersByTimeAsync(4_500);
      throw new VendorError('unavailable', 'down');
    });
    await expect(run).rejects.toMatchObject({ message: 'down' });
    expect(tried).toEqual(['alpha']);
  });

  it('gives each attempt its number and all the same end', async () => {
    const scopes: (CallScope | undefined)[] = [];
    const numbers: number[] = [];
    const deadline = Date.now() + 30_000;
    await new FeatureRouter().run(
      { chain: [A, B], featureKey: 'sms.otp', reference: 'm1' },
      async (provider, attempt) => {
        await jest.advanceTimersByTimeAsync(1_000);
        scopes.push(currentScope());
        numbers.push(attempt);
        if (provider === A) throw new VendorError('unavailable', 'down');
      },
    );
    expect(numbers).toEqual([1, 2]);
    expect(scopes).toEqual([
      { featureKey: 'sms.otp', reference: 'm1', attempt: 1, deadline },
      { featureKey: 'sms.otp', reference: 'm1', attempt: 2, deadline },
    ]);
  });

  it('puts the question whether anything happened under the attempt it is about', async () => {
    const scopes: (CallScope | undefined)[] = [];
    await new FeatureRouter()
      .run(
        {
          chain: [A, B],
          isSurelyAbsent: async () => {
            scopes.push(currentScope());
            return false;
          },
        },
        follow({ alpha: 'ambiguous' }),
      )
      .catch(() => undefined);
    expect(scopes).toEqual([expect.objectContaining({ attempt: 1 })]);
  });
});
