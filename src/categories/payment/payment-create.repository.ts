/**
 * The two statements of the hot path: one before the vendor is asked, one after. Each writes several
 * tables in one round trip and one flush; all look-ups in them go by primary key.
 */
import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { IdempotentRequest } from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import type { PaymentAction } from './formats/payment-action.schemas.js';
import type { PaymentRow, StoredRequest } from './payment.rows.js';
import type { PaymentStatus } from './payment-status.js';

export interface NewPayment {
  readonly id: string;
  readonly propertyId: string | null;
  readonly featureKey: string | null;
  readonly providerId: string;
  readonly orderId: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly method: string | null;
  readonly request: StoredRequest;
  readonly expiresAt: Date | null;
  readonly nextCheckAt: Date;
}

export interface AcceptedPayment {
  readonly id: string;
  readonly attempt: number;
  readonly status: PaymentStatus;
  readonly action: PaymentAction;
  readonly gatewayTransactionId: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly expiresAt: Date | null;
  readonly nextCheckAt: Date | null;
  readonly answer: { readonly status: number; readonly body: unknown };
}

const BEGIN_SQL = `
  WITH claim AS (
    INSERT INTO idempotency_keys (scope, key, body_hash, subject_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING RETURNING subject_id
  ), payment AS (
    INSERT INTO payments (id, property_id, feature_key, provider_id, order_id, reference, amount, currency, status,
                          method, request, expires_at, next_check_at)
    SELECT subject_id, $5::uuid, $6::text, $7::uuid, $8::text, $9::text, $10::bigint, $11::text, 'created',
           $12::text, $13::jsonb, $14::timestamptz, $15::timestamptz FROM claim
    RETURNING *
  ), attempt AS (
    INSERT INTO payment_attempts (payment_id, number, provider_id, outcome)
    SELECT id, 1, provider_id, 'calling' FROM payment
  )
  SELECT * FROM payment`;

const ACCEPT_SQL = `
  WITH before AS (
    SELECT id, status FROM payments WHERE id = $1 FOR UPDATE
  ), payment AS (
    UPDATE payments p SET
      status = CASE WHEN before.status IN ('created', 'pending_confirmation') THEN $3::text ELSE p.status END,
      paid_at = CASE WHEN before.status IN ('created', 'pending_confirmation') AND $3 = 'paid' THEN now() ELSE p.paid_at END,
      action = $4::jsonb,
      gateway_transaction_id = coalesce($5::text, p.gateway_transaction_id),
      refs = p.refs || $6::jsonb,
      expires_at = $7::timestamptz,
      next_check_at = CASE WHEN before.status IN ('created', 'pending_confirmation')
        THEN $8::timestamptz ELSE p.next_check_at END,
      failure = NULL,
      updated_at = now()
    FROM before WHERE p.id = before.id
    RETURNING p.*
  ), event AS (
    INSERT INTO payment_events (id, payment_id, type, from_status, to_status, source, trace_id)
    SELECT $9, id, 'status', status, $3, 'api', $10 FROM before
    WHERE status IN ('created', 'pending_confirmation')
  ), attempt AS (
    UPDATE payment_attempts SET outcome = 'accepted', updated_at = now() WHERE payment_id = $1 AND number = $2
  ), answer AS (
    UPDATE idempotency_keys SET response_status = $13, response = $14::jsonb WHERE scope = $11 AND key = $12
  )
  SELECT * FROM payment`;

@Injectable()
export class PaymentCreateRepository {
  constructor(private readonly database: Database) {}

  /** Claims the key and writes payment and first attempt; undefined when the key is taken. */
  async begin(key: IdempotentRequest, payment: NewPayment): Promise<PaymentRow | undefined> {
    const rows = await this.database.prepared<PaymentRow>('payment-begin', BEGIN_SQL, [
      key.scope,
      key.key,
      key.bodyHash,
      payment.id,
      payment.propertyId,
      payment.featureKey,
      payment.providerId,
      payment.orderId,
      payment.reference,
      payment.amount,
      payment.currency,
      payment.method,
      JSON.stringify(payment.request),
      payment.expiresAt,
      payment.nextCheckAt,
    ]);
    return rows[0];
  }

  /** The vendor has the payment. A webhook that was faster keeps its state. */
  async accept(key: IdempotentRequest, accepted: AcceptedPayment): Promise<PaymentRow> {
    const rows = await this.database.prepared<PaymentRow>('payment-accept', ACCEPT_SQL, [
      accepted.id,
      accepted.attempt,
      accepted.status,
      JSON.stringify(accepted.action),
      accepted.gatewayTransactionId,
      JSON.stringify(accepted.refs),
      accepted.expiresAt,
      accepted.nextCheckAt,
      newId(),
      currentTraceId() ?? null,
      key.scope,
      key.key,
      accepted.answer.status,
      JSON.stringify(accepted.answer.body),
    ]);
    return rows[0] as PaymentRow;
  }

  /** Ends one attempt that gave nothing; `number + 1` is about to be made with another provider. */
  async nextAttempt(paymentId: string, number: number, providerId: string): Promise<void> {
    await this.database.query(
      `WITH payment AS (UPDATE payments SET provider_id = $3, updated_at = now() WHERE id = $1)
       INSERT INTO payment_attempts (payment_id, number, provider_id, outcome) VALUES ($1, $2, $3, 'calling')`,
      [paymentId, number, providerId],
    );
  }

  async endAttempt(
    paymentId: string,
    number: number,
    end: {
      readonly outcome: 'refused' | 'unknown';
      readonly kind: string;
      readonly message: string;
    },
  ): Promise<void> {
    await this.database.query(
      `UPDATE payment_attempts SET outcome = $3, error_kind = $4, error_message = $5, updated_at = now()
       WHERE payment_id = $1 AND number = $2`,
      [paymentId, number, end.outcome, end.kind, end.message],
    );
  }
}
