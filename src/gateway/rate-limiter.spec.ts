import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VendorError } from '#core/errors/vendor-error.js';
import { type CallLimits, RateLimiter, type Release } from './rate-limiter.js';

const WAIT_MS = 2_000;
let limiter: RateLimiter;
let startedAt: number;

beforeEach(() => {
  jest.useFakeTimers();
  limiter = new RateLimiter();
  startedAt = Date.now();
});
afterEach(() => {
  jest.useRealTimers();
});

/** The moment at which a call was let through, or the seconds after which to come back. */
async function turn(
  limits: CallLimits,
  waitMs = WAIT_MS,
  provider = 'p1',
): Promise<number | string> {
  try {
    await limiter.acquire(provider, limits, waitMs);
    return Date.now() - startedAt;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return `${error.kind}, again in ${error.retryAfterS ?? 0} s`;
  }
}

async function turns(
  count: number,
  limits: CallLimits,
  waitMs = WAIT_MS,
): Promise<(number | string)[]> {
  const all = Promise.all(Array.from({ length: count }, () => turn(limits, waitMs)));
  await jest.advanceTimersByTimeAsync(waitMs + 10);
  return all;
}

describe('rate limiter', () => {
  it('lets everything through where there is no limit', async () => {
    expect(await turns(4, {})).toEqual([0, 0, 0, 0]);
  });

  it('spreads more calls than a second allows over the next ones', async () => {
    expect(await turns(5, { perSecond: 2 })).toEqual([0, 0, 1_000, 1_000, 2_000]);
  });

  it('refuses a call whose turn is too far away, and says when', async () => {
    expect(await turns(4, { perSecond: 1 }, 1_500)).toEqual([
      0,
      1_000,
      'rate_limited, again in 2 s',
      'rate_limited, again in 2 s',
    ]);
  });

  it('never starts more than the limit in any second, not only in whole ones', async () => {
    await jest.advanceTimersByTimeAsync(900);
    const first = await turns(2, { perSecond: 2 }, 10);
    await jest.advanceTimersByTimeAsync(400);
    const again = turn({ perSecond: 2 });
    await jest.advanceTimersByTimeAsync(WAIT_MS);
    expect([...first, await again]).toEqual([900, 900, 1_900]);
  });

  it('knows rates below one a second', async () => {
    expect(await turns(2, { perSecond: 0.5 })).toEqual([0, 2_000]);
  });

  it('obeys the stricter of two limits', async () => {
    expect(await turns(3, { perSecond: 10, perMinute: 2 })).toEqual([
      0,
      0,
      'rate_limited, again in 60 s',
    ]);
  });

  it('keeps providers apart', async () => {
    await turn({ perMinute: 1 }, 0, 'p1');
    expect(await turn({ perMinute: 1 }, 0, 'p2')).toBe(0);
  });

  it('takes over changed limits', async () => {
    await turn({ perMinute: 1 }, 0);
    expect(await turn({ perMinute: 5 }, 0)).toBe(0);
  });
});

describe('concurrency limit', () => {
  const limits = { concurrency: 1 };

  it('lets the next in line in when one is released', async () => {
    const release = await limiter.acquire('p1', limits, WAIT_MS);
    const second = turn(limits);
    await jest.advanceTimersByTimeAsync(700);
    release();
    expect(await second).toBe(700);
  });

  it('refuses who has waited too long, and forgets its place in line', async () => {
    const release = await limiter.acquire('p1', limits, WAIT_MS);
    const impatient = turn(limits, 100);
    const patient = turn(limits, 1_000);
    await jest.advanceTimersByTimeAsync(500);
    release();
    expect([await impatient, await patient]).toEqual(['rate_limited, again in 1 s', 500]);
  });

  it('counts a release once', async () => {
    const release = await limiter.acquire('p1', limits, WAIT_MS);
    release();
    release();
    expect(await turns(2, limits, 100)).toEqual([0, 'rate_limited, again in 1 s']);
  });

  it('gives the place back when the rate is what refuses', async () => {
    const both = { concurrency: 1, perMinute: 1 };
    const release: Release = await limiter.acquire('p1', both, 0);
    release();
    expect(await turn(both, 0)).toContain('rate_limited');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await turn(both, 0)).toBe(60_000);
  });
});
