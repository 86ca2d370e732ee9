/** How much of a payment came in, and whether what a vendor says fits to that. */
import type { PaymentState } from './payment.port.js';
import type { PaymentRow } from './payment.rows.js';
import { claimsMoney } from './payment-status.js';

type Sums = Pick<PaymentRow, 'amount' | 'captured_amount'>;
type Held = Pick<PaymentRow, 'status' | 'request' | 'captured_amount' | 'capture_asked'>;

/** What a vendor said about money; either side of it may be missing. */
export type SaidAmount = Pick<PaymentState, 'status' | 'amount' | 'unreadAmount' | 'currency'>;

/** What can be given back at most: of money that was held first, what was taken. */
export function receivedAmount({ amount, captured_amount: captured }: Sums): number {
  return captured ?? amount;
}

/** Whether the money is, or was, only held at first, so that a part of it may be taken. */
export function wasHeld(row: Held): boolean {
  return (
    row.status === 'authorized' ||
    row.request.capture === 'manual' ||
    row.captured_amount !== null ||
    row.capture_asked !== null
  );
}

/** Undefined when it is the same, or when nothing is claimed. Vendors that name no amount can't be compared. */
export function differenceOf(row: Held & PaymentRow, said: SaidAmount): string | undefined {
  if (said.status === undefined || !claimsMoney(said.status)) return undefined;
  if (said.unreadAmount !== undefined) {
    return `the vendor says "${said.unreadAmount}", which is no amount in ${row.currency}`;
  }
  if (said.currency !== undefined && said.currency !== row.currency) {
    return `the vendor says ${said.currency}, the payment is in ${row.currency}`;
  }
  if (said.amount === undefined || said.amount === row.amount || isCapture(row, said)) {
    return undefined;
  }
  return `the vendor says ${said.amount}, the payment is over ${row.amount} ${row.currency}`;
}

/** A part of what was held; once something was taken, that very sum. */
function isCapture(row: Held & PaymentRow, { status, amount = 0 }: SaidAmount): boolean {
  if (status !== 'paid' || !wasHeld(row)) return false;
  if (row.captured_amount !== null) return amount === row.captured_amount;
  return amount > 0 && amount < row.amount;
}
