/** The sums of a day, one entry for each provider and currency; pure arithmetic on integers. */
import type { PaymentEventSource } from '../payment.rows.js';
import type { CountedRow, PaidRow } from './reconciliation.rows.js';

export interface Tally {
  count: number;
  /** Minor units. */
  amount: number;
}

export interface ProviderTotals {
  readonly providerId: string;
  readonly currency: string;
  readonly created: Tally;
  readonly paid: Tally;
  readonly paid_late: Tally;
  readonly failed: Tally;
  readonly expired: Tally;
  readonly cancelled: Tally;
  readonly refunded: Tally;
  /** `count`: payments whose fee is known; by the fee table, so an estimate. */
  readonly fees: Tally;
  /** Paid payments whose fee the table does not tell. */
  feesUnknown: number;
  /** Paid payments by who brought the news. */
  readonly settledBy: Record<SettledBy, number>;
}

export type SettledBy = PaymentEventSource | 'unknown';
type TallyName = 'created' | 'failed' | 'expired' | 'cancelled' | 'refunded';

/** @param feeOf minor units for one such payment, null when it is not known */
export function toTotals(
  counted: readonly CountedRow[],
  paid: readonly PaidRow[],
  feeOf: (row: PaidRow) => number | null,
): ProviderTotals[] {
  const totals = new Map<string, ProviderTotals>();
  const of = (row: { provider_id: string; currency: string }): ProviderTotals => {
    const key = `${row.provider_id} ${row.currency}`;
    const entry = totals.get(key) ?? emptyTotals(row.provider_id, row.currency);
    totals.set(key, entry);
    return entry;
  };
  for (const row of counted) add(of(row)[row.name as TallyName], row.count, row.amount);
  for (const row of paid) addPaid(of(row), row, feeOf(row));
  return [...totals.values()];
}

/** What is left of the day's money: taken, minus what went back, minus the fees that are known. */
export function netOf({ paid, paid_late: late, refunded, fees }: ProviderTotals): number {
  return paid.amount + late.amount - refunded.amount - fees.amount;
}

function addPaid(totals: ProviderTotals, row: PaidRow, fee: number | null): void {
  add(row.is_late ? totals.paid_late : totals.paid, row.count, row.amount * row.count);
  totals.settledBy[row.source ?? 'unknown'] += row.count;
  if (fee === null) {
    totals.feesUnknown += row.count;
  } else {
    add(totals.fees, row.count, fee * row.count);
  }
}

function add(tally: Tally, count: number, amount: number): void {
  tally.count += count;
  tally.amount += amount;
}

function emptyTotals(providerId: string, currency: string): ProviderTotals {
  const none = (): Tally => ({ count: 0, amount: 0 });
  return {
    providerId,
    currency,
    created: none(),
    paid: none(),
    paid_late: none(),
    failed: none(),
    expired: none(),
    cancelled: none(),
    refunded: none(),
    fees: none(),
    feesUnknown: 0,
    settledBy: { webhook: 0, poll: 0, api: 0, operator: 0, timer: 0, unknown: 0 },
  };
}
