import { describe, expect, it } from '@jest/globals';
import { nextOf, operationOf, subjectPlace, titleOf } from './issue-words';

const PAYMENT = '0192b3a4-0000-7000-8000-00000000000a';

describe('the words for an issue', () => {
  it.each([
    ['call', 'unavailable', 'failure.unavailable.what'],
    ['call', 'something_new', 'failure.other.what'],
    ['webhook', 'rejected', 'issues.webhook.rejected'],
    ['webhook', 'failed', 'issues.webhook.failed'],
    ['delivery', 'dead', 'issues.delivery.dead'],
  ] as const)('of a %s that ended as %s are %s', (kind, cause, key) => {
    expect(titleOf({ kind, cause })).toBe(key);
  });

  it('say what to do next', () => {
    expect(nextOf({ kind: 'call', cause: 'unauthorized' })).toBe('failure.unauthorized.next');
    expect(nextOf({ kind: 'webhook', cause: 'rejected' })).toBe('issues.next.webhook.rejected');
  });

  it('say what was being done where that is not clear already', () => {
    expect(operationOf({ kind: 'call', operation: 'refund' })).toBe('issues.operation.refund');
    expect(operationOf({ kind: 'call', operation: 'charge' })).toBe('issues.operation.other');
    expect(operationOf({ kind: 'webhook', operation: '' })).toBeUndefined();
  });
});

describe('what an issue affected', () => {
  it('leads to the payment, the webhooks or the deliveries', () => {
    const call = { kind: 'call', integration_type: 'payment' } as const;
    expect(subjectPlace(call, PAYMENT).href).toBe(`/payments/${PAYMENT}`);
    expect(subjectPlace(call, 'probe').href).toBeUndefined();
    expect(subjectPlace({ kind: 'call', integration_type: 'sms' }, PAYMENT).href).toBeUndefined();
    expect(subjectPlace({ kind: 'delivery', integration_type: null }, PAYMENT).href).toContain(
      'dead',
    );
  });
});
