import { describe, expect, it } from '@jest/globals';
import { type BreakerChangeRow, type BreakerState, intervalsOf } from './breaker-history.js';

const SINCE = new Date('2026-11-21T10:00:00Z');
const at = (time: string, state: BreakerState, more: Partial<BreakerChangeRow> = {}) => ({
  provider_id: 'p1',
  at: new Date(`2026-11-21T${time}:00Z`),
  state,
  is_forced: false,
  ...more,
});
const short = (changes: BreakerChangeRow[]) =>
  intervalsOf(changes, SINCE).map(({ state, from, to }) => [
    state,
    from.slice(11, 16),
    to?.slice(11, 16) ?? null,
  ]);

describe('the history of a breaker', () => {
  it('is empty where nothing ever opened', () => {
    expect(intervalsOf([], SINCE)).toEqual([]);
    expect(short([at('10:05', 'closed')])).toEqual([]);
  });

  it('has each interval in which calls were not made', () => {
    const changes = [
      at('10:05', 'open'),
      at('10:06', 'half_open'),
      at('10:07', 'open'),
      at('10:08', 'half_open'),
      at('10:09', 'closed'),
      at('10:30', 'open'),
    ];
    expect(short(changes)).toEqual([
      ['open', '10:05', '10:06'],
      ['half_open', '10:06', '10:07'],
      ['open', '10:07', '10:08'],
      ['half_open', '10:08', '10:09'],
      ['open', '10:30', null],
    ]);
  });

  it('begins with the window where something lasted from before', () => {
    expect(short([at('09:00', 'open'), at('10:20', 'closed')])).toEqual([
      ['open', '10:00', '10:20'],
    ]);
    expect(short([at('09:00', 'open'), at('09:20', 'closed')])).toEqual([]);
  });

  it('goes on where it is told the same twice, and begins anew by an operator’s hand', () => {
    expect(short([at('10:05', 'open'), at('10:06', 'open'), at('10:08', 'closed')])).toEqual([
      ['open', '10:05', '10:08'],
    ]);
    const forced = intervalsOf(
      [at('10:05', 'open'), at('10:06', 'open', { is_forced: true })],
      SINCE,
    );
    expect(forced.map((interval) => interval.is_forced)).toEqual([false, true]);
  });

  it('keeps providers apart', () => {
    const changes = [at('10:05', 'open'), at('10:06', 'closed', { provider_id: 'p2' })];
    expect(short(changes)).toEqual([['open', '10:05', null]]);
  });
});
