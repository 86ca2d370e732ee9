/** One payment at the vendor and the texts in which it is told. */
import { signatureKey } from '#test/simulators/midtrans/signature.js';
import { wibText } from '#test/simulators/midtrans/wib-time.js';

export type TransactionStatus =
  | 'pending'
  | 'authorize'
  | 'capture'
  | 'settlement'
  | 'deny'
  | 'cancel'
  | 'expire'
  | 'failure'
  | 'refund'
  | 'partial_refund'
  | 'chargeback';

export interface MidtransRefund {
  readonly key: string;
  readonly amount: number;
  readonly reason: string | undefined;
  readonly chargebackId: number;
  readonly createdAt: number;
  confirmedAt: number | undefined;
}

export interface Transaction {
  readonly id: string;
  readonly orderId: string;
  readonly paymentType: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Fields of its method that every telling repeats: VA numbers, card, acquirer … */
  readonly details: Record<string, unknown>;
  /** What the merchant attached: custom_field1..3 and metadata. */
  readonly attached: Readonly<Record<string, unknown>>;
  readonly webhookUrls: readonly string[];
  readonly refunds: MidtransRefund[];
  /** A card whose money is only reserved until captured. */
  readonly authorizeOnly: boolean;
  /** What the bank will say about the card. */
  readonly verdict: 'accept' | 'deny' | 'challenge';
  amount: number;
  readonly imposedFee: number;
  status: TransactionStatus;
  fraudStatus: 'accept' | 'deny' | 'challenge' | undefined;
  settledAt: number | undefined;
}

export interface Teller {
  readonly serverKey: string;
  readonly merchantId: string;
}

const DENIED_CODES: Partial<Record<TransactionStatus, string>> = { deny: '202', failure: '202' };

/** `status_code` in an answer: expiry reads 407 there and 202 in a webhook. */
export function answerCode(status: TransactionStatus): string {
  if (status === 'pending') return '201';
  if (status === 'expire') return '407';
  return DENIED_CODES[status] ?? '200';
}

export function webhookCode(status: TransactionStatus): string {
  if (status === 'pending') return '201';
  return ['deny', 'cancel', 'expire', 'failure'].includes(status) ? '202' : '200';
}

/** Everything the vendor tells about a payment, the same in status answers and webhooks. */
export function transactionBody(
  transaction: Transaction,
  teller: Teller,
  said: { statusCode: string; message: string },
): Record<string, unknown> {
  const grossAmount = amountText(grossOf(transaction));
  return {
    status_code: said.statusCode,
    status_message: said.message,
    transaction_id: transaction.id,
    order_id: transaction.orderId,
    merchant_id: teller.merchantId,
    gross_amount: grossAmount,
    currency: 'IDR',
    payment_type: transaction.paymentType,
    transaction_time: wibText(transaction.createdAt),
    transaction_status: transaction.status,
    ...(transaction.fraudStatus && { fraud_status: transaction.fraudStatus }),
    ...(transaction.settledAt && { settlement_time: wibText(transaction.settledAt) }),
    expiry_time: wibText(transaction.expiresAt),
    ...transaction.details,
    ...transaction.attached,
    ...metadata(transaction),
    ...refundFields(transaction),
    signature_key: signatureKey({
      orderId: transaction.orderId,
      statusCode: said.statusCode,
      grossAmount,
      serverKey: teller.serverKey,
    }),
  };
}

/** What the guest pays: the amount and, where the merchant says so, the fee. */
export function grossOf(transaction: Transaction): number {
  return transaction.amount + transaction.imposedFee;
}

export function refundedOf(transaction: Transaction): number {
  return transaction.refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

export function amountText(amount: number): string {
  return `${amount}.00`;
}

function metadata(transaction: Transaction): Record<string, unknown> {
  if (transaction.imposedFee === 0) return {};
  const given = transaction.attached['metadata'];
  return {
    metadata: {
      ...(typeof given === 'object' ? given : {}),
      extra_info: {
        gross_amount_info: {
          original_amount: amountText(transaction.amount),
          gross_amount: amountText(grossOf(transaction)),
          customer_imposed_payment_fee: amountText(transaction.imposedFee),
        },
      },
    },
  };
}

function refundFields(transaction: Transaction): Record<string, unknown> {
  if (transaction.refunds.length === 0) return {};
  return {
    refund_amount: amountText(refundedOf(transaction)),
    refunds: transaction.refunds.map((refund) => ({
      refund_chargeback_id: refund.chargebackId,
      refund_chargeback_uuid: `${transaction.id.slice(0, 24)}${String(refund.chargebackId).padStart(12, '0')}`,
      refund_amount: amountText(refund.amount),
      created_at: wibText(refund.createdAt),
      ...(refund.reason !== undefined && { reason: refund.reason }),
      refund_key: refund.key,
      refund_method: 'online',
      ...(refund.confirmedAt !== undefined && { bank_confirmed_at: wibText(refund.confirmedAt) }),
    })),
  };
}
