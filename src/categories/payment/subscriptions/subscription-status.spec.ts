import { describe, expect, it } from '@jest/globals';
import {
  nextSubscriptionCheck,
  nextSubscriptionStatus,
  SUBSCRIPTION_STATUSES,
} from './subscription-status.js';
import { VENDOR_SUBSCRIPTION_STATUSES } from './subscription.port.js';

describe('nextSubscriptionStatus', () => {
  it.each([
    ['created', 'incomplete', 'incomplete'],
    ['created', 'trialing', 'trialing'],
    ['pending_confirmation', 'active', 'active'],
    ['incomplete', 'active', 'active'],
    ['trialing', 'active', 'active'],
    ['trialing', 'past_due', 'past_due'],
    ['active', 'past_due', 'past_due'],
    ['past_due', 'active', 'active'],
    ['past_due', 'cancelled', 'cancelled'],
    ['failed', 'active', 'active'],
  ] as const)('goes from %s by %s', (from, said, to) => {
    expect(nextSubscriptionStatus(from, said)).toBe(to);
  });

  it.each([
    ['active', 'incomplete'],
    ['active', 'trialing'],
    ['past_due', 'trialing'],
    ['failed', 'cancelled'],
  ] as const)('does not go from %s back to %s', (from, said) => {
    expect(nextSubscriptionStatus(from, said)).toBeUndefined();
  });

  it.each(VENDOR_SUBSCRIPTION_STATUSES)(
    'lets a cancelled one stay so whatever comes: %s',
    (said) => {
      expect(nextSubscriptionStatus('cancelled', said)).toBeUndefined();
    },
  );

  it.each(VENDOR_SUBSCRIPTION_STATUSES)('takes a repeat of %s for no news', (said) => {
    expect(nextSubscriptionStatus(said, said)).toBeUndefined();
  });
});

describe('nextSubscriptionCheck', () => {
  const now = new Date('2026-11-21T10:00:00Z');

  it('comes ever later, and never once it is over', () => {
    const waits = [0, 1, 2, 30].map(
      (count) => (nextSubscriptionCheck('incomplete', count, now)?.getTime() ?? 0) - now.getTime(),
    );
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(3_600_000);
    expect(nextSubscriptionCheck('cancelled', 0, now)).toBeNull();
  });

  it.each(SUBSCRIPTION_STATUSES.filter((status) => !['cancelled', 'failed'].includes(status)))(
    'is some time after now for %s',
    (status) => {
      expect(nextSubscriptionCheck(status, 0, now)?.getTime()).toBeGreaterThan(now.getTime());
    },
  );
});
