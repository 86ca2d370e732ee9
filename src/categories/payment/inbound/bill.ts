/** What a vendor that calls us as a server may know of a payment, and whether it may be paid now: pure. */
import type { PaymentRow } from '../payment.rows.js';
import { isOpen, type PaymentStatus } from '../payment-status.js';

/** `closed`: it ended without money, or another provider has it. */
export type BillState = 'open' | 'paid' | 'expired' | 'closed';

/** One attempt of a vendor to pay a bill. */
export interface BillPayment {
  /** The vendor's id of this payment: a repeat has the same. */
  readonly paymentId: string;
  /** Minor units; undefined when what came was no amount. */
  readonly amount?: number;
  readonly currency?: string;
}

/** `accept`: not yet paid, all is right; `repeated`: this very payment was accepted before. */
export type PaymentVerdict =
  'accept' | 'repeated' | 'inconsistent' | 'paid' | 'expired' | 'closed' | 'wrong_amount';

/** What the answers to a vendor's questions show as `found`. */
export type Bill = Readonly<Record<string, unknown>> & { readonly state: BillState };

const HAD_MONEY: ReadonlySet<PaymentStatus> = new Set([
  'paid',
  'paid_late',
  'partially_refunded',
  'refunded',
]);

/** @param isHere whether the asking provider still has the payment: after a fallback another one has it */
export function billStateOf(
  row: Pick<PaymentRow, 'status' | 'expires_at'>,
  { isHere, now }: { readonly isHere: boolean; readonly now: Date },
): BillState {
  if (!isHere) return 'closed';
  if (HAD_MONEY.has(row.status)) return 'paid';
  if (row.status === 'expired') return 'expired';
  // An authorised payment waits for its own vendor, not for more money.
  if (!isOpen(row.status) || row.status === 'authorized') return 'closed';
  return row.expires_at !== null && row.expires_at <= now ? 'expired' : 'open';
}

/** Whether this payment may be taken. A bill that was paid answers the one who paid it as it did before. */
export function verdictOn(
  row: Pick<PaymentRow, 'amount' | 'currency' | 'gateway_transaction_id' | 'paid_at'>,
  state: BillState,
  asked: BillPayment,
): PaymentVerdict {
  const isRight = asked.amount === row.amount && asked.currency === row.currency;
  if (state === 'paid') {
    if (row.gateway_transaction_id !== asked.paymentId) return 'paid';
    return isRight ? 'repeated' : 'inconsistent';
  }
  if (state !== 'open') return state;
  return isRight ? 'accept' : 'wrong_amount';
}

export function toBill(row: PaymentRow, state: BillState): Bill {
  const { customer, description } = row.request;
  const name = [customer?.first_name, customer?.last_name].filter(Boolean).join(' ');
  return {
    state,
    status: row.status,
    reference: row.reference,
    order_id: row.order_id,
    amount: row.amount,
    currency: row.currency,
    method: row.method ?? undefined,
    description,
    customer_name: name === '' ? undefined : name,
    expires_at: row.expires_at?.toISOString(),
    paid_at: row.paid_at?.toISOString(),
    gateway_transaction_id: row.gateway_transaction_id ?? undefined,
    refs: row.refs,
  };
}
