/** When a provider that was left behind in doubt is looked at again. */

const MINUTE = 60_000;

/** Requests that were cut have been seen to arrive minutes later; the last look is after the longest page's life. */
const WAITS_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE];

/** One that has something open and does not close it is watched until nobody can pay it any more. */
const WATCH_MS = 15 * MINUTE;
const WATCH_FOR_MS = 7 * 24 * 60 * MINUTE;

export const FIRST_LOOK_MS = WAITS_MS[0] ?? MINUTE;

export type LeftBehindState = 'unknown' | 'open' | 'over';

/** Null when it needs no further look. */
export function nextLook(
  state: LeftBehindState,
  { now, count, since }: { readonly now: Date; readonly count: number; readonly since: Date },
): Date | null {
  if (state === 'over') return null;
  if (state === 'open') {
    const isOld = now.getTime() - since.getTime() > WATCH_FOR_MS;
    return isOld ? null : new Date(now.getTime() + WATCH_MS);
  }
  const wait = WAITS_MS[count];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}
