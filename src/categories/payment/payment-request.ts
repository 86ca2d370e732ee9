import type { CreatePaymentRequest } from './payment.port.js';
import type { PaymentRow } from './payment.rows.js';

/**
 * What a provider is asked for, out of the row: the same for every try, so that a vendor recognises a repeat.
 *
 * @param chosen a method of this provider, and the card or wallet token, which is never stored
 */
export function toCreateRequest(
  payment: PaymentRow,
  chosen: { readonly method?: string; readonly token?: string },
): CreatePaymentRequest {
  const { request } = payment;
  return {
    reference: payment.reference,
    orderId: payment.order_id,
    amount: payment.amount,
    currency: payment.currency,
    description: request.description,
    method: chosen.method,
    token: chosen.token,
    customer: request.customer,
    items: request.items,
    returnUrl: request.return_url,
    expiresAt: payment.expires_at ?? undefined,
    expiresInSeconds: request.expires_in_seconds,
    metadata: request.metadata,
    captureMethod: request.capture,
    idempotencyKey: payment.id,
  };
}
