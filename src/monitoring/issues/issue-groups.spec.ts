import { describe, expect, it } from '@jest/globals';
import { coarseFingerprintOf, fingerprintOf, groupsOf, patternOf } from './issue-groups.js';
import type { Failure } from './issue.types.js';

const aFailure = (changes: Partial<Failure> = {}): Failure => ({
  kind: 'call',
  propertyId: null,
  providerId: 'p1',
  endpointId: null,
  integrationType: 'payment',
  operation: 'create',
  cause: 'unavailable',
  code: '503',
  message: 'The vendor answered 503.',
  subjectId: 'payment-1',
  version: 1,
  at: new Date('2026-11-21T10:10:00Z'),
  ...changes,
});

describe('the pattern of a message', () => {
  it.each([
    ['Order ORD-8f3a21 is unknown', 'Order INV/2026/77 is unknown'],
    ['field "amount" is too small: 12', 'field "currency" is too small: 99'],
    ['connect ECONNREFUSED 10.0.0.1:443', 'connect ECONNREFUSED 10.0.0.2:8443'],
  ])('leaves out what differs: %s', (one, other) => {
    expect(patternOf(one)).toBe(patternOf(other));
  });

  it('keeps what was said', () => {
    expect(patternOf('The key was refused')).not.toBe(patternOf('The account is closed'));
  });
});

describe('failures', () => {
  it('belong together by place, kind and what was said', () => {
    const same = fingerprintOf(aFailure());
    expect(fingerprintOf(aFailure({ subjectId: 'payment-2' }))).toBe(same);
    const others = [
      { providerId: 'p2' },
      { operation: 'status' },
      { cause: 'unauthorized' },
      { code: '502' },
      { message: 'The account is closed.' },
      { kind: 'webhook' as const },
    ].map((change) => fingerprintOf(aFailure(change)));
    expect(new Set([same, ...others]).size).toBe(7);
  });

  it('belong together whatever was said where the vendor never says the same', () => {
    expect(coarseFingerprintOf(aFailure({ message: 'a' }))).toBe(
      coarseFingerprintOf(aFailure({ message: 'b', code: '500' })),
    );
  });

  it('are counted by cause, hour and subject', () => {
    const [group, ...more] = groupsOf([
      aFailure({ at: new Date('2026-11-21T11:05:00Z'), message: 'The vendor answered 504.' }),
      aFailure(),
      aFailure({ subjectId: 'payment-2' }),
      aFailure({ subjectId: null }),
    ]);
    expect(more).toEqual([]);
    expect(group?.count).toBe(4);
    expect(group?.latest.message).toBe('The vendor answered 504.');
    expect(group?.firstAt.toISOString()).toBe('2026-11-21T10:10:00.000Z');
    expect([...(group?.hours.values() ?? [])]).toEqual([3, 1]);
    expect(group?.subjects.map(({ subjectId }) => subjectId)).toEqual(['payment-1', 'payment-2']);
  });
});
