/** Whether what a vendor says about a payment agrees with what we say; pure. */
import { differenceOf } from '../payment-amounts.js';
import type { PaymentState, VendorPaymentStatus } from '../payment.port.js';
import type { PaymentRow } from '../payment.rows.js';
import { claimsRefund, type PaymentStatus } from '../payment-status.js';
import type { Finding, MismatchKind } from './reconciliation.rows.js';

const ENDED: readonly VendorPaymentStatus[] = ['failed', 'expired', 'cancelled'];

/** The vendor's words that mean the same; several never call a paid payment anything else, also when it went back. */
const AGREEING: Readonly<Record<PaymentStatus, readonly VendorPaymentStatus[]>> = {
  created: ['pending'],
  pending_confirmation: ['pending'],
  pending: ['pending'],
  authorized: ['authorized'],
  paid: ['paid'],
  paid_late: ['paid'],
  failed: ENDED,
  expired: ENDED,
  cancelled: ENDED,
  partially_refunded: ['partially_refunded', 'paid'],
  refunded: ['refunded', 'partially_refunded', 'paid'],
};

/** States in which a vendor that knows nothing of the payment contradicts us. */
const KNOWN_TO_VENDOR: ReadonlySet<PaymentStatus> = new Set([
  'authorized',
  'paid',
  'paid_late',
  'partially_refunded',
  'refunded',
]);

/**
 * @param ours the payment after the vendor's word was applied, so that news are no difference
 * @param said `absent` when the vendor has no such payment
 */
export function verdictOn(ours: PaymentRow, said: PaymentState | 'absent'): Finding[] {
  if (said === 'absent') {
    return KNOWN_TO_VENDOR.has(ours.status)
      ? [finding(ours, 'status_differs', `the vendor knows no such payment, we say ${ours.status}`)]
      : [];
  }
  return [...statusFindings(ours, said), ...amountFindings(ours, said)];
}

function statusFindings(ours: PaymentRow, { status, vendorStatus }: PaymentState): Finding[] {
  if (status === undefined || AGREEING[ours.status].includes(status)) return [];
  const isRefund = claimsRefund(status) || ours.status === 'refunded';
  const word = vendorStatus === undefined || vendorStatus === status ? '' : ` (${vendorStatus})`;
  return [
    finding(
      ours,
      isRefund ? 'refund_differs' : 'status_differs',
      `the vendor says ${status}${word}, we say ${ours.status}`,
    ),
  ];
}

/** Amounts are only compared where they are about money that moved: after a refund vendors name what is left. */
function amountFindings(ours: PaymentRow, said: PaymentState): Finding[] {
  const difference = differenceOf(ours, said);
  return difference === undefined ? [] : [finding(ours, 'amount_differs', difference)];
}

function finding({ id, status }: PaymentRow, kind: MismatchKind, detail: string): Finding {
  return { paymentId: id, kind, ourStatus: status, detail };
}
