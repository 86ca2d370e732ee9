import type { PaymentAction } from './formats/payment-action.schemas.js';
import type { PaymentEventRow, PaymentRow, RefundRow } from './payment.rows.js';
import type { PaymentAnswer, PaymentEventAnswer, RefundAnswer } from './payment.schemas.js';
import type { PaymentQuery } from './payment.port.js';
import { receivedAmount } from './payment-amounts.js';
import { hasMoney, type PaymentStatus } from './payment-status.js';
import { type NameOf, toFee, toRoutingAnswer } from './routing/routing.mapper.js';

type ShownStatus = PaymentAnswer['status'];

/** The hub's own address; pictures of QR codes are served from it. */
export interface PublicAddress {
  readonly publicUrl: string;
}

export function toPaymentAnswer(
  row: PaymentRow,
  nameOf: NameOf,
  hub: PublicAddress,
): PaymentAnswer {
  const { routing, currency } = row;
  return {
    id: row.id,
    order_id: row.order_id,
    reference: row.reference,
    status: shown(row.status),
    amount: row.amount,
    currency,
    refunded_amount: row.refunded_amount,
    capture: row.request.capture ?? null,
    received_amount: hasMoney(row.status) ? receivedAmount(row) : 0,
    late_decision: row.late_decision,
    method: row.method,
    feature: row.feature_key,
    provider: nameOf(row.provider_id),
    gateway_transaction_id: row.gateway_transaction_id,
    action: withImage(row.id, row.action, hub),
    fee: routing && toFee(routing.fee, currency),
    routing: routing && toRoutingAnswer(routing, currency, nameOf),
    failure: row.failure,
    expires_at: row.expires_at?.toISOString() ?? null,
    paid_at: row.paid_at?.toISOString() ?? null,
    metadata: (row.request.metadata ?? {}) as PaymentAnswer['metadata'],
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** The payment's id can't be guessed, so the picture needs no key: it goes into the guest's browser. */
function withImage(id: string, action: PaymentAction, hub: PublicAddress): PaymentAction {
  if (action.type !== 'qr') return action;
  return { ...action, qr_image_url: `${hub.publicUrl}/qr/${id}.png` };
}

function shown(status: PaymentStatus): ShownStatus {
  return status === 'created' ? 'pending_confirmation' : status;
}

export function toEventAnswer(row: PaymentEventRow): PaymentEventAnswer {
  const to = row.to_status && shown(row.to_status);
  return {
    id: row.id,
    type: row.type,
    from: row.from_status && shown(row.from_status),
    to,
    status: to,
    source: row.source,
    detail: row.detail,
    trace_id: row.trace_id,
    occurred_at: row.created_at.toISOString(),
  };
}

/** A payout task is its refund, looked at by the one who pays it. */
export const PAYOUT_STATUS = {
  created: 'open',
  pending: 'open',
  succeeded: 'completed',
  failed: 'cancelled',
} as const;

export function toRefundAnswer(row: RefundRow): RefundAnswer {
  return {
    id: row.id,
    payment_id: row.payment_id,
    amount: row.amount,
    currency: row.currency,
    reason: row.reason,
    status: row.status === 'created' ? 'pending' : row.status,
    source: row.source,
    via: row.via,
    payout_task: row.via === 'payout' ? { id: row.id, status: PAYOUT_STATUS[row.status] } : null,
    gateway_refund_id: row.gateway_refund_id,
    is_held: row.is_held,
    failure: row.failure,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** Everything we know that helps the vendor to find the payment. */
export function toQuery(row: PaymentRow): PaymentQuery {
  return {
    reference: row.reference,
    amount: row.amount,
    currency: row.currency,
    gatewayTransactionId: row.gateway_transaction_id ?? undefined,
    createdAt: row.created_at,
    refs: row.refs,
  };
}
