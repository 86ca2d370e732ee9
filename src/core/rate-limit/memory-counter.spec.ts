import { describe, expect, it } from '@jest/globals';
import { MemoryCounter } from './memory-counter.js';
import { verdictOf } from './rate-window.js';

const MINUTE_MS = 60_000;
const START_MS = 1_000 * MINUTE_MS;

function setUp(limit: number) {
  let nowMs = START_MS;
  const counter = new MemoryCounter(() => nowMs);
  const hit = async (name = 'a') => verdictOf(limit, await counter.hit(name, limit));
  const hits = async (count: number) => {
    let admitted = 0;
    for (let i = 0; i < count; i += 1) if ((await hit()).isAdmitted) admitted += 1;
    return admitted;
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { hit, hits, pass };
}

describe('counting in memory', () => {
  it('admits the limit and no more within a minute', async () => {
    const { hits } = setUp(5);
    expect(await hits(9)).toBe(5);
  });

  it('counts each name for itself', async () => {
    const { hit, hits } = setUp(1);
    await hits(2);
    expect((await hit('b')).isAdmitted).toBe(true);
  });

  it('does not let twice the limit through around a full minute', async () => {
    const { hits, pass } = setUp(60);
    pass(MINUTE_MS - 1_000);
    expect(await hits(100)).toBe(60);
    pass(2_000);
    expect(await hits(100)).toBe(1);
  });

  it('forgets what is older than two minutes', async () => {
    const { hits, pass } = setUp(5);
    await hits(5);
    pass(2 * MINUTE_MS);
    expect(await hits(9)).toBe(5);
  });

  it('tells how many remain and when the minute ends', async () => {
    const { hit, pass } = setUp(3);
    pass(15_000);
    expect(await hit()).toEqual({
      isAdmitted: true,
      limit: 3,
      remaining: 2,
      resetS: 45,
      retryAfterS: 0,
    });
  });

  it.each([
    [1, 0],
    [7, 10_000],
    [100, 59_000],
  ])('admits again after the time that it named, with a limit of %i', async (limit, elapsedMs) => {
    const { hit, hits, pass } = setUp(limit);
    pass(elapsedMs);
    await hits(limit);
    const { retryAfterS } = await hit();
    expect(retryAfterS).toBeGreaterThan(0);
    pass(retryAfterS * 1_000);
    expect((await hit()).isAdmitted).toBe(true);
  });
});
