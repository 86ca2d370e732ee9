import { describe, expect, it } from '@jest/globals';
import { formatInZone, InvalidTimeError, offsetMinutes, parseInZone } from './zones.js';

const at = new Date('2026-11-20T08:45:42.123Z');

describe('formatInZone', () => {
  it.each([
    ['iso', 'UTC', '2026-11-20T08:45:42Z'],
    ['iso_ms', 'UTC', '2026-11-20T08:45:42.123Z'],
    ['iso', 'Asia/Jakarta', '2026-11-20T15:45:42+07:00'],
    ['iso_ms', 'WIT', '2026-11-20T17:45:42.123+09:00'],
    ['iso', '+07:00', '2026-11-20T15:45:42+07:00'],
    ['unix', 'UTC', 1795164342],
    ['unix_ms', 'Asia/Jakarta', 1795164342123],
    ['yyyyMMddHHmmss', 'Asia/Jakarta', '20261120154542'],
    ['YYYYMMDDHHmmss', 'Asia/Jakarta', '20261120154542'],
    ['yyyy-MM-dd HH:mm:ss Z', 'Asia/Jakarta', '2026-11-20 15:45:42 +0700'],
    ['yyyy-MM-ddTHH:mm:ss.SSSXXX', 'America/New_York', '2026-11-20T03:45:42.123-05:00'],
    ["EEE, dd MMM yyyy HH:mm:ss 'GMT'", 'UTC', 'Fri, 20 Nov 2026 08:45:42 GMT'],
    ["dd/MM/yy 'o''clock'", 'UTC', '20/11/26 oclock'],
  ])('writes %s in %s', (format, zone, expected) => {
    expect(formatInZone(at, format, zone)).toBe(expected);
  });

  it('follows daylight saving time', () => {
    expect(offsetMinutes(new Date('2026-01-15T12:00:00Z'), 'Europe/Amsterdam')).toBe(60);
    expect(offsetMinutes(new Date('2026-07-15T12:00:00Z'), 'Europe/Amsterdam')).toBe(120);
  });

  it('refuses an unknown zone, an impossible moment and an overlong picture', () => {
    expect(() => formatInZone(at, 'iso', 'Mars/Olympus')).toThrow('Asia/Jakarta');
    expect(() => formatInZone(new Date(Number.NaN), 'iso')).toThrow(InvalidTimeError);
    expect(() => formatInZone(at, 'y'.repeat(65))).toThrow('at most 64');
  });
});

describe('parseInZone', () => {
  it.each([
    ['2026-11-20T08:45:42Z', 'UTC', '2026-11-20T08:45:42.000Z'],
    ['2026-11-20T15:45:42+07:00', 'UTC', '2026-11-20T08:45:42.000Z'],
    ['2026-11-20T15:45:42.5+0700', 'UTC', '2026-11-20T08:45:42.500Z'],
    ['2026-11-20T15:45:42+07', 'UTC', '2026-11-20T08:45:42.000Z'],
    ['2026-11-20 08:45:42 UTC', 'Asia/Jakarta', '2026-11-20T08:45:42.000Z'],
    ['2026-11-20T08:45:42.123456789Z', 'UTC', '2026-11-20T08:45:42.123Z'],
    ['2020-09-29 11:46:13', 'Asia/Jakarta', '2020-09-29T04:46:13.000Z'],
    ['2020-09-29 11:46:13', 'UTC', '2020-09-29T11:46:13.000Z'],
    ['2020-09-29 11:46', 'WIB', '2020-09-29T04:46:00.000Z'],
    ['2020-09-29', 'Asia/Jakarta', '2020-09-28T17:00:00.000Z'],
    ['20261120154542', 'Asia/Jakarta', '2026-11-20T08:45:42.000Z'],
    ['20261120', 'UTC', '2026-11-20T00:00:00.000Z'],
    ['1795164342', 'Asia/Jakarta', '2026-11-20T08:45:42.000Z'],
    ['1795164342123', 'UTC', '2026-11-20T08:45:42.123Z'],
    ['1795164342123456789', 'UTC', '2026-11-20T08:45:42.123Z'],
    [1795164342, 'UTC', '2026-11-20T08:45:42.000Z'],
    [1795164342123, 'UTC', '2026-11-20T08:45:42.123Z'],
    [' 2026-11-20 ', 'UTC', '2026-11-20T00:00:00.000Z'],
    ['2026-07-15 12:00:00', 'Europe/Amsterdam', '2026-07-15T10:00:00.000Z'],
  ])('reads %s in %s', (input, zone, expected) => {
    expect(parseInZone(input, zone).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-11-20T25:00:00Z',
    '20/11/2026',
    '12345',
    -5,
    Number.NaN,
    '2'.repeat(80),
  ])('refuses %j', (input) => {
    expect(() => parseInZone(input)).toThrow(InvalidTimeError);
  });

  it('reads back what formatInZone writes, in every zone', () => {
    let state = 99;
    const zones = ['UTC', 'Asia/Jakarta', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/St_Johns'];
    for (let round = 0; round < 500; round += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const moment = new Date((state % 2_000_000_000) * 1000);
      const zone = zones[round % zones.length] ?? 'UTC';
      expect(parseInZone(String(formatInZone(moment, 'iso', zone)), zone)).toEqual(moment);
    }
  });
});
