import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { NOT_ASKED } from '#monitoring/figures/call-outcomes.js';
import type { UsagePeriod } from './usage-period.js';

export interface OperationRow {
  readonly provider_id: string;
  readonly operation: string;
  readonly calls: number;
  readonly succeeded: number;
}

export interface CallCountRow {
  readonly provider_id: string;
  readonly month: number;
  readonly day: number;
}

/**
 * Calls that vendors were asked, out of the figures by day: these are written in one statement with the log rows, so each
 * call counts once. They are kept for 800 days, longer than the log itself.
 */
@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  /** Plan: `call_figures_provider` (step, provider_id, at). */
  operations(period: UsagePeriod, providerIds: readonly string[]): Promise<OperationRow[]> {
    return this.database.query<OperationRow>(
      `SELECT provider_id, operation, sum(calls)::bigint AS calls,
              coalesce(sum(calls) FILTER (WHERE outcome = 'ok'), 0)::bigint AS succeeded
       FROM call_figures
       WHERE step = 'day' AND provider_id = ANY ($1::uuid[]) AND at >= $2 AND at < $3 AND outcome <> ALL ($4::text[])
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [providerIds, period.from, period.to, NOT_ASKED],
    );
  }

  /** The running month and day of some providers. Plan: as above. */
  counts(
    providerIds: readonly string[],
    { month, day }: { readonly month: UsagePeriod; readonly day: UsagePeriod },
  ): Promise<CallCountRow[]> {
    return this.database.query<CallCountRow>(
      `SELECT provider_id, sum(calls)::bigint AS month,
              coalesce(sum(calls) FILTER (WHERE at >= $3), 0)::bigint AS day
       FROM call_figures
       WHERE step = 'day' AND provider_id = ANY ($1::uuid[]) AND at >= $2 AND outcome <> ALL ($4::text[])
       GROUP BY 1`,
      [providerIds, month.from, day.from, NOT_ASKED],
    );
  }
}
