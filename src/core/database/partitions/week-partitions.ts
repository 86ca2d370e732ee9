/**
 * Weekly partitions over time-ordered ids (UUID version 7): the first 48 bits of an id are its millisecond, so a range
 * of ids is a range of time, the id alone stays the primary key, and newest-first reading walks the partitions in order.
 */

const WEEK_MS = 7 * 24 * 3_600_000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY_MS = 4 * 24 * 3_600_000;
/** Made ahead, so that a hub that nobody restarts, or a keeper that fails for days, still has room. */
const WEEKS_AHEAD = 5;

export interface Week {
  readonly startMs: number;
  readonly endMs: number;
}

/** The Monday, UTC, that begins the week of a moment. */
export function weekStartMs(atMs: number): number {
  return FIRST_MONDAY_MS + Math.floor((atMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS;
}

/** The least id of a moment. */
export function idBound(atMs: number): string {
  const hex = atMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The moment in an id or a bound. */
export function momentOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Weeks that still have to be made, given where the last partition ends. */
export function missingWeeks(lastEndMs: number, nowMs: number): Week[] {
  const weeks: Week[] = [];
  const until = weekStartMs(nowMs) + WEEKS_AHEAD * WEEK_MS;
  for (
    let start = Math.max(lastEndMs, weekStartMs(nowMs));
    start < until;
    start = weekStartMs(start) + WEEK_MS
  ) {
    weeks.push({ startMs: start, endMs: weekStartMs(start) + WEEK_MS });
  }
  return weeks;
}

/** `integration_logs_20261116`. */
export function partitionName(table: string, week: Week): string {
  return `${table}_${new Date(week.startMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
}
