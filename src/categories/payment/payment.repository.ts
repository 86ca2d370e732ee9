import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { onlyRow } from '#core/database/only-row.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { Metrics } from '#monitoring/metrics/metrics.js';
import type {
  LateDecision,
  PaymentEventRow,
  PaymentEventSource,
  PaymentRow,
  RefundRow,
  StoredFailure,
} from './payment.rows.js';
import type { PaymentStatus } from './payment-status.js';

/** What one observation changes; absent fields stay. */
export interface PaymentChange {
  readonly status?: PaymentStatus;
  readonly vendorStatus?: string;
  readonly gatewayTransactionId?: string;
  readonly refs?: Readonly<Record<string, string>>;
  /** Null forgets it. */
  readonly failure?: StoredFailure | null;
  readonly paidAt?: Date;
  readonly refundedAmount?: number;
  readonly capturedAmount?: number;
  /** Null: nothing is asked for any more. */
  readonly captureAsked?: number | null;
  /** Null: it has to be decided again. */
  readonly lateDecision?: LateDecision | null;
  readonly nextCheckAt?: Date | null;
  readonly action?: unknown;
  readonly expiresAt?: Date;
  /** The vendor tells of it by itself, for the first time. */
  readonly isFirstWebhook?: boolean;
}

export interface NewPaymentEvent {
  readonly paymentId: string;
  readonly type: string;
  readonly from?: PaymentStatus;
  readonly to?: PaymentStatus;
  readonly source: PaymentEventSource;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A payment, and which of the asked providers has it or, left behind by a fallback, was asked for it. */
export interface FoundPayment {
  readonly payment: PaymentRow;
  readonly speakerId: string;
}

/**
 * Plan: the unique index on `reference`, else `payments_gateway_id`; then primary keys alone. MATERIALIZED keeps the
 * planner from walking all payments by id for the sake of ORDER BY.
 */
export const FIND_BY_VENDOR_SQL = `
  WITH same_id AS MATERIALIZED (
    SELECT id FROM payments
    WHERE $2::text IS NULL AND gateway_transaction_id = $3 AND provider_id = ANY ($1::uuid[])
  ), found AS (
    SELECT p.*, CASE WHEN p.provider_id = ANY ($1::uuid[]) THEN p.provider_id ELSE
        (SELECT a.provider_id FROM payment_attempts a
         WHERE a.payment_id = p.id AND a.provider_id = ANY ($1::uuid[]) ORDER BY a.number DESC LIMIT 1)
      END AS speaker_id
    FROM payments p
    WHERE p.id = coalesce((SELECT id FROM payments WHERE reference = $2), (SELECT max(id::text)::uuid FROM same_id))
  )
  SELECT * FROM found WHERE speaker_id IS NOT NULL`;

/** Reading payments and writing what is observed about them; creating them has a repository of its own. */
@Injectable()
export class PaymentRepository {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  async findById(id: string): Promise<PaymentRow | undefined> {
    const [row] = await this.database.prepared<PaymentRow>(
      'payment-by-id',
      'SELECT * FROM payments WHERE id = $1',
      [id],
    );
    return row;
  }

  /** Held until the transaction ends, so that two observations of one payment take turns. */
  async lock(tx: Sql, id: string): Promise<PaymentRow | undefined> {
    const [row] = await tx.prepared<PaymentRow>(
      'payment-lock',
      'SELECT * FROM payments WHERE id = $1 FOR UPDATE',
      [id],
    );
    return row;
  }

  /** The payment of a refund, held like by `lock`. */
  async lockByRefund(tx: Sql, refundId: string): Promise<PaymentRow | undefined> {
    const [row] = await tx.query<PaymentRow>(
      'SELECT * FROM payments WHERE id = (SELECT payment_id FROM refunds WHERE id = $1) FOR UPDATE',
      [refundId],
    );
    return row;
  }

  /**
   * The payment that a vendor means, among those of the given providers (formats of one account): by our reference,
   * else by the vendor's id. Attempts count too, so a provider that was left behind by a fallback is recognised.
   */
  async findByVendor(
    providerIds: readonly string[],
    ids: { readonly reference?: string; readonly gatewayTransactionId?: string },
  ): Promise<FoundPayment | undefined> {
    const [row] = await this.database.prepared<PaymentRow & { speaker_id: string }>(
      'payment-by-vendor',
      FIND_BY_VENDOR_SQL,
      [providerIds, ids.reference ?? null, ids.gatewayTransactionId ?? null],
    );
    if (!row) return undefined;
    const { speaker_id: speakerId, ...payment } = row;
    return { payment, speakerId };
  }

  events(paymentId: string): Promise<PaymentEventRow[]> {
    return this.database.query<PaymentEventRow>(
      'SELECT * FROM payment_events WHERE payment_id = $1 ORDER BY id DESC',
      [paymentId],
    );
  }

  refunds(sql: Sql, paymentId: string): Promise<RefundRow[]> {
    return sql.query<RefundRow>('SELECT * FROM refunds WHERE payment_id = $1 ORDER BY id DESC', [
      paymentId,
    ]);
  }

  async change(tx: Sql, id: string, change: PaymentChange): Promise<PaymentRow> {
    const rows = await tx.prepared<PaymentRow>(
      'payment-change',
      `UPDATE payments SET
         status = coalesce($2, status), vendor_status = coalesce($3, vendor_status),
         gateway_transaction_id = coalesce($4, gateway_transaction_id), refs = refs || $5::jsonb,
         failure = coalesce($6::jsonb, failure), paid_at = coalesce($7, paid_at),
         refunded_amount = coalesce($8, refunded_amount),
         next_check_at = CASE WHEN $9 THEN $10::timestamptz ELSE next_check_at END,
         action = coalesce($11::jsonb, action), expires_at = coalesce($12, expires_at),
         first_webhook_at = CASE WHEN $13 THEN coalesce(first_webhook_at, now()) ELSE first_webhook_at END,
         captured_amount = coalesce($14, captured_amount),
         capture_asked = CASE WHEN $15 THEN $16::bigint ELSE capture_asked END,
         late_decision = CASE WHEN $17 THEN $18::text ELSE late_decision END, updated_at = now()
       WHERE id = $1 RETURNING *`,
      [
        id,
        change.status,
        change.vendorStatus,
        change.gatewayTransactionId,
        JSON.stringify(change.refs ?? {}),
        jsonOf(change.failure),
        change.paidAt,
        change.refundedAmount,
        change.nextCheckAt !== undefined,
        change.nextCheckAt,
        jsonOf(change.action),
        change.expiresAt,
        change.isFirstWebhook ?? false,
        change.capturedAmount,
        change.captureAsked !== undefined,
        change.captureAsked,
        change.lateDecision !== undefined,
        change.lateDecision,
      ],
    );
    return onlyRow(rows);
  }

  /** Sets the moment of the next look unless the payment has moved since it was read. */
  async scheduleCheck(row: Pick<PaymentRow, 'id' | 'status'>, at: Date | null): Promise<void> {
    await this.database.prepared(
      'payment-schedule',
      'UPDATE payments SET next_check_at = $3 WHERE id = $1 AND status = $2',
      [row.id, row.status, at],
    );
  }

  /** A look that was not taken, since the provider is paused: it counts for nothing. */
  async waitWithCheck({ id }: Pick<PaymentRow, 'id'>, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE payments SET next_check_at = $2, check_count = greatest(check_count - 1, 0)
       WHERE id = $1 AND next_check_at IS NOT NULL`,
      [id, at],
    );
  }

  /** Whether the history has such an event, at least with these details. */
  async hasEvent(
    tx: Sql,
    paymentId: string,
    event: { readonly type: string; readonly detail: Readonly<Record<string, unknown>> },
  ): Promise<boolean> {
    const rows = await tx.prepared(
      'payment-has-event',
      'SELECT FROM payment_events WHERE payment_id = $1 AND type = $2 AND detail @> $3::jsonb LIMIT 1',
      [paymentId, event.type, JSON.stringify(event.detail)],
    );
    return rows.length > 0;
  }

  /** An event that changes nothing, in a statement of its own. */
  note(paymentId: string, event: Omit<NewPaymentEvent, 'paymentId'>): Promise<void> {
    return this.addEvent(this.database, { paymentId, ...event });
  }

  async addEvent(tx: Sql, event: NewPaymentEvent): Promise<void> {
    await tx.prepared(
      'payment-event',
      `INSERT INTO payment_events (id, payment_id, type, from_status, to_status, source, detail, trace_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        newId(),
        event.paymentId,
        event.type,
        event.from ?? null,
        event.to ?? null,
        event.source,
        JSON.stringify(event.detail ?? {}),
        currentTraceId() ?? null,
      ],
    );
    if (event.type !== 'status' || event.to === undefined) return;
    const labels = { status: event.to, source: event.source };
    this.metrics.count('kunci_payment_status_changes_total', labels);
  }

  /** Payments whose check is due, claimed for a while so that no two workers ask at once. */
  async claimDue(limit: number, leaseMs: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE payments SET next_check_at = now() + make_interval(secs => $2::double precision / 1000),
              check_count = check_count + 1
       WHERE id IN (SELECT id FROM payments WHERE next_check_at <= now()
                    ORDER BY next_check_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit, leaseMs],
    );
    return rows.map((row) => row.id);
  }
}

/** The driver writes undefined as NULL, which the statement takes for "as it was". */
function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
