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
    refundReference: refund.reference,
    refundAmount: refund.amount,
    isFull: refund.amount === payment.amount,
    reason: refund.reason ?? undefined,
    idempotencyKey: refund.id,
  };
}
