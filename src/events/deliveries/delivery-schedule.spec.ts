import { describe, expect, it } from '@jest/globals';
import { retryDelayMs } from './delivery-schedule.js';

describe('retryDelayMs', () => {
  it.each([
    [1, 1_000],
    [2, 5_000],
    [3, 30_000],
    [4, 300_000],
    [5, 3_600_000],
  ])('waits after attempt %i for %i ms and at most a tenth more', (attempts, delay) => {
    expect(retryDelayMs(attempts, 0)).toBe(delay);
    expect(retryDelayMs(attempts, 1)).toBe(Math.round(delay * 1.1));
  });

  it('gives up after the sixth attempt', () => {
    expect(retryDelayMs(6, 0.5)).toBeUndefined();
  });
});
