/** When a delivery is tried again, and when it is given up. */

/** After the first attempt, which is made at once. */
export const RETRY_DELAYS_MS = [1_000, 5_000, 30_000, 5 * 60_000, 60 * 60_000] as const;

/** Keeps retries of one moment apart, and is small enough for the schedule to stay recognisable. */
const JITTER = 0.1;

/** An endpoint that has done nothing but fail for so long is switched off. */
export const GIVE_UP_AFTER_MS = 5 * 24 * 3_600_000;

/**
 * Milliseconds until the next attempt; undefined when there is none.
 *
 * @param attempts made so far in this round, at least 1
 * @param random from 0 to 1
 */
export function retryDelayMs(attempts: number, random: number): number | undefined {
  const delay = RETRY_DELAYS_MS[attempts - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 + JITTER * random));
}
