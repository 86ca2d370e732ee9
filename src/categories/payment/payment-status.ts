/** The payment's state machine: pure, so that each transition can be tested by its table. */
import type { VendorPaymentStatus } from './payment.port.js';

/** `created` is inside only: the row exists, the vendor has not answered yet. */
export const PAYMENT_STATUSES = [
  'created',
  'pending_confirmation',
  'pending',
  'authorized',
  'paid',
  'failed',
  'expired',
  'cancelled',
  'paid_late',
  'partially_refunded',
  'refunded',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** For each state, where a vendor's word leads; a word that is not listed changes nothing. */
const TRANSITIONS: Readonly<
  Record<PaymentStatus, Partial<Record<VendorPaymentStatus, PaymentStatus>>>
> = {
  created: openTransitions(),
  pending_confirmation: openTransitions(),
  pending: { ...openTransitions(), pending: undefined },
  authorized: {
    paid: 'paid',
    failed: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
    partially_refunded: 'partially_refunded',
    refunded: 'refunded',
  },
  paid: { partially_refunded: 'partially_refunded', refunded: 'refunded' },
  partially_refunded: { refunded: 'refunded' },
  refunded: {},
  // The PMS was told that nothing comes any more: the owner decides what happens to the money.
  failed: { paid: 'paid_late' },
  expired: { paid: 'paid_late' },
  cancelled: { paid: 'paid_late' },
  paid_late: { partially_refunded: 'partially_refunded', refunded: 'refunded' },
};

function openTransitions(): Partial<Record<VendorPaymentStatus, PaymentStatus>> {
  return {
    pending: 'pending',
    authorized: 'authorized',
    paid: 'paid',
    failed: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
    partially_refunded: 'partially_refunded',
    refunded: 'refunded',
  };
}

/** The state after the vendor said `said`, or undefined when that changes nothing. */
export function nextStatus(
  current: PaymentStatus,
  said: VendorPaymentStatus,
): PaymentStatus | undefined {
  return TRANSITIONS[current][said];
}

const OPEN: ReadonlySet<PaymentStatus> = new Set([
  'created',
  'pending_confirmation',
  'pending',
  'authorized',
]);

/** Whether the vendor may still change its mind, so that polling makes sense. */
export function isOpen(status: PaymentStatus): boolean {
  return OPEN.has(status);
}

/** Whether it is not even known that the vendor has the payment. */
export function isUnconfirmed(status: PaymentStatus): boolean {
  return status === 'created' || status === 'pending_confirmation';
}

const REFUNDABLE: ReadonlySet<PaymentStatus> = new Set(['paid', 'paid_late', 'partially_refunded']);

/** Whether there is money to give back. */
export function isRefundable(status: PaymentStatus): boolean {
  return REFUNDABLE.has(status);
}

const HOLDS_MONEY: ReadonlySet<PaymentStatus> = new Set([
  'paid',
  'paid_late',
  'partially_refunded',
]);
/** Whether money came in, whatever went back since. */
export function hasMoney(status: PaymentStatus): boolean {
  return HOLDS_MONEY.has(status) || status === 'refunded';
}

const ENDED_UNPAID: ReadonlySet<PaymentStatus> = new Set(['failed', 'expired', 'cancelled']);

/** Words that change no state but that somebody has to see. */
export type StatusNews = 'disputed' | 'reversal_reported' | 'authorized_late';

/** What is noteworthy about a word that the state machine does not follow. */
export function newsOf(current: PaymentStatus, said: VendorPaymentStatus): StatusNews | undefined {
  if (said === 'disputed') return 'disputed';
  if (HOLDS_MONEY.has(current) && (said === 'failed' || said === 'cancelled')) {
    return 'reversal_reported';
  }
  return ENDED_UNPAID.has(current) && said === 'authorized' ? 'authorized_late' : undefined;
}

/** Words about money that went back. */
export function claimsRefund(said: VendorPaymentStatus): boolean {
  return said === 'refunded' || said === 'partially_refunded';
}

/** Vendor words that say money has moved, so whose amount must be right. */
export function claimsMoney(said: VendorPaymentStatus): boolean {
  return said === 'paid' || said === 'authorized';
}

/** What subscribers and the PMS are told when a payment reaches a state. */
export const EVENT_OF_STATUS: Partial<Record<PaymentStatus, string>> = {
  authorized: 'payment.authorized',
  paid: 'payment.received',
  paid_late: 'payment.received_late',
  failed: 'payment.failed',
  expired: 'payment.expired',
  cancelled: 'payment.cancelled',
  partially_refunded: 'payment.refunded',
  refunded: 'payment.refunded',
};
