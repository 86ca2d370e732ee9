import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { onlyRow } from '#core/database/only-row.js';
import type { RefundRow, RefundStatus, StoredFailure } from './payment.rows.js';

export interface RefundChange {
  readonly status?: RefundStatus;
  readonly gatewayRefundId?: string;
  readonly failure?: StoredFailure;
  readonly nextCheckAt?: Date | null;
}

export interface NewRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly source?: RefundRow['source'];
  readonly via?: RefundRow['via'];
  readonly status?: RefundStatus;
  readonly gatewayRefundId?: string;
  readonly isHeld?: boolean;
  readonly nextCheckAt: Date | null;
}

/** Rows of `refunds`. */
@Injectable()
export class RefundRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  ofPayment(paymentId: string): Promise<RefundRow[]> {
    return this.database.query<RefundRow>(
      'SELECT * FROM refunds WHERE payment_id = $1 ORDER BY id DESC',
      [paymentId],
    );
  }

  async insert(tx: Sql, refund: NewRefund): Promise<RefundRow> {
    const rows = await tx.query<RefundRow>(
      `INSERT INTO refunds (id, payment_id, reference, amount, currency, reason, status, next_check_at, source, via,
                            gateway_refund_id, is_held)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING *`,
      [
        refund.id,
        refund.paymentId,
        refund.reference,
        refund.amount,
        refund.currency,
        refund.reason,
        refund.status ?? 'created',
        refund.nextCheckAt,
        refund.source ?? 'api',
        refund.via ?? 'vendor',
        refund.gatewayRefundId ?? null,
        refund.isHeld ?? false,
      ],
    );
    return onlyRow(rows);
  }

  /** Money that is given back or on its way. */
  async promised(tx: Sql, paymentId: string): Promise<number> {
    const [row] = await tx.query<{ sum: number }>(
      `SELECT coalesce(sum(amount), 0)::bigint AS sum FROM refunds WHERE payment_id = $1 AND status <> 'failed'`,
      [paymentId],
    );
    return row?.sum ?? 0;
  }

  async succeeded(tx: Sql, paymentId: string): Promise<number> {
    const [row] = await tx.query<{ sum: number }>(
      `SELECT coalesce(sum(amount), 0)::bigint AS sum FROM refunds WHERE payment_id = $1 AND status = 'succeeded'`,
      [paymentId],
    );
    return row?.sum ?? 0;
  }

  async lock(tx: Sql, id: string): Promise<RefundRow | undefined> {
    const [row] = await tx.query<RefundRow>('SELECT * FROM refunds WHERE id = $1 FOR UPDATE', [id]);
    return row;
  }

  async findById(id: string): Promise<RefundRow | undefined> {
    const [row] = await this.database.query<RefundRow>('SELECT * FROM refunds WHERE id = $1', [id]);
    return row;
  }

  /**
   * The refund that a vendor means, among those of the given providers: by our reference, else by the vendor's own
   * id, which another account may have given out, too.
   */
  async findByVendor(
    providerIds: readonly string[],
    ids: { readonly reference?: string; readonly gatewayRefundId?: string },
  ): Promise<RefundRow | undefined> {
    const [row] = await this.database.query<RefundRow>(
      `SELECT r.* FROM refunds r JOIN payments p ON p.id = r.payment_id
       WHERE (r.reference = $1 OR ($1::text IS NULL AND r.gateway_refund_id = $2))
         AND p.provider_id = ANY ($3::uuid[]) LIMIT 1`,
      [ids.reference ?? null, ids.gatewayRefundId ?? null, providerIds],
    );
    return row;
  }

  async change(tx: Sql, id: string, change: RefundChange): Promise<RefundRow> {
    const rows = await tx.query<RefundRow>(
      `UPDATE refunds SET status = coalesce($2, status), gateway_refund_id = coalesce($3, gateway_refund_id),
              failure = coalesce($4::jsonb, failure),
              next_check_at = CASE WHEN $5 THEN $6::timestamptz ELSE next_check_at END, updated_at = now()
       WHERE id = $1 RETURNING *`,
      [
        id,
        change.status ?? null,
        change.gatewayRefundId ?? null,
        change.failure ? JSON.stringify(change.failure) : null,
        change.nextCheckAt !== undefined,
        change.nextCheckAt ?? null,
      ],
    );
    return onlyRow(rows);
  }

  /** The vendor is about to be asked for a refund that was held; undefined when somebody else is. */
  async letGo(id: string): Promise<RefundRow | undefined> {
    const [row] = await this.database.query<RefundRow>(
      `UPDATE refunds SET is_held = false, updated_at = now()
       WHERE id = $1 AND is_held AND status = 'created' RETURNING *`,
      [id],
    );
    return row;
  }

  async scheduleCheck(id: string, at: Date): Promise<void> {
    await this.database.query('UPDATE refunds SET next_check_at = $2 WHERE id = $1', [id, at]);
  }

  /** A look that was not taken, since the provider is paused: it counts for nothing. */
  async waitWithCheck(id: string, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE refunds SET next_check_at = $2, check_count = greatest(check_count - 1, 0)
       WHERE id = $1 AND next_check_at IS NOT NULL`,
      [id, at],
    );
  }

  /** Refunds whose check is due, claimed for a while. */
  async claimDue(limit: number, leaseMs: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE refunds SET next_check_at = now() + make_interval(secs => $2::double precision / 1000),
              check_count = check_count + 1
       WHERE id IN (SELECT id FROM refunds WHERE next_check_at <= now()
                    ORDER BY next_check_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit, leaseMs],
    );
    return rows.map((row) => row.id);
  }
}
