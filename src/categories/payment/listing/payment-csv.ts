/** A payment as a line of a spreadsheet. Guests are masked: a file is passed on. */
import type { CsvCell } from '#core/csv/csv.js';
import { toDecimal } from '#core/money/money.js';
import { formatInZone } from '#core/time/zones.js';
import { toMaskedGuest } from '../guests/guest-of-payment.js';
import { receivedAmount } from '../payment-amounts.js';
import type { PaymentRow } from '../payment.rows.js';
import { hasMoney, type PaymentStatus } from '../payment-status.js';

interface Told {
  readonly zone: string;
  readonly nameOf: (providerId: string) => string;
}

type Column = readonly [title: string, cell: (row: PaymentRow, told: Told) => CsvCell];

const COLUMNS: readonly Column[] = [
  ['order_id', (row) => row.order_id],
  ['status', (row) => shown(row.status)],
  ['currency', (row) => row.currency],
  ['amount', (row) => plain(row.amount, row.currency)],
  ['received', (row) => plain(hasMoney(row.status) ? receivedAmount(row) : 0, row.currency)],
  ['refunded', (row) => plain(row.refunded_amount, row.currency)],
  ['provider', (row, { nameOf }) => nameOf(row.provider_id)],
  ['feature', (row) => row.feature_key],
  ['method', (row) => row.method],
  ['guest', (row) => toMaskedGuest(row.request.customer)?.name],
  ['created_at', (row, { zone }) => localTime(row.created_at, zone)],
  ['paid_at', (row, { zone }) => localTime(row.paid_at, zone)],
  ['zone', (_row, { zone }) => zone],
  ['vendor_id', (row) => row.gateway_transaction_id],
  ['reference', (row) => row.reference],
  ['id', (row) => row.id],
];

export const PAYMENT_CSV_HEADER: readonly string[] = COLUMNS.map(([title]) => title);

export function toPaymentCells(row: PaymentRow, told: Told): CsvCell[] {
  return COLUMNS.map(([, cell]) => cell(row, told));
}

/** What is being created is shown as what it means: nobody knows yet. */
function shown(status: PaymentStatus): string {
  return status === 'created' ? 'pending_confirmation' : status;
}

/** As a number, so that a spreadsheet can sum it: `150000` IDR, `10.50` USD. */
function plain(amount: number, currency: string): string {
  return toDecimal(amount, currency);
}

function localTime(at: Date | null, zone: string): CsvCell {
  return at && String(formatInZone(at, 'yyyy-MM-dd HH:mm:ss', zone));
}
