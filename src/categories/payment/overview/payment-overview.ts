import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type {
  DayFigure,
  DayFigureSource,
  DaySpan,
  FallbackCost,
  FallbackCostSource,
  FallbackQuestion,
  MoneySum,
} from '#core/overview/overview-sources.js';

interface CostRow extends MoneySum {
  readonly provider_id: string;
  readonly count: number;
  readonly unknown: number;
}

/** What the first page says about payments: what came in, and what fallbacks cost. */
@Injectable()
export class PaymentOverview implements DayFigureSource, FallbackCostSource {
  readonly id = 'payments';
  readonly scope = 'payments:read';

  constructor(private readonly database: Database) {}

  /** Money that came in, late or not; of held money what was captured. Index-only over payments_paid. */
  async count({ from, to, propertyId }: DaySpan): Promise<DayFigure> {
    const rows = await this.database.query<MoneySum & { count: number }>(
      `SELECT currency, count(*) AS count, sum(coalesce(captured_amount, amount))::bigint AS amount FROM payments
       WHERE paid_at >= $1 AND paid_at < $2 AND ($3::uuid IS NULL OR property_id = $3) GROUP BY 1 ORDER BY 3 DESC`,
      [from, to, propertyId],
    );
    return {
      count: rows.reduce((sum, { count }) => sum + count, 0),
      sums: rows.map(({ amount, currency }) => ({ amount, currency })),
    };
  }

  async hasAny(propertyId: string | null): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT FROM payments WHERE paid_at IS NOT NULL AND ($1::uuid IS NULL OR property_id = $1) LIMIT 1',
      [propertyId],
    );
    return rows.length > 0;
  }

  /** Payments that another provider took over from this one. Plan: payments_fallback, which holds those alone. */
  async cost({ fromProviderId, since, propertyId }: FallbackQuestion): Promise<FallbackCost[]> {
    const rows = await this.database.query<CostRow>(
      `SELECT provider_id, currency, count(*) AS count,
              coalesce(sum((routing->'fallback'->>'extra_cost')::bigint), 0)::bigint AS amount,
              count(*) FILTER (WHERE routing->'fallback'->>'extra_cost' IS NULL) AS unknown
       FROM payments
       WHERE routing->'fallback' IS NOT NULL AND routing->'fallback'->>'from_provider_id' = $1
         AND created_at >= $2 AND ($3::uuid IS NULL OR property_id = $3)
         AND status NOT IN ('failed', 'expired', 'cancelled')
       GROUP BY 1, 2`,
      [fromProviderId, since, propertyId],
    );
    return [...Map.groupBy(rows, (row) => row.provider_id)].map(([toProviderId, costs]) => ({
      fromProviderId,
      toProviderId,
      count: total(costs, 'count'),
      unknown: total(costs, 'unknown'),
      extra: costs.map(({ amount, currency }) => ({ amount, currency })),
    }));
  }
}

function total(rows: readonly CostRow[], field: 'count' | 'unknown'): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}
