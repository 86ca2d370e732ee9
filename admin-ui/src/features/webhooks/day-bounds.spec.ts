import { describe, expect, it } from '@jest/globals';
import { dayEnd, dayStart } from './day-bounds';

describe('a day of a property', () => {
  it.each([
    ['Asia/Jakarta', '2026-11-20T17:00:00.000Z', '2026-11-21T17:00:00.000Z'],
    ['Asia/Jayapura', '2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z'],
    ['UTC', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['America/New_York', '2026-11-21T05:00:00.000Z', '2026-11-22T05:00:00.000Z'],
  ])('in %s begins and ends by its own clock', (zone, start, end) => {
    expect([dayStart('2026-11-21', zone), dayEnd('2026-11-21', zone)]).toEqual([start, end]);
  });
});
