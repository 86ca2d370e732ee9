import { describe, expect, it } from '@jest/globals';
import { EventCatalogue, matches } from './event-catalogue.js';

describe('matches', () => {
  it.each([
    ['*', 'payment.received', true],
    ['payment.*', 'payment.received', true],
    ['payment.received', 'payment.received', true],
    ['payment.*', 'payments.received', false],
    ['payment', 'payment.received', false],
    ['payment.rec*', 'payment.received', false],
  ])('%s against %s is %s', (pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});

describe('EventCatalogue', () => {
  it('has for each kind a sample that fits its own schema', () => {
    const types = new EventCatalogue().list();
    expect(types.length).toBeGreaterThan(4);
    for (const { schema, sample } of types) expect(schema.safeParse(sample).error).toBeUndefined();
  });

  it('knows what a subscription can mean', () => {
    const catalogue = new EventCatalogue();
    expect(catalogue.knows('reservation.*')).toBe(true);
    expect(catalogue.knows('reservation.created')).toBe(true);
    expect(catalogue.knows('resevation.created')).toBe(false);
  });
});
