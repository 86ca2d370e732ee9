import { describe, expect, it } from '@jest/globals';
import { busiestOf, kindsOf, placeOf, pointsOf, worstOf } from './chart-points';

const item = (at: string, calls: number, success_rate: number | null, errors = {}) => ({
  at,
  calls,
  success_rate,
  p50_ms: null,
  p95_ms: null,
  p99_ms: null,
  errors,
});
const points = pointsOf(
  {
    items: [
      item('2026-11-21T10:00:00Z', 0, null),
      item('2026-11-21T11:00:00Z', 4, 0.75, { unavailable: 1, declined: 2 }),
      item('2026-11-21T12:00:00Z', 9, 1),
    ],
  },
  (iso) => iso.slice(11, 16),
);

describe('points of a chart', () => {
  it('have the time of the axis and percent, and a gap where nothing was called', () => {
    expect(points.map(({ time, success }) => [time, success])).toEqual([
      ['10:00', null],
      ['11:00', 75],
      ['12:00', 100],
    ]);
  });

  it('leave the vendor’s business answers out of what failed', () => {
    expect(points[1]?.errors).toEqual({ unavailable: 1 });
    expect(kindsOf({ declined: 9, ambiguous: 1, unavailable: 3 })).toEqual([
      'unavailable',
      'ambiguous',
    ]);
  });

  it('know the worst and the busiest moment', () => {
    expect(worstOf(points)?.time).toBe('11:00');
    expect(busiestOf(points)?.time).toBe('12:00');
    expect(worstOf([])).toBeUndefined();
    expect(busiestOf(points.slice(0, 1))).toBeUndefined();
  });
});

describe('the place of an interval', () => {
  const span = { since: '2026-11-21T10:00:00Z', until: '2026-11-21T11:00:00Z' };
  it.each([
    ['2026-11-21T10:15:00Z', '2026-11-21T10:30:00Z', 25, 25],
    ['2026-11-21T10:45:00Z', null, 75, 25],
    ['2026-11-21T09:00:00Z', '2026-11-21T10:30:00Z', 0, 50],
  ])('from %s to %s is at %d percent, %d wide', (from, to, left, width) => {
    expect(placeOf({ from, to }, span)).toEqual({ left, width });
  });
});
