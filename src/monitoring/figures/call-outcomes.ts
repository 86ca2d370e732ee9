/** Outcomes of calls for which the vendor was not asked at all: no latency was measured and nothing was used. */
export const NOT_ASKED: readonly string[] = ['breaker_open', 'limited', 'paused'];

/** Whether the vendor was asked, whatever came of it. */
export function wasAsked(outcome: string): boolean {
  return !NOT_ASKED.includes(outcome);
}
