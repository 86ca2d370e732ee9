import { describe, expect, it } from '@jest/globals';
import { conditionOf, conditionOfCategory, type Observed, type State } from './category-state.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const at = (time: string) => new Date(`2026-11-21T${time}:00Z`);
const stretch = (time: string, success_rate: number, p50_ms = 200, calls = 10) => ({
  at: at(time),
  calls,
  success_rate,
  p50_ms,
});
const observed = (changes: Partial<Observed> = {}): Observed => ({
  name: 'Kasir',
  isPaused: false,
  pausedSince: undefined,
  restingSince: undefined,
  stretches: [],
  ...changes,
});
const is = (state: State, time?: string) => ({
  state,
  since: time === undefined ? null : at(time),
});

describe('a provider', () => {
  it('is fine as long as nothing else is known', () => {
    expect(conditionOf(observed(), NOW)).toEqual(is('fine'));
  });

  it.each([
    ['in trouble when many calls fail', [stretch('09:55', 0.5)], is('troubled', '09:55')],
    ['slow when calls take long', [stretch('09:55', 1, 6_000)], is('slow', '09:55')],
    ['fine when one of many calls fails', [stretch('09:55', 0.95)], is('fine')],
    ['not judged by one call', [stretch('09:55', 0, 200, 1)], is('fine')],
    ['not judged by what was an hour ago', [stretch('09:00', 0)], is('fine')],
    [
      'in trouble since it began, quiet times between',
      [stretch('08:00', 1), stretch('09:10', 0.2), stretch('09:50', 0.1)],
      is('troubled', '09:10'),
    ],
    [
      'fine again as soon as calls go well',
      [stretch('09:50', 0.1), stretch('09:55', 1)],
      is('fine'),
    ],
  ])('is %s', (_title, stretches, expected) => {
    expect(conditionOf(observed({ stretches }), NOW)).toEqual(expected);
  });

  it('is down while it is not called, whatever its last calls were', () => {
    const stretches = [stretch('09:55', 1)];
    expect(conditionOf(observed({ restingSince: at('09:57'), stretches }), NOW)).toEqual(
      is('down', '09:57'),
    );
    expect(conditionOf(observed({ isPaused: true, pausedSince: at('09:40') }), NOW)).toEqual(
      is('paused', '09:40'),
    );
  });
});

describe('a category', () => {
  it.each([
    [
      'is down when nothing in it works',
      [is('down', '09:40'), is('down', '09:30')],
      is('down', '09:30'),
    ],
    [
      'is troubled when something else takes over',
      [is('down', '09:40'), is('fine')],
      is('troubled', '09:40'),
    ],
    ['is slow when some of it is', [is('slow', '09:40'), is('fine')], is('slow', '09:40')],
    ['is fine when what is paused is not missed', [is('paused', '09:40'), is('fine')], is('fine')],
    ['is paused when all of it is', [is('paused', '09:40')], is('paused', '09:40')],
    ['is fine with nothing known', [], is('fine')],
  ])('%s', (_title, providers, expected) => {
    expect(conditionOfCategory(providers)).toEqual(expected);
  });
});
