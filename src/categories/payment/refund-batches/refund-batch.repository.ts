import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import type { BatchItemAnswer, ItemStatus } from './refund-batch.schemas.js';

export type BatchCounts = Readonly<Record<ItemStatus, number>>;

/** A row of `refund_batches` and how its items stand. */
export interface RefundBatchRow extends BatchCounts {
  readonly id: string;
  readonly property_id: string | null;
  readonly total: number;
  readonly cancelled_at: Date | null;
  readonly created_at: Date;
}

/** A row of `refund_batch_items`, its status as the refund has it. */
export interface BatchItemRow {
  readonly id: string;
  readonly number: number;
  readonly payment_id: string;
  readonly amount: number | null;
  readonly reason: string | null;
  readonly status: ItemStatus;
  readonly refund_id: string | null;
  readonly error: BatchItemAnswer['error'];
  readonly attempts: number;
  readonly updated_at: Date;
}

export interface NewBatch {
  readonly id: string;
  readonly actor: Actor;
  readonly items: readonly {
    readonly id: string;
    readonly paymentId: string;
    readonly amount: number | null;
    readonly reason: string | null;
  }[];
}

const actorSchema = z.object({
  principal: z.object({
    kind: z.enum(['api_key', 'user', 'system']),
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    propertyId: z.string().nullable(),
  }),
  ip: z.string().optional(),
});

/** What an item says once its refund is asked for is the refund's own word. */
const ITEM_STATUS = `
  CASE WHEN i.status <> 'asked' THEN i.status WHEN r.status = 'created' THEN 'pending' ELSE r.status END`;

const BATCHES = `
  SELECT b.id, b.property_id, b.total, b.cancelled_at, b.created_at,
    count(*) FILTER (WHERE s.status = 'queued')::int AS queued,
    count(*) FILTER (WHERE s.status = 'running')::int AS running,
    count(*) FILTER (WHERE s.status = 'pending')::int AS pending,
    count(*) FILTER (WHERE s.status = 'succeeded')::int AS succeeded,
    count(*) FILTER (WHERE s.status = 'failed')::int AS failed,
    count(*) FILTER (WHERE s.status = 'cancelled')::int AS cancelled
  FROM refund_batches b CROSS JOIN LATERAL (
    SELECT ${ITEM_STATUS} AS status FROM refund_batch_items i LEFT JOIN refunds r ON r.id = i.refund_id
    WHERE i.batch_id = b.id
  ) s`;

/** Rows of `refund_batches` and their items, as the API sees them. */
@Injectable()
export class RefundBatchRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Sql, { id, actor, items }: NewBatch): Promise<void> {
    await tx.query(
      `INSERT INTO refund_batches (id, property_id, actor, total, due_at) VALUES ($1, $2, $3, $4, now())`,
      [id, actor.principal.propertyId, JSON.stringify(actor), items.length],
    );
    await tx.query(
      `INSERT INTO refund_batch_items (id, batch_id, number, payment_id, amount, reason, status, due_at)
       SELECT t.id, $1, t.number, t.payment_id, t.amount, t.reason, 'queued', now()
       FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[])
         WITH ORDINALITY AS t (id, payment_id, amount, reason, number)`,
      [
        id,
        items.map((item) => item.id),
        items.map((item) => item.paymentId),
        items.map((item) => item.amount),
        items.map((item) => item.reason),
      ],
    );
  }

  async findById(sql: Sql, id: string): Promise<RefundBatchRow | undefined> {
    const [row] = await sql.query<RefundBatchRow>(`${BATCHES} WHERE b.id = $1 GROUP BY b.id`, [id]);
    return row;
  }

  /** Newest first, one more than asked. */
  list(
    propertyId: string | null,
    afterId: string | undefined,
    limit: number,
  ): Promise<RefundBatchRow[]> {
    return this.database.query<RefundBatchRow>(
      `${BATCHES}
       WHERE b.id IN (SELECT id FROM refund_batches
                      WHERE ($1::uuid IS NULL OR property_id = $1) AND ($2::uuid IS NULL OR id < $2)
                      ORDER BY id DESC LIMIT $3)
       GROUP BY b.id ORDER BY b.id DESC`,
      [propertyId, afterId ?? null, limit + 1],
    );
  }

  /** Last of the request first, one more than asked. */
  items(
    batchId: string,
    filter: { readonly status?: ItemStatus; readonly afterId?: string; readonly limit: number },
  ): Promise<BatchItemRow[]> {
    return this.database.query<BatchItemRow>(
      `SELECT i.id, i.number, i.payment_id, i.amount, i.reason, ${ITEM_STATUS} AS status, i.refund_id,
              i.attempts, i.updated_at,
              coalesce(i.error, CASE WHEN r.status = 'failed' THEN
                jsonb_build_object('message', r.failure ->> 'message', 'errors', '[]'::jsonb) END) AS error
       FROM refund_batch_items i LEFT JOIN refunds r ON r.id = i.refund_id
       WHERE i.batch_id = $1 AND ($2::uuid IS NULL OR i.id < $2) AND ($3::text IS NULL OR ${ITEM_STATUS} = $3)
       ORDER BY i.id DESC LIMIT $4`,
      [batchId, filter.afterId ?? null, filter.status ?? null, filter.limit + 1],
    );
  }

  /** Who ordered the batch: its refunds are made in that name. */
  async actorOf(batchId: string): Promise<Actor | undefined> {
    const [row] = await this.database.query<{ actor: unknown }>(
      'SELECT actor FROM refund_batches WHERE id = $1',
      [batchId],
    );
    return row && actorSchema.parse(row.actor);
  }

  /** Takes what has not begun out of it. @returns how many */
  async cancel(tx: Sql, id: string): Promise<number> {
    await tx.query(
      'UPDATE refund_batches SET cancelled_at = coalesce(cancelled_at, now()) WHERE id = $1',
      [id],
    );
    const rows = await tx.query(
      `UPDATE refund_batch_items SET status = 'cancelled', due_at = NULL, updated_at = now()
       WHERE batch_id = $1 AND status = 'queued' RETURNING id`,
      [id],
    );
    return rows.length;
  }
}
