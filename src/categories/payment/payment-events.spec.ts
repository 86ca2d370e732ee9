import { describe, expect, it } from '@jest/globals';
import { PAYMENT_EVENTS } from './payment-events.js';
import { EVENT_OF_STATUS } from './payment-status.js';

describe('what subscribers can read about payments', () => {
  it('describes an event for every state that is told', () => {
    const described = PAYMENT_EVENTS.map(({ event }) => event);
    expect(described).toEqual(expect.arrayContaining(Object.values(EVENT_OF_STATUS)));
  });

  it('names each event once', () => {
    const names = PAYMENT_EVENTS.map(({ event }) => event);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(PAYMENT_EVENTS.map((type) => [type.event, type] as const))(
    'has a sample that fits: %s',
    (_event, { schema, sample }) => {
      expect(schema.safeParse(sample).error).toBeUndefined();
    },
  );
});
