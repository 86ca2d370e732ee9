import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';

/** An item that a worker holds. */
export interface HeldItem {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: number | null;
  readonly reason: string | null;
  /** Set when a worker before this one died after it had begun. */
  readonly refund_id: string | null;
  /** Tries before this one. */
  readonly attempts: number;
}

/**
 * The work on batches: what is due, who holds it, how it ended. An item is held by a lease, so that one whose
 * worker died is taken up by another.
 */
@Injectable()
export class BatchWorkRepository {
  constructor(private readonly database: Database) {}

  /** Batches with work, each given to one caller for a while. */
  async takeDue(limit: number, leaseMs: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE refund_batches SET due_at = now() + make_interval(secs => $2::double precision / 1000)
       WHERE id IN (SELECT id FROM refund_batches WHERE due_at <= now()
                    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit, leaseMs],
    );
    return rows.map((row) => row.id);
  }

  /** For a hub that is alone: nobody else can hold anything. */
  async takeBackAll(): Promise<void> {
    await this.database.query(
      `UPDATE refund_batch_items SET due_at = now() WHERE status = 'running'`,
    );
    await this.database.query('UPDATE refund_batches SET due_at = now() WHERE due_at IS NOT NULL');
  }

  /** The next items, in their order; the batch itself is held as long. */
  async hold(batchId: string, limit: number, leaseMs: number): Promise<HeldItem[]> {
    return this.database.query<HeldItem>(
      `WITH lease AS (SELECT now() + make_interval(secs => $3::double precision / 1000) AS ends),
       batch AS (UPDATE refund_batches SET due_at = (SELECT ends FROM lease) WHERE id = $1)
       UPDATE refund_batch_items SET status = 'running', due_at = (SELECT ends FROM lease), updated_at = now()
       WHERE id IN (SELECT id FROM refund_batch_items WHERE batch_id = $1 AND due_at <= now()
                    ORDER BY number LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id, payment_id, amount, reason, refund_id, attempts`,
      [batchId, limit, leaseMs],
    );
  }

  /** Ties a refund to the item in the transaction that writes it; false when the item has one. */
  async claim(tx: Sql, itemId: string, refundId: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE refund_batch_items SET refund_id = $2
       WHERE id = $1 AND refund_id IS NULL AND status = 'running' RETURNING id`,
      [itemId, refundId],
    );
    return rows.length > 0;
  }

  async finish(itemId: string, status: 'asked' | 'failed', error: unknown): Promise<void> {
    await this.database.query(
      `UPDATE refund_batch_items SET status = $2, error = $3, due_at = NULL, attempts = attempts + 1, updated_at = now()
       WHERE id = $1`,
      [itemId, status, error === undefined ? null : JSON.stringify(error)],
    );
  }

  /** Not tried at all yet, and no try is lost: its provider is paused. */
  async wait(itemId: string, { waitMs, error }: { waitMs: number; error: unknown }): Promise<void> {
    await this.database.query(
      `UPDATE refund_batch_items SET status = 'queued', error = $3,
              due_at = now() + make_interval(secs => $2::double precision / 1000), updated_at = now()
       WHERE id = $1`,
      [itemId, waitMs, JSON.stringify(error)],
    );
  }

  /**
   * Another try later.
   *
   * @param isFree nothing happened at the vendor, so the next try makes a refund of its own
   */
  async postpone(
    itemId: string,
    { waitMs, error, isFree }: { waitMs: number; error: unknown; isFree: boolean },
  ): Promise<void> {
    await this.database.query(
      `UPDATE refund_batch_items SET status = 'queued', refund_id = CASE WHEN $4 THEN NULL ELSE refund_id END, error = $3, attempts = attempts + 1,
              due_at = now() + make_interval(secs => $2::double precision / 1000), updated_at = now()
       WHERE id = $1`,
      [itemId, waitMs, JSON.stringify(error), isFree],
    );
  }

  /** Given back untouched, because the hub stops. */
  async putBack(itemIds: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE refund_batch_items SET status = 'queued', due_at = now()
       WHERE id = ANY ($1::uuid[]) AND status = 'running' AND refund_id IS NULL`,
      [itemIds],
    );
  }

  /** The batch is due again when its next item is, and never when all have ended. */
  async release(batchId: string): Promise<void> {
    await this.database.query(
      `UPDATE refund_batches b SET due_at = (SELECT min(due_at) FROM refund_batch_items WHERE batch_id = b.id)
       WHERE id = $1`,
      [batchId],
    );
  }
}
