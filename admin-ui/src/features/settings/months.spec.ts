import { describe, expect, it } from '@jest/globals';
import { lastMonths, monthName } from './months.js';

describe('months', () => {
  it('go back over the turn of the year, also from the last day of a long month', () => {
    expect(lastMonths(new Date('2026-03-31T23:59:59Z'), 5)).toEqual([
      '2026-03',
      '2026-02',
      '2026-01',
      '2025-12',
      '2025-11',
    ]);
  });

  it('are named in the language of the page', () => {
    expect(monthName('2026-08', 'id-ID')).toBe('Agustus 2026');
    expect(monthName('2026-08', 'en-GB')).toBe('August 2026');
  });
});
