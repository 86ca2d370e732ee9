import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InvalidInputError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { createLog } from '#core/logging/log.js';
import { runWithTrace } from '#core/logging/trace-context.js';
import type { IntegrationLogEntry } from '#monitoring/integration-log.js';
import { BreakerOpenError, type BreakerStore } from './breaker-state.js';
import { Breakers } from './breakers.service.js';
import { runInScope } from './call-scope.js';
import type { CallContext, CallTarget, CompletedCall, GatewaySettings } from './gateway.types.js';
import { ProviderGateway } from './provider-gateway.js';
import { RateLimiter } from './rate-limiter.js';

// With the shared state away each process counts for itself, which is all that is needed here.
const noStore = new Proxy({} as BreakerStore, {
  get: () => () => Promise.reject(new Error('away')),
});
const noNotices = { subscribe: () => () => undefined, onReconnect: () => undefined };

function setUp() {
  const rows: IntegrationLogEntry[] = [];
  const completed: CompletedCall[] = [];
  const breakers = new Breakers(noStore, noNotices, createLog('silent'));
  const gateway = new ProviderGateway(breakers, new RateLimiter(), {
    record: (entry) => rows.push(entry),
  });
  gateway.subscribe((call) => completed.push(call));
  return { gateway, rows, completed };
}

function aTarget(
  changes: Partial<CallTarget> = {},
  settings: Partial<GatewaySettings> = {},
): CallTarget {
  return {
    provider: {
      id: 'p1',
      slug: 'front-desk-pay',
      integrationType: 'payment',
      propertyId: 'h1',
      settings: {
        breaker: { failures: 3, openMs: 60_000 },
        limits: {},
        timeoutMs: 10_000,
        ...settings,
      },
    },
    operation: 'create',
    ...changes,
  };
}

const works = async () => 'done';
const fails = () =>
  Promise.reject(new VendorError('unavailable', 'The vendor is down.', { vendorStatus: 502 }));
const hangs = () => new Promise<never>(() => undefined);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a call through the gateway', () => {
  it('gives the result and leaves one row', async () => {
    const { gateway, rows } = setUp();
    const target = aTarget({ featureKey: 'payment.qris', attempt: 2, reference: 'pay-1' });
    const result = await runWithTrace('trace-1', () =>
      gateway.call(target, async ({ observe }) => {
        observe({ httpStatus: 201, requestSummary: { amount: 5 } });
        observe({ responseSummary: { id: 'x' } });
        await jest.advanceTimersByTimeAsync(120);
        return 'done';
      }),
    );
    expect(result).toBe('done');
    expect(rows).toEqual([
      {
        propertyId: 'h1',
        providerId: 'p1',
        integrationType: 'payment',
        operation: 'create',
        featureKey: 'payment.qris',
        attempt: 2,
        outcome: 'ok',
        httpStatus: 201,
        latencyMs: 120,
        traceId: 'trace-1',
        reference: 'pay-1',
        errorMessage: undefined,
        requestSummary: { amount: 5 },
        responseSummary: { id: 'x' },
      },
    ]);
  });

  it("keeps the vendor's own code of a failure", async () => {
    const { gateway, rows } = setUp();
    const refused = new VendorError('unauthorized', 'No such key.', { vendorCode: 'BAD_KEY' });
    await expect(gateway.call(aTarget(), () => Promise.reject(refused))).rejects.toBe(refused);
    expect(rows[0]).toMatchObject({ outcome: 'unauthorized', vendorCode: 'BAD_KEY' });
  });

  it('takes what it belongs to from its scope, unless told otherwise', async () => {
    const { gateway, rows } = setUp();
    const scope = { featureKey: 'sms.otp', reference: 'm1', attempt: 3 };
    await runInScope(scope, () => gateway.call(aTarget(), works));
    await runInScope(scope, () => gateway.call(aTarget({ reference: 'other' }), works));
    expect(rows[0]).toMatchObject(scope);
    expect(rows[1]).toMatchObject({ ...scope, reference: 'other' });
  });

  it.each([
    [
      'a vendor error',
      () => new VendorError('declined', 'Card declined.', { vendorStatus: 402 }),
      'declined',
      402,
      'Card declined.',
    ],
    [
      'input that can not be used',
      () => new InvalidInputError('amount', 'Too small.'),
      'invalid_request',
      undefined,
      'Too small.',
    ],
    [
      'a fault of ours',
      () => new TypeError('hush is not a function'),
      'bug',
      undefined,
      'internal error (TypeError)',
    ],
  ])('logs %s and throws it as it is', async (_case, make, outcome, httpStatus, errorMessage) => {
    const { gateway, rows } = setUp();
    const error = make();
    await expect(gateway.call(aTarget(), () => Promise.reject(error))).rejects.toBe(error);
    expect(rows).toEqual([expect.objectContaining({ outcome, httpStatus, errorMessage })]);
  });

  it('tells listeners of every call, until they stop', async () => {
    const { gateway, completed } = setUp();
    const late: CompletedCall[] = [];
    const stop = gateway.subscribe((call) => late.push(call));
    await gateway.call(aTarget(), works);
    stop();
    await gateway.call(aTarget(), fails).catch(() => undefined);
    expect(completed.map((call) => call.outcome)).toEqual(['ok', 'unavailable']);
    expect(late).toHaveLength(1);
  });
});

describe('time of a call', () => {
  async function timeGiven(
    target: CallTarget,
  ): Promise<Pick<CallContext, 'timeoutMs' | 'deadline'>> {
    return setUp().gateway.call(target, async ({ timeoutMs, deadline }) => ({
      timeoutMs,
      deadline,
    }));
  }

  it.each([
    ["the provider's own", {}, 10_000],
    ["the operation's", { timeoutMs: 90_000 }, 90_000],
    ['what the caller has left', { deadline: 4_000 }, 4_000],
    ['the shorter of both', { deadline: 40_000, timeoutMs: 3_000 }, 3_000],
  ])(
    'is %s',
    async (_case, { deadline, ...rest }: { deadline?: number; timeoutMs?: number }, expected) => {
      const target = aTarget({
        ...rest,
        ...(deadline === undefined ? {} : { deadline: Date.now() + deadline }),
      });
      expect(await timeGiven(target)).toEqual({
        timeoutMs: expected,
        deadline: Date.now() + expected,
      });
    },
  );

  it('ends a call that does not keep it, in doubt', async () => {
    const { gateway, rows } = setUp();
    const call = gateway.call(aTarget({}, { timeoutMs: 1_000 }), hangs);
    const ended = expect(call).rejects.toMatchObject({ kind: 'ambiguous' });
    await jest.advanceTimersByTimeAsync(1_500);
    await ended;
    expect(rows).toEqual([expect.objectContaining({ outcome: 'ambiguous', latencyMs: 1_500 })]);
  });

  it('leaves no timer behind', async () => {
    const { gateway } = setUp();
    const before = jest.getTimerCount();
    await gateway.call(aTarget(), works);
    expect(jest.getTimerCount()).toBe(before);
  });

  it('does not begin, and blames nobody, when it is over already', async () => {
    const { gateway, rows } = setUp();
    const work = jest.fn(works);
    for (let i = 0; i < 5; i++) {
      await expect(gateway.call(aTarget({ deadline: Date.now() }), work)).rejects.toMatchObject({
        kind: 'unavailable',
      });
    }
    expect(work).not.toHaveBeenCalled();
    expect(rows).toEqual([]);
    await expect(gateway.call(aTarget(), works)).resolves.toBe('done');
  });
});

describe('a call that is not made', () => {
  async function openBreaker() {
    const set = setUp();
    for (let i = 0; i < 3; i++) await set.gateway.call(aTarget(), fails).catch(() => undefined);
    set.rows.length = 0;
    set.completed.length = 0;
    return set;
  }

  it('is refused by the open breaker without touching the vendor', async () => {
    const { gateway } = await openBreaker();
    const work = jest.fn(works);
    await expect(gateway.call(aTarget(), work)).rejects.toThrow(BreakerOpenError);
    expect(work).not.toHaveBeenCalled();
  });

  it('leaves one row a second and counts each time', async () => {
    const { gateway, rows, completed } = await openBreaker();
    for (let i = 0; i < 50; i++) await gateway.call(aTarget(), works).catch(() => undefined);
    await jest.advanceTimersByTimeAsync(1_000);
    await gateway.call(aTarget(), works).catch(() => undefined);
    expect(rows).toEqual([
      expect.objectContaining({
        outcome: 'breaker_open',
        latencyMs: 0,
        responseSummary: undefined,
      }),
      expect.objectContaining({
        outcome: 'breaker_open',
        responseSummary: { unlogged_before: 49 },
      }),
    ]);
    expect(completed).toHaveLength(51);
  });

  it('is refused by the rate limit, logged, and not held against the vendor', async () => {
    const { gateway, rows } = setUp();
    const target = aTarget(
      {},
      { limits: { perMinute: 1 }, breaker: { failures: 1, openMs: 60_000 } },
    );
    await gateway.call(target, works);
    await expect(gateway.call(target, works)).rejects.toMatchObject({
      kind: 'rate_limited',
      retryAfterS: 60,
    });
    await jest.advanceTimersByTimeAsync(60_000);
    await expect(gateway.call(target, works)).resolves.toBe('done');
    expect(rows.map((row) => row.outcome)).toEqual(['ok', 'limited', 'ok']);
  });

  it('gives its place to the next when the one before has ended, well or not', async () => {
    const { gateway } = setUp();
    const target = aTarget({}, { limits: { concurrency: 1 } });
    const first = gateway.call(target, fails).catch(() => 'failed');
    const second = gateway.call(target, works);
    expect(await Promise.all([first, second])).toEqual(['failed', 'done']);
  });
});
