import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Rounds } from '#core/time/rounds.js';

export type FigureStep = 'minute' | 'hour' | 'day';

export interface BucketRow {
  readonly provider_id: string;
  readonly outcome: string;
  readonly bucket: number;
  readonly calls: number;
}

export interface PointRow {
  readonly at: Date;
  readonly outcome: string;
  readonly bucket: number;
  readonly calls: number;
}

export interface FailureRow {
  readonly provider_id: string;
  readonly outcome: string;
  readonly operation: string;
  readonly error_message: string | null;
  readonly created_at: Date;
}

export interface FigureRange {
  readonly step: FigureStep;
  readonly since: Date;
}

/**
 * Points that are `widthS` apart from `since` on, and everything from `before` to there as one.
 * Of what was before, whole days are read as days.
 */
export interface FigureSpan extends FigureRange {
  readonly before: Date;
  readonly widthS: number;
  readonly days: WholeDays;
}

/** Midnights (UTC) of the first and after the last whole day; equal where there is none. */
export interface WholeDays {
  readonly from: Date;
  readonly to: Date;
}

/** `at` is null for what was before the span. */
export interface SpanRow extends Omit<PointRow, 'at'> {
  readonly at: Date | null;
}

/** Whole days, and the hours of the day in which the range begins: a few rows for a month, and exact to the hour. */
export interface DayRange {
  readonly since: Date;
  readonly firstMidnight: Date;
}

/** Counted calls: a few rows a minute and provider, however many calls there were. */
@Injectable()
export class CallFiguresRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'forgetting old figures',
      everyMs: 3_600_000,
      run: () => this.forgetOld(),
    });
  }

  /** One histogram for each provider and outcome. Index-only over (step, at). */
  histograms({ step, since }: FigureRange): Promise<BucketRow[]> {
    return this.database.query<BucketRow>(
      `SELECT provider_id, outcome, bucket, sum(calls)::bigint AS calls FROM call_figures
       WHERE step = $1 AND at >= $2 GROUP BY 1, 2, 3`,
      [step, since],
    );
  }

  /** The same for a range of days. */
  histogramsOfDays({ since, firstMidnight }: DayRange): Promise<BucketRow[]> {
    return this.database.query<BucketRow>(
      `SELECT provider_id, outcome, bucket, sum(calls)::bigint AS calls FROM (
         SELECT provider_id, outcome, bucket, calls FROM call_figures WHERE step = 'day' AND at >= $1
         UNION ALL
         SELECT provider_id, outcome, bucket, calls FROM call_figures WHERE step = 'hour' AND at >= $2 AND at < $1
       ) AS counted GROUP BY 1, 2, 3`,
      [firstMidnight, since],
    );
  }

  /** The same over time, for one provider. */
  points(providerId: string, { step, since }: FigureRange): Promise<PointRow[]> {
    return this.database.query<PointRow>(
      `SELECT at, outcome, bucket, sum(calls)::bigint AS calls FROM call_figures
       WHERE step = $1 AND provider_id = $2 AND at >= $3 GROUP BY 1, 2, 3 ORDER BY at`,
      [step, providerId, since],
    );
  }

  /** Several providers together over time. Three ranges of the index (step, provider_id, at): up to the whole days, those, and on from there. */
  span(providerIds: readonly string[], { step, since, before, widthS, days }: FigureSpan) {
    return this.database.query<SpanRow>(
      `SELECT CASE WHEN at >= $3 THEN date_bin(make_interval(secs => $5), at, $3) END AS at, outcome, bucket,
              sum(calls)::bigint AS calls
       FROM (
         SELECT at, outcome, bucket, calls FROM call_figures
         WHERE step = $1 AND provider_id = ANY ($2) AND at >= $4 AND at < $6
         UNION ALL
         SELECT at, outcome, bucket, calls FROM call_figures
         WHERE step = 'day' AND provider_id = ANY ($2) AND at >= $6 AND at < $7
         UNION ALL
         SELECT at, outcome, bucket, calls FROM call_figures
         WHERE step = $1 AND provider_id = ANY ($2) AND at >= $7
       ) AS counted GROUP BY 1, 2, 3`,
      [step, providerIds, since, before, widthS, days.from, days.to],
    );
  }

  /** Every provider since a moment of today, in stretches of so many seconds. */
  recent(since: Date, widthS: number): Promise<(PointRow & { readonly provider_id: string })[]> {
    return this.database.query(
      `SELECT provider_id, date_bin(make_interval(secs => $2), at, $1) AS at, outcome, bucket, sum(calls)::bigint AS calls
       FROM call_figures WHERE step = 'minute' AND at >= $1 GROUP BY 1, 2, 3, 4`,
      [since, widthS],
    );
  }

  /** The last failure of each provider; one descent of the index of failures each. */
  lastFailures(providerIds: readonly string[]): Promise<FailureRow[]> {
    return this.database.query<FailureRow>(
      `SELECT f.* FROM unnest($1::uuid[]) AS p (id) CROSS JOIN LATERAL (
         SELECT provider_id, outcome, operation, error_message, created_at FROM integration_logs l
         WHERE l.provider_id = p.id AND l.outcome <> 'ok' ORDER BY l.id DESC LIMIT 1) AS f`,
      [providerIds],
    );
  }

  /** Erases what is finer than anybody looks at any more. */
  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM call_figures WHERE (step = 'minute' AND at < now() - interval '3 days')
         OR (step = 'hour' AND at < now() - interval '100 days')
         OR (step = 'day' AND at < now() - interval '800 days')`,
    );
  }
}
