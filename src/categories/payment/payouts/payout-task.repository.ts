import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import type { RefundStatus } from '../payment.rows.js';

/** A row of `payout_tasks` with the refund that it is about; both have the same id. */
export interface PayoutTaskRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly destination_sealed: string | null;
  readonly proof_reference: string | null;
  readonly proof_note: string | null;
  readonly paid_at: Date | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly cancel_reason: string | null;
  readonly created_at: Date;
  readonly payment_id: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly refund_status: RefundStatus;
  readonly attachment: {
    readonly filename: string;
    readonly content_type: string;
    readonly size: number;
  } | null;
}

export interface PayoutTaskFilter {
  readonly propertyId: string | null;
  readonly refundStatus?: RefundStatus;
  readonly paymentId?: string;
  readonly afterId?: string;
  readonly limit: number;
}

export interface PayoutProof {
  readonly reference: string;
  readonly note?: string;
  readonly paidAt: Date;
  readonly attachment?: StoredAttachment;
}

export interface StoredAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

const SELECT = `
  SELECT t.*, r.payment_id, p.order_id, r.amount, r.currency, r.reason, r.status AS refund_status,
    (SELECT json_build_object('filename', f.filename, 'content_type', f.content_type, 'size', f.size)
     FROM payout_proofs f WHERE f.payout_task_id = t.id) AS attachment
  FROM payout_tasks t JOIN refunds r ON r.id = t.id JOIN payments p ON p.id = r.payment_id`;

/** Rows of `payout_tasks` and `payout_proofs`. */
@Injectable()
export class PayoutTaskRepository {
  constructor(private readonly database: Database) {}

  async insert(
    tx: Sql,
    task: {
      readonly id: string;
      readonly propertyId: string | null;
      readonly destinationSealed: string | null;
    },
  ): Promise<void> {
    await tx.query(
      'INSERT INTO payout_tasks (id, property_id, destination_sealed) VALUES ($1, $2, $3)',
      [task.id, task.propertyId, task.destinationSealed],
    );
  }

  async findById(sql: Sql, id: string): Promise<PayoutTaskRow | undefined> {
    const [row] = await sql.query<PayoutTaskRow>(`${SELECT} WHERE t.id = $1`, [id]);
    return row;
  }

  /** Newest first, one more than asked; by primary keys from the newest task on. */
  list(filter: PayoutTaskFilter): Promise<PayoutTaskRow[]> {
    return this.database.query<PayoutTaskRow>(
      `${SELECT}
       WHERE ($1::uuid IS NULL OR t.property_id = $1) AND ($2::text IS NULL OR r.status = $2)
         AND ($3::uuid IS NULL OR r.payment_id = $3) AND ($4::uuid IS NULL OR t.id < $4)
       ORDER BY t.id DESC LIMIT $5`,
      [
        filter.propertyId,
        filter.refundStatus ?? null,
        filter.paymentId ?? null,
        filter.afterId ?? null,
        filter.limit + 1,
      ],
    );
  }

  async complete(tx: Sql, id: string, proof: PayoutProof, by: string): Promise<void> {
    await tx.query(
      `UPDATE payout_tasks SET proof_reference = $2, proof_note = $3, paid_at = $4, closed_at = now(), closed_by = $5
       WHERE id = $1`,
      [id, proof.reference, proof.note ?? null, proof.paidAt, by],
    );
    if (!proof.attachment) return;
    const { filename, contentType, content } = proof.attachment;
    await tx.query(
      `INSERT INTO payout_proofs (payout_task_id, filename, content_type, size, content)
       VALUES ($1, $2, $3, $4, $5)`,
      [id, filename, contentType, content.length, content],
    );
  }

  async cancel(tx: Sql, id: string, reason: string, by: string): Promise<void> {
    await tx.query(
      'UPDATE payout_tasks SET cancel_reason = $2, closed_at = now(), closed_by = $3 WHERE id = $1',
      [id, reason, by],
    );
  }

  async findAttachment(id: string): Promise<StoredAttachment | undefined> {
    const [row] = await this.database.query<{
      filename: string;
      content_type: string;
      content: Buffer;
    }>('SELECT filename, content_type, content FROM payout_proofs WHERE payout_task_id = $1', [id]);
    return row && { filename: row.filename, contentType: row.content_type, content: row.content };
  }
}
