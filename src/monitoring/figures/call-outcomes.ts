/** Outcomes of calls for which the vendor was not asked at all: no latency was measured and nothing was used. */
export const NOT_ASKED: readonly string[] = ['breaker_open', 'limited', 'paused'];

/** Whether the vendor was asked, whatever came of it. */
export function wasAsked(outcome: string): boolean {
  return !NOT_ASKED.includes(outcome);
}

/**
 * Outcomes that are no failure of anything: the vendor's business answers, and calls that were not made because of a
 * failure that is counted already.
 */
export const NO_ISSUE: readonly string[] = [
  'ok',
  'declined',
  'not_found',
  'duplicate',
  'breaker_open',
  'paused',
];
