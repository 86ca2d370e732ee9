import { describe, expect, it } from '@jest/globals';
import { type LeftBehindState, nextLook } from './left-behind-schedule.js';

const now = new Date('2026-11-21T10:00:00Z');
const minutesUntil = (state: LeftBehindState, count: number, since = now): number | null => {
  const at = nextLook(state, { now, count, since });
  return at && (at.getTime() - now.getTime()) / 60_000;
};

describe('looks at a provider that was left behind', () => {
  it('grow apart while it denies the payment, and end', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((count) => minutesUntil('unknown', count))).toEqual([
      1,
      5,
      15,
      60,
      360,
      1_440,
      null,
    ]);
  });

  it('go on every quarter of an hour while it has something open, for a week', () => {
    expect(minutesUntil('open', 40)).toBe(15);
    expect(minutesUntil('open', 40, new Date('2026-11-10T10:00:00Z'))).toBeNull();
  });

  it('end once it is closed or paid', () => {
    expect(minutesUntil('over', 0)).toBeNull();
  });
});
