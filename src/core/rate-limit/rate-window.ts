/**
 * Counting requests of the last minute: the count of this minute, and of the one before as much as still lies within sixty
 * seconds. No burst around a full minute gets through twice, and two numbers a name are all that is kept.
 */
export const WINDOW_MS = 60_000;

/** What is known of a name after a request was counted or refused. */
export interface RateCount {
  readonly isAdmitted: boolean;
  /** Requests admitted since the window began, this one included. */
  readonly current: number;
  /** Those of the window before. */
  readonly previous: number;
  readonly elapsedMs: number;
}

/** Counts one request under a name unless that would be more than `limit` a minute. */
export interface RateCounter {
  hit(name: string, limit: number): Promise<RateCount>;
}

export interface RateVerdict {
  readonly isAdmitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until this minute ends. */
  readonly resetS: number;
  /** Until one more is admitted; 0 for one that was. */
  readonly retryAfterS: number;
}

/** How many count now. */
export function usedOf({ current, previous, elapsedMs }: Omit<RateCount, 'isAdmitted'>): number {
  return (previous * (WINDOW_MS - elapsedMs)) / WINDOW_MS + current;
}

export function verdictOf(limit: number, count: RateCount): RateVerdict {
  const { isAdmitted } = count;
  return {
    isAdmitted,
    limit,
    remaining: isAdmitted ? Math.max(0, Math.floor(limit - usedOf(count))) : 0,
    resetS: Math.max(1, Math.ceil((WINDOW_MS - count.elapsedMs) / 1_000)),
    retryAfterS: isAdmitted ? 0 : Math.max(1, Math.ceil(waitMs(limit, count) / 1_000)),
  };
}

/** Until enough of what was admitted is a minute old. */
function waitMs(limit: number, { current, previous, elapsedMs }: RateCount): number {
  if (current < limit) return fadingMs(previous, limit - 1 - current) - elapsedMs;
  return WINDOW_MS - elapsedMs + fadingMs(current, limit - 1);
}

/** When, in the window after its own, a count has faded to `rest`. */
function fadingMs(count: number, rest: number): number {
  return count <= rest ? 0 : WINDOW_MS * (1 - rest / count);
}
