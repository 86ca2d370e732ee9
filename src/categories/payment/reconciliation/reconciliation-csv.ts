import { type CsvCell, toCsv } from '#core/csv/csv.js';
import type { MismatchAnswer, ReportAnswer, TotalsAnswer } from './reconciliation.schemas.js';

const TALLIES = [
  'created',
  'paid',
  'paid_late',
  'failed',
  'expired',
  'cancelled',
  'refunded',
] as const;
const SOURCES = ['webhook', 'poll', 'api', 'operator'] as const;

/** Totals and mismatches share one table, so that a spreadsheet can filter by its first column. */
const HEADER = [
  'record',
  'date',
  'zone',
  'provider_id',
  'provider',
  'currency',
  ...TALLIES.flatMap((name) => [`${name}_count`, `${name}_amount`]),
  'fees_amount',
  'fees_unknown_count',
  'net',
  ...SOURCES.map((name) => `settled_by_${name}`),
  'payment_id',
  'order_id',
  'kind',
  'detail',
  'at',
];
const TOTALS_WIDTH = 1 + TALLIES.length * 2 + 3 + SOURCES.length;

/** Amounts are whole minor units, as everywhere in the API. */
export function toReportCsv(report: ReportAnswer): string {
  const head = (record: string): CsvCell[] => [record, report.date, report.zone];
  const names = new Map(report.totals.map(({ provider }) => [provider.id, provider.name]));
  return toCsv(HEADER, [
    ...report.totals.map((totals) => [...head('total'), ...totalCells(totals)]),
    ...report.mismatches.map((mismatch) => [
      ...head('mismatch'),
      mismatch.provider_id,
      names.get(mismatch.provider_id),
      ...Array.from({ length: TOTALS_WIDTH }, () => null),
      ...mismatchCells(mismatch),
    ]),
  ]);
}

export function csvFileName({ date }: ReportAnswer): string {
  return `reconciliation-${date}.csv`;
}

function totalCells(totals: TotalsAnswer): CsvCell[] {
  return [
    totals.provider.id,
    totals.provider.name,
    totals.currency,
    ...TALLIES.flatMap((name) => [totals[name].count, totals[name].amount]),
    totals.fees.amount,
    totals.fees.unknown_count,
    totals.net,
    ...SOURCES.map((name) => totals.settled_by[name]),
    ...Array.from({ length: 5 }, () => null),
  ];
}

function mismatchCells(mismatch: MismatchAnswer): CsvCell[] {
  return [mismatch.payment_id, mismatch.order_id, mismatch.kind, mismatch.detail, mismatch.at];
}
