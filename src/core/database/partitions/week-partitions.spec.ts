import { describe, expect, it } from '@jest/globals';
import { newId } from '#core/ids/uuid.js';
import { idBound, missingWeeks, momentOf, partitionName, weekStartMs } from './week-partitions.js';

const at = (text: string): number => Date.parse(text);

describe('weekly partitions', () => {
  it.each([
    ['2026-11-21T17:00:00Z', '2026-11-16T00:00:00Z'],
    ['2026-11-16T00:00:00Z', '2026-11-16T00:00:00Z'],
    ['2026-11-15T23:59:59.999Z', '2026-11-09T00:00:00Z'],
  ])('put %s into the week of %s', (moment, monday) => {
    expect(weekStartMs(at(moment))).toBe(at(monday));
  });

  it('bound the ids of their time', () => {
    const before = Date.now();
    const id = newId();
    expect(id >= idBound(before)).toBe(true);
    expect(id < idBound(Date.now() + 1_000)).toBe(true);
    expect(momentOf(idBound(before))).toBe(before);
  });

  it('are made up to five weeks ahead, from where the last one ends', () => {
    const now = at('2026-11-21T00:00:00Z');
    const weeks = missingWeeks(at('2026-11-23T00:00:00Z'), now);
    expect(weeks.map((week) => partitionName('logs', week))).toEqual([
      'logs_20261123',
      'logs_20261130',
      'logs_20261207',
      'logs_20261214',
    ]);
    expect(missingWeeks(weeks.at(-1)?.endMs ?? 0, now)).toEqual([]);
  });

  it('begin with the present week after a long rest', () => {
    const [first] = missingWeeks(at('2026-01-05T00:00:00Z'), at('2026-11-21T00:00:00Z'));
    expect(first && partitionName('logs', first)).toBe('logs_20261116');
  });
});
