import { describe, expect, it } from '@jest/globals';
import { dayOf, monthOf, parseMonth } from './usage-period.js';

describe('a period of use', () => {
  it('is a month of UTC, whatever the zone of the machine', () => {
    expect(monthOf(new Date('2026-11-30T23:59:59.999Z'))).toEqual({
      name: '2026-11',
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-12-01T00:00:00Z'),
    });
  });

  it('turns with the year', () => {
    expect(monthOf(new Date('2026-12-31T12:00:00Z')).to).toEqual(new Date('2027-01-01T00:00:00Z'));
  });

  it('is a day of UTC', () => {
    expect(dayOf(new Date('2028-02-29T00:00:00Z'))).toEqual({
      name: '2028-02-29',
      from: new Date('2028-02-29T00:00:00Z'),
      to: new Date('2028-03-01T00:00:00Z'),
    });
  });

  it('is read from its name', () => {
    expect(parseMonth('2026-02')).toEqual(monthOf(new Date('2026-02-14T10:00:00Z')));
  });
});
