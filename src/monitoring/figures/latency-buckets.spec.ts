import { describe, expect, it } from '@jest/globals';
import { bucketEndMs, percentileMs } from './latency-buckets.js';

/** The same rule as the SQL. */
const bucketOf = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(60, Math.ceil(Math.log(ms) / Math.log(1.25)));

function histogramOf(latencies: readonly number[]): Map<number, number> {
  const histogram = new Map<number, number>();
  for (const ms of latencies) {
    histogram.set(bucketOf(ms), (histogram.get(bucketOf(ms)) ?? 0) + 1);
  }
  return histogram;
}

describe('percentileMs', () => {
  it('says nothing where nothing was counted', () => {
    expect(percentileMs(new Map(), 0.5)).toBeNull();
  });

  it.each([0.5, 0.95, 0.99])('is within an eighth of the true percentile %d', (share) => {
    // Deterministic latencies with a long tail: 20 ms to 4 s.
    const latencies = Array.from({ length: 5_000 }, (_, i) => 20 * 1.00106 ** i);
    const exact = latencies[Math.floor(share * latencies.length)] ?? 0;
    const read = percentileMs(histogramOf(latencies), share) ?? 0;
    expect(Math.abs(read - exact) / exact).toBeLessThan(0.125);
  });

  it('counts what is longer than every bucket in the last one', () => {
    expect(bucketEndMs(60)).toBeGreaterThan(600_000);
    expect(percentileMs(histogramOf([10_000_000]), 0.5)).toBeLessThanOrEqual(bucketEndMs(60));
  });
});
