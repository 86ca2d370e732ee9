/** The subscription's state machine: pure, so that each transition can be tested by its table. */
import type { VendorSubscriptionStatus } from './subscription.port.js';

/** `created` is inside only: the row exists, the vendor has not answered yet. */
export const SUBSCRIPTION_STATUSES = [
  'created',
  'pending_confirmation',
  'incomplete',
  'trialing',
  'active',
  'past_due',
  'cancelled',
  'failed',
] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

type Steps = readonly VendorSubscriptionStatus[];

/** For each state, the words of the vendor that move it; every other word is late, repeated or a mistake. */
const TRANSITIONS: Readonly<Record<SubscriptionStatus, Steps>> = {
  created: ['incomplete', 'trialing', 'active', 'past_due', 'cancelled'],
  pending_confirmation: ['incomplete', 'trialing', 'active', 'past_due', 'cancelled'],
  incomplete: ['trialing', 'active', 'past_due', 'cancelled'],
  trialing: ['active', 'past_due', 'cancelled'],
  active: ['past_due', 'cancelled'],
  past_due: ['active', 'cancelled'],
  cancelled: [],
  // The PMS was told that there is none; one that charges the guest all the same must not stay hidden.
  failed: ['incomplete', 'trialing', 'active', 'past_due'],
};

/** The state after the vendor said `said`, or undefined when that changes nothing. */
export function nextSubscriptionStatus(
  current: SubscriptionStatus,
  said: VendorSubscriptionStatus,
): VendorSubscriptionStatus | undefined {
  return TRANSITIONS[current].includes(said) ? said : undefined;
}

/** Whether it is not even known that the vendor has the subscription. */
export function isSubscriptionUnconfirmed(status: SubscriptionStatus): boolean {
  return status === 'created' || status === 'pending_confirmation';
}

/** Whether the guest is or may still be charged. */
export function isSubscriptionOpen(status: SubscriptionStatus): boolean {
  return status !== 'cancelled' && status !== 'failed';
}

/** Whether the vendor's calendar runs. */
export function isSubscriptionRunning(status: SubscriptionStatus): boolean {
  return status === 'trialing' || status === 'active' || status === 'past_due';
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the call's own budget and a margin; a row still `created` then was left by a crash. */
export const CREATED_CHECK_MS = 45 * SECOND;

/** First and longest wait between two looks; waits grow from the one to the other. */
const WAITS: Readonly<Record<SubscriptionStatus, readonly [number, number] | undefined>> = {
  created: [CREATED_CHECK_MS, CREATED_CHECK_MS],
  pending_confirmation: [5 * SECOND, 15 * MINUTE],
  incomplete: [MINUTE, HOUR],
  trialing: [12 * HOUR, 12 * HOUR],
  active: [12 * HOUR, 12 * HOUR],
  past_due: [HOUR, 12 * HOUR],
  cancelled: undefined,
  failed: undefined,
};
const GROWTH = 1.6;

/** When the vendor is asked again should no webhook come; null when nothing more can happen. */
export function nextSubscriptionCheck(
  status: SubscriptionStatus,
  count: number,
  now: Date,
): Date | null {
  const waits = WAITS[status];
  if (!waits) return null;
  const [first, longest] = waits;
  return new Date(now.getTime() + Math.min(first * GROWTH ** count, longest));
}
