import { describe, expect, it } from '@jest/globals';
import { dateAt, hotelDay, lastClosedDate } from './hotel-day.js';

describe('hotelDay', () => {
  it.each([
    ['Asia/Jakarta', '2026-11-20T17:00:00.000Z', '2026-11-21T17:00:00.000Z'],
    ['WIB', '2026-11-20T17:00:00.000Z', '2026-11-21T17:00:00.000Z'],
    ['Asia/Makassar', '2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z'],
    ['WITA', '2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z'],
    ['Asia/Jayapura', '2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z'],
    ['WIT', '2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z'],
  ])('goes from midnight to midnight in %s', (zone, from, to) => {
    const day = hotelDay('2026-11-21', zone);
    expect([day.from.toISOString(), day.to.toISOString()]).toEqual([from, to]);
  });

  it('ends with the month, the year and a leap day', () => {
    expect(hotelDay('2026-12-31', 'WIB').to.toISOString()).toBe('2026-12-31T17:00:00.000Z');
    expect(hotelDay('2028-02-28', 'WIB').to.toISOString()).toBe('2028-02-28T17:00:00.000Z');
  });

  it('has 23 hours where the clock is put forward', () => {
    const { from, to } = hotelDay('2026-03-29', 'Europe/Amsterdam');
    expect(to.getTime() - from.getTime()).toBe(23 * 3_600_000);
  });

  it('names the zone that is not known', () => {
    expect(() => hotelDay('2026-11-21', 'Asia/Bandung')).toThrow(
      expect.objectContaining({
        status: 422,
        errors: [expect.objectContaining({ field: 'zone' })],
      }),
    );
  });
});

describe('the calendar of the hotel', () => {
  it.each([
    ['Asia/Jakarta', '2026-11-20T16:59:59.999Z', '2026-11-20'],
    ['Asia/Jakarta', '2026-11-20T17:00:00.000Z', '2026-11-21'],
    ['Asia/Makassar', '2026-11-20T15:59:59.999Z', '2026-11-20'],
    ['Asia/Makassar', '2026-11-20T16:00:00.000Z', '2026-11-21'],
    ['Asia/Jayapura', '2026-11-20T14:59:59.999Z', '2026-11-20'],
    ['Asia/Jayapura', '2026-11-20T15:00:00.000Z', '2026-11-21'],
  ])('in %s at %s says %s', (zone, moment, date) => {
    expect(dateAt(new Date(moment), zone)).toBe(date);
  });

  it.each([
    ['Asia/Jakarta', '2026-11-20T19:59:59Z', '2026-11-19'],
    ['Asia/Jakarta', '2026-11-20T20:00:00Z', '2026-11-20'],
    ['Asia/Jayapura', '2026-11-20T17:59:59Z', '2026-11-19'],
    ['Asia/Jayapura', '2026-11-20T18:00:00Z', '2026-11-20'],
  ])('in %s at %s has closed %s', (zone, moment, date) => {
    expect(lastClosedDate(new Date(moment), zone, 3)).toBe(date);
  });
});
