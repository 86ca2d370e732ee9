import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { feeOfProvider } from '../fees/provider-fee.js';
import { DayTotalsRepository } from './day-totals.repository.js';
import { HotelDays } from './hotel-days.service.js';
import { MismatchRepository } from './mismatch.repository.js';
import { netOf, type ProviderTotals, toTotals } from './provider-totals.js';
import { csvFileName, toReportCsv } from './reconciliation-csv.js';
import type { DayFilter, Mismatch, PaidRow } from './reconciliation.rows.js';
import type {
  DayQuery,
  MismatchAnswer,
  ReportAnswer,
  ReportQuery,
  TotalsAnswer,
} from './reconciliation.schemas.js';
import { RunRepository } from './run.repository.js';
import { toRunAnswer } from './run.mapper.js';

const SHOWN_MISMATCHES = 1_000;
/** More lines than that no spreadsheet opens with pleasure. */
const WRITTEN_MISMATCHES = 50_000;

export interface ReportFile {
  readonly contentType: string;
  readonly disposition: string;
  readonly body: ReportAnswer | string;
}

/** The books of one hotel day. */
@Injectable()
export class ReconciliationReports {
  constructor(
    private readonly days: HotelDays,
    private readonly totals: DayTotalsRepository,
    private readonly mismatches: MismatchRepository,
    private readonly runs: RunRepository,
    private readonly providers: ProviderRegistry,
  ) {}

  /** As JSON, or as a file for spreadsheets where the query or, without its word, the client asks for it. */
  async answer(
    { format, ...query }: ReportQuery,
    accept: string | undefined,
    principal: Principal,
  ): Promise<ReportFile> {
    const wanted = format ?? (accept?.toLowerCase().includes('text/csv') ? 'csv' : 'json');
    return wanted === 'csv' ? this.csv(query, principal) : this.json(query, principal);
  }

  async csv(query: DayQuery, principal: Principal): Promise<ReportFile> {
    const report = await this.report(query, principal, WRITTEN_MISMATCHES);
    return {
      contentType: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${csvFileName(report)}"`,
      body: toReportCsv(report),
    };
  }

  private async json(query: DayQuery, principal: Principal): Promise<ReportFile> {
    return {
      contentType: 'application/json; charset=utf-8',
      disposition: 'inline',
      body: await this.report(query, principal, SHOWN_MISMATCHES),
    };
  }

  private async report(
    query: DayQuery,
    principal: Principal,
    limit: number,
  ): Promise<ReportAnswer> {
    const { day, filter } = await this.days.resolve(query, principal);
    const [totals, mismatches, run] = await Promise.all([
      this.totalsOf(filter),
      this.mismatches.list(filter, limit),
      this.runs.findLatest(day, filter.scope),
    ]);
    return {
      date: day.date,
      zone: day.zone,
      property_id: filter.scope.kind === 'property' ? filter.scope.propertyId : null,
      from: day.from.toISOString(),
      to: day.to.toISOString(),
      totals: totals.map((one) => this.present(one)),
      mismatches: mismatches.items.map(toMismatchAnswer),
      mismatch_count: mismatches.total,
      verification: run ? toRunAnswer(run) : null,
    };
  }

  private async totalsOf(filter: DayFilter): Promise<ProviderTotals[]> {
    const [created, ended, refunded, paid] = await Promise.all([
      this.totals.created(filter),
      this.totals.ended(filter),
      this.totals.refunded(filter),
      this.totals.paid(filter),
    ]);
    return toTotals([...created, ...ended, ...refunded], paid, (row) => this.feeOf(row));
  }

  private feeOf(row: PaidRow): number | null {
    const provider = this.providers.find(row.provider_id);
    const { amount, currency } = row;
    return provider
      ? feeOfProvider(provider, { method: row.method ?? undefined, amount, currency })
      : null;
  }

  private present(totals: ProviderTotals): TotalsAnswer {
    const provider = this.providers.find(totals.providerId);
    const { providerId, currency, fees, feesUnknown, settledBy, ...tallies } = totals;
    return {
      provider: {
        id: providerId,
        slug: provider?.slug ?? '',
        name: provider?.name ?? '',
      },
      currency,
      ...tallies,
      fees: { amount: fees.amount, known_count: fees.count, unknown_count: feesUnknown },
      net: netOf(totals),
      settled_by: settledBy,
    };
  }
}

function toMismatchAnswer(mismatch: Mismatch): MismatchAnswer {
  return { ...mismatch, at: mismatch.at.toISOString() };
}
