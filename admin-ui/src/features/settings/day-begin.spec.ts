import { describe, expect, it } from '@jest/globals';
import { dayBegin } from './day-begin.js';

describe('the begin of a day', () => {
  it.each([
    ['Asia/Jakarta', 0, '2026-11-20T17:00:00.000Z'],
    ['Asia/Jakarta', 1, '2026-11-21T17:00:00.000Z'],
    ['Asia/Jayapura', 0, '2026-11-20T15:00:00.000Z'],
    ['UTC', 0, '2026-11-21T00:00:00.000Z'],
    ['America/New_York', 0, '2026-11-21T05:00:00.000Z'],
  ])('in %s, %i days later, is %s', (zone, later, moment) => {
    expect(dayBegin('2026-11-21', zone, later)).toBe(moment);
  });

  it('is nothing for what is no day', () => {
    expect(dayBegin('kemarin', 'UTC', 0)).toBeUndefined();
    expect(dayBegin('2026-13-45', 'UTC', 0)).toBeUndefined();
  });
});
