import { describe, expect, it } from '@jest/globals';
import { WebhookFlood } from './webhook-flood.js';

const ADDRESS = '198.51.100.7';

function setUp(limit = 3) {
  let nowMs = 0;
  const flood = new WebhookFlood(
    () => limit,
    () => nowMs,
  );
  const note = (verdict: string, times: number) => {
    for (let i = 0; i < times; i += 1) flood.note(ADDRESS, verdict);
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { flood, note, pass };
}

describe('a flood of webhooks', () => {
  it.each(['rejected', 'unknown_provider'])(
    'is turned away when its calls were %s, until its minute ends',
    (verdict) => {
      const { flood, note, pass } = setUp();
      note(verdict, 2);
      expect(flood.waitOf(ADDRESS)).toBeUndefined();
      note(verdict, 1);
      expect(flood.waitOf(ADDRESS)).toBe(60);
      pass(60_000);
      expect(flood.waitOf(ADDRESS)).toBeUndefined();
    },
  );

  it('is a matter of its own address', () => {
    const { flood, note } = setUp();
    note('rejected', 9);
    expect(flood.waitOf('198.51.100.8')).toBeUndefined();
  });

  it('is none from where a genuine webhook came within the hour', () => {
    const { flood, note, pass } = setUp();
    note('accepted', 1);
    note('rejected', 9);
    expect(flood.waitOf(ADDRESS)).toBeUndefined();
    pass(3_600_000);
    note('rejected', 9);
    expect(flood.waitOf(ADDRESS)).toBe(60);
  });

  it.each(['accepted', 'answered', 'refused', 'failed', 'not_stored', 'busy'])(
    'is not made of calls that were %s',
    (verdict) => {
      const { flood, note } = setUp();
      note(verdict, 9);
      expect(flood.waitOf(ADDRESS)).toBeUndefined();
    },
  );

  it('is let through without a limit', () => {
    const { flood, note } = setUp(0);
    note('rejected', 9);
    expect(flood.waitOf(ADDRESS)).toBeUndefined();
  });
});
