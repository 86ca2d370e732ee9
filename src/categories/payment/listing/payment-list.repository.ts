import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { PaymentRow } from '../payment.rows.js';
import { type FilterSql, type PaymentFilter, toFilterSql } from './payment-filter.js';

export interface PaymentSlice {
  readonly afterId?: string | undefined;
  readonly limit: number;
}

export interface CurrencyTotals {
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
  readonly received: number;
  readonly refunded: number;
}

/** What came in, as `receivedAmount` says for one row. */
const RECEIVED = `CASE WHEN status IN ('paid', 'paid_late', 'partially_refunded', 'refunded')
  THEN coalesce(captured_amount, amount) ELSE 0 END`;

/** Lists of payments, by whatever they are narrowed to. Unnamed statements are planned with their values. */
@Injectable()
export class PaymentListRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, `limit` at most. */
  list(filter: PaymentFilter, { afterId, limit }: PaymentSlice): Promise<PaymentRow[]> {
    const sql = toFilterSql(filter);
    const slice = this.sliceOf(sql, { afterId, limit });
    return this.database.query<PaymentRow>(
      `SELECT * FROM payments WHERE id IN (${slice}) ORDER BY id DESC LIMIT ${limit}`,
      sql.params,
    );
  }

  /** Sums by currency over the newest `limit` payments. */
  totals(filter: PaymentFilter, limit: number): Promise<CurrencyTotals[]> {
    const sql = toFilterSql(filter);
    const rows =
      sql.branches.length === 0
        ? `SELECT currency, status, amount, captured_amount, refunded_amount FROM payments
           WHERE ${sql.where} LIMIT ${limit}`
        : `SELECT * FROM payments WHERE id IN (${this.sliceOf(sql, { limit })}) LIMIT ${limit}`;
    return this.database.query<CurrencyTotals>(
      `SELECT currency, count(*) AS count, sum(amount)::bigint AS amount, sum(${RECEIVED})::bigint AS received,
              sum(refunded_amount)::bigint AS refunded
       FROM (${rows}) AS found GROUP BY currency ORDER BY count DESC`,
      sql.params,
    );
  }

  /** Ids of the newest; each thing that a text may be is looked for by itself, so that each goes by its index. */
  private sliceOf(
    { where, branches, params }: FilterSql,
    { afterId, limit }: PaymentSlice,
  ): string {
    const after = afterId === undefined ? '' : ` AND id < $${params.push(afterId)}`;
    const wanted = branches.length === 0 ? ['true'] : branches;
    return wanted
      .map(
        (branch) =>
          `(SELECT id FROM (SELECT id FROM payments WHERE ${where} AND ${branch}${after} ${fenceOf(branch)}) AS found
            ORDER BY id DESC LIMIT ${limit})`,
      )
      .join(' UNION ');
  }
}

/** The planner takes a name for more common than it is and would read the names of all payments, newest first. */
function fenceOf(branch: string): string {
  return branch.includes('to_tsquery') ? 'OFFSET 0' : '';
}
