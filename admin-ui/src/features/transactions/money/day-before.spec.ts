import { describe, expect, it } from '@jest/globals';
import { dayBefore } from './day-before';

describe('dayBefore', () => {
  it.each([
    ['Asia/Jakarta', '2026-11-21'],
    ['America/New_York', '2026-11-20'],
  ])('counts on the calendar of %s', (zone, date) => {
    expect(dayBefore(Date.parse('2026-11-21T17:30:00Z'), zone)).toBe(date);
  });
});
