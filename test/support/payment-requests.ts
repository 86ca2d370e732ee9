import type {
  CreatePaymentRequest,
  PaymentCreated,
  PaymentQuery,
} from '#categories/payment/payment.port.js';

let count = 0;

/** A payment of Rp 275,000 with everything a vendor may ask for; each has a reference of its own. */
export function aPayment(more: Partial<CreatePaymentRequest> = {}): CreatePaymentRequest {
  count += 1;
  return {
    reference: `HTL-${process.pid}-${count}`,
    orderId: `FOLIO/${count}`,
    amount: 275_000,
    currency: 'IDR',
    description: 'Deluxe room, 1 night',
    customer: {
      first_name: "Budi d'Arc*",
      last_name: 'Utomo',
      email: 'budi@example.com',
      phone: '+6281234567890',
    },
    items: [
      { id: 'R', name: 'Deluxe 1 night', price: 300_000, quantity: 1 },
      { id: 'D', name: 'Discount', price: -25_000, quantity: 1 },
    ],
    returnUrl: 'https://hotel.example/paid',
    expiresAt: new Date(Date.now() + 30 * 60_000),
    expiresInSeconds: 1800,
    idempotencyKey: `5f0c8e0a-0000-4000-8000-${String(count).padStart(12, '0')}`,
    ...more,
  };
}

/** What the hub knows of a payment after (or, without `created`, before) the vendor has answered. */
export const queryOf = (request: CreatePaymentRequest, created?: PaymentCreated): PaymentQuery => ({
  reference: request.reference,
  amount: request.amount,
  currency: request.currency,
  ...(created?.gatewayTransactionId !== undefined && {
    gatewayTransactionId: created.gatewayTransactionId,
  }),
  refs: created?.refs ?? {},
});
