import { receivedAmount } from './payment-amounts.js';
import { toQuery } from './payment.mapper.js';
import type { RefundRequest } from './payment.port.js';
import type { PaymentRow, RefundRow } from './payment.rows.js';

/** A refund as the vendor is asked for it; the same every time, so that a repeat is recognised. */
export function toRefundRequest({
  payment,
  refund,
}: {
  readonly payment: PaymentRow;
  readonly refund: RefundRow;
}): RefundRequest {
  return {
    ...toQuery(payment),
    // One that was begun at the vendor's own pages is known there by the vendor's id alone.
    refundReference:
      refund.source === 'vendor'
        ? (refund.gateway_refund_id ?? refund.reference)
        : refund.reference,
    refundAmount: refund.amount,
    isFull: refund.amount === receivedAmount(payment),
    reason: refund.reason ?? undefined,
    idempotencyKey: refund.id,
  };
}
