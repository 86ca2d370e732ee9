import { describe, expect, it } from '@jest/globals';
import { covers, groupEvents, togglePattern } from './event-groups';

describe('groupEvents', () => {
  it('puts events under their subject', () => {
    const kinds = ['folio.closed', 'payment.failed', 'payment.received'].map((event) => ({
      event,
    }));
    expect(groupEvents(kinds).map(({ subject, kinds: of }) => [subject, of.length])).toEqual([
      ['folio', 1],
      ['payment', 2],
    ]);
  });
});

describe('togglePattern', () => {
  it.each([
    [['payment.received'], 'payment.failed', ['payment.received', 'payment.failed']],
    [['payment.received', 'folio.closed'], 'payment.*', ['folio.closed', 'payment.*']],
    [['payment.*', 'folio.closed'], '*', ['*']],
    [['*'], '*', []],
  ])('of %j with %s is %j', (chosen, pattern, after) => {
    expect(togglePattern(chosen, pattern)).toEqual(after);
  });
});

describe('covers', () => {
  it('knows a subject from one that begins alike', () => {
    expect(covers('payment.*', 'payments.x')).toBe(false);
    expect(covers('payment.*', 'payment.received')).toBe(true);
    expect(covers('payment.received', 'payment.*')).toBe(false);
  });
});
