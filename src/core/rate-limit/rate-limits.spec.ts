import { describe, expect, it, jest } from '@jest/globals';
import { MemoryCounter } from './memory-counter.js';
import { RateLimits } from './rate-limits.js';
import type { RateCount } from './rate-window.js';

const ADMITTED: RateCount = { isAdmitted: true, current: 40, previous: 0, elapsedMs: 0 };

describe('rate limits', () => {
  it('are counted where all processes count', async () => {
    const shared = { hit: async () => ADMITTED, close: () => undefined };
    expect(await new RateLimits(shared).hit('a', 50)).toMatchObject({ remaining: 10 });
  });

  it('are counted in memory while the shared count is away, which is not asked at every request', async () => {
    let nowMs = 0;
    const hit = jest.fn(() => Promise.reject<RateCount>(new Error('away')));
    const limits = new RateLimits(
      { hit, close: () => undefined },
      new MemoryCounter(() => nowMs),
      () => nowMs,
    );
    const verdicts = [];
    for (let i = 0; i < 4; i += 1) verdicts.push(await limits.hit('a', 3));
    expect(verdicts.map(({ isAdmitted }) => isAdmitted)).toEqual([true, true, true, false]);
    expect(hit).toHaveBeenCalledTimes(1);
    nowMs = 1_000;
    await limits.hit('a', 3);
    expect(hit).toHaveBeenCalledTimes(2);
  });
});
