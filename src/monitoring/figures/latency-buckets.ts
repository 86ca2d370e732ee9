/**
 * Latencies counted in buckets that grow by a quarter each, from 1 ms to beyond ten minutes: a percentile read from
 * them is off by an eighth at most, whatever the number of calls. The statement that counts computes the same bucket.
 */

const GROWTH = 1.25;
const LAST = 60;

/** SQL for the bucket of a latency in milliseconds. */
export const BUCKET_SQL = `CASE WHEN latency_ms <= 1 THEN 0
  ELSE least(${LAST}, ceil(ln(latency_ms) / ln(${GROWTH})))::smallint END`;

/** Upper end of a bucket, in milliseconds. */
export function bucketEndMs(bucket: number): number {
  return GROWTH ** bucket;
}

/** Number of calls by bucket. */
export type Histogram = ReadonlyMap<number, number>;

/** The latency that a share of the calls stays below; null when there were none. */
export function percentileMs(histogram: Histogram, share: number): number | null {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, calls]) => sum + calls, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let before = 0;
  for (const [bucket, calls] of buckets) {
    if (before + calls >= wanted) return rounded(within(bucket, (wanted - before) / calls));
    before += calls;
  }
  return rounded(bucketEndMs(buckets.at(-1)?.[0] ?? 0));
}

/** Calls of one bucket are taken to lie evenly on its (logarithmic) scale. */
function within(bucket: number, share: number): number {
  return bucket === 0 ? share : GROWTH ** (bucket - 1 + share);
}

function rounded(ms: number): number {
  return ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms * 10) / 10;
}
