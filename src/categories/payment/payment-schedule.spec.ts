import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_LIFETIME_MS,
  endOf,
  EXPIRY_GRACE_MS,
  isForsaken,
  isPastEnd,
  nextCheckAt,
} from './payment-schedule.js';

const now = new Date('2026-01-01T00:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const waitOf = (count: number, isUnconfirmed: boolean, expiresAt: Date | null = null) =>
  nextCheckAt({ now, count, isUnconfirmed, expiresAt }).getTime() - now.getTime();

describe('the next look at a payment', () => {
  it('comes soon while it is not even known that the vendor has it', () => {
    expect(waitOf(0, true)).toBe(5_000);
    expect(waitOf(0, false)).toBe(60_000);
  });

  it('grows apart, and never beyond a quarter of an hour', () => {
    const waits = Array.from({ length: 40 }, (_, count) => waitOf(count, false));
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect(waits.at(-1)).toBe(900_000);
  });

  it('is not later than the end of its time, with the grace', () => {
    expect(waitOf(10, false, after(70_000))).toBe(70_000 + EXPIRY_GRACE_MS);
    expect(waitOf(0, false, after(7_000_000))).toBe(60_000);
  });

  it('goes on by the usual steps when the end has passed, so that nothing is asked without a pause', () => {
    expect(waitOf(3, false, after(-3_600_000))).toBeGreaterThan(60_000);
  });
});

describe('the end of a payment', () => {
  it('is what vendor or PMS named, else a day after its creation', () => {
    expect(endOf({ created_at: now, expires_at: after(1) })).toEqual(after(1));
    expect(endOf({ created_at: now, expires_at: null })).toEqual(after(DEFAULT_LIFETIME_MS));
  });

  it.each([
    [-1, false],
    [0, false],
    [EXPIRY_GRACE_MS - 1, false],
    [EXPIRY_GRACE_MS, true],
  ])('has passed %i ms after it: %s', (ms, isPast) => {
    expect(isPastEnd(after(ms), now)).toBe(isPast);
  });
});

describe('isForsaken', () => {
  it('holds from a day after the end on', () => {
    const end = new Date('2026-11-20T12:00:00Z');
    expect(isForsaken(new Date('2026-11-21T11:59:59Z'), end)).toBe(false);
    expect(isForsaken(new Date('2026-11-21T12:00:00Z'), end)).toBe(true);
  });
});
