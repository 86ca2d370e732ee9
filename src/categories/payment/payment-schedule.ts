/** When to ask the vendor about a payment that is still open, and when to stop. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** After the create call: its own budget and a margin; a row still `created` then was left by a crash. */
export const CREATED_CHECK_MS = 45 * SECOND;

/** Where the vendor names no end of its own. */
export const DEFAULT_LIFETIME_MS = 24 * 60 * MINUTE;

/** The vendor's own clock and a payment under way get this long after the end. */
export const EXPIRY_GRACE_MS = 30 * SECOND;

const FIRST_PENDING_MS = MINUTE;
const FIRST_UNCONFIRMED_MS = 5 * SECOND;
const LONGEST_MS = 15 * MINUTE;
const GROWTH = 1.6;

export interface CheckQuery {
  readonly now: Date;
  /** Checks done so far. */
  readonly count: number;
  /** Whether it is not even known that the vendor has the payment. */
  readonly isUnconfirmed: boolean;
  readonly expiresAt: Date | null;
}

/** The next check: growing apart, at most 15 minutes, and one at the end of the payment's life. */
export function nextCheckAt(query: CheckQuery): Date {
  const first = query.isUnconfirmed ? FIRST_UNCONFIRMED_MS : FIRST_PENDING_MS;
  const wait = Math.min(first * GROWTH ** query.count, LONGEST_MS);
  const next = query.now.getTime() + wait;
  if (query.expiresAt === null) return new Date(next);
  const end = query.expiresAt.getTime() + EXPIRY_GRACE_MS;
  return new Date(end > query.now.getTime() ? Math.min(next, end) : next);
}

/** When a payment is over, also where neither the PMS nor the vendor has named an end. */
export function endOf(row: { readonly created_at: Date; readonly expires_at: Date | null }): Date {
  return row.expires_at ?? new Date(row.created_at.getTime() + DEFAULT_LIFETIME_MS);
}

/** The grace included: who pays in the last second has paid in time. */
export function isPastEnd(now: Date, end: Date): boolean {
  return now.getTime() >= end.getTime() + EXPIRY_GRACE_MS;
}

/** Long enough for any outage; until then the vendor may still say that the money is there. */
const FORSAKEN_MS = 24 * 60 * MINUTE;

/** Whether a vendor that does not answer is no reason any more to keep the payment open. */
export function isForsaken(now: Date, end: Date): boolean {
  return now.getTime() >= end.getTime() + FORSAKEN_MS;
}
