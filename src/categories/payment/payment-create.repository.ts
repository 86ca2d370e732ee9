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
  readonly status: PaymentStatus;
  readonly action: PaymentAction;
  readonly gatewayTransactionId: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly expiresAt: Date | null;
  readonly nextCheckAt: Date | null;
  readonly answer: { readonly status: number; readonly body: unknown };
}

/** An attempt that gave no payment. */
export interface EndedAttempt {
  /** 1 for the first provider of the chain. */
  readonly number: number;
  readonly providerId: string;
  /** `unknown` when the vendor may have the payment all the same. */
  readonly outcome: 'refused' | 'unknown';
  readonly kind: string;
  readonly message: string;
}

const BEGIN_SQL = `
  WITH claim AS (
    INSERT INTO idempotency_keys (scope, key, body_hash, subject_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING RETURNING subject_id
  )
  INSERT INTO payments (id, property_id, feature_key, provider_id, order_id, reference, amount, currency, status,
                        method, request, expires_at, next_check_at)
  SELECT subject_id, $5::uuid, $6::text, $7::uuid, $8::text, $9::text, $10::bigint, $11::text, 'created',
         $12::text, $13::jsonb, $14::timestamptz, $15::timestamptz FROM claim
  RETURNING created_at`;

const ACCEPT_SQL = `
  WITH before AS (
    SELECT id, status FROM payments WHERE id = $1 FOR UPDATE
  ), payment AS (
    UPDATE payments p SET
      status = CASE WHEN before.status IN ('created', 'pending_confirmation') THEN $2::text ELSE p.status END,
      paid_at = CASE WHEN before.status IN ('created', 'pending_confirmation') AND $2 = 'paid' THEN now() ELSE p.paid_at END,
      action = $3::jsonb,
      gateway_transaction_id = coalesce($4::text, p.gateway_transaction_id),
      refs = p.refs || $5::jsonb,
      expires_at = $6::timestamptz,
      next_check_at = CASE WHEN before.status IN ('created', 'pending_confirmation')
        THEN $7::timestamptz ELSE p.next_check_at END,
      failure = NULL,
      updated_at = now()
    FROM before WHERE p.id = before.id
    RETURNING p.status
  ), event AS (
    INSERT INTO payment_events (id, payment_id, type, from_status, to_status, source, trace_id)
    SELECT $8, id, 'status', status, $2, 'api', $9 FROM before
    WHERE status IN ('created', 'pending_confirmation')
  ), answer AS (
    UPDATE idempotency_keys SET response_status = $12, response = $13::jsonb WHERE scope = $10 AND key = $11
  )
  SELECT status FROM payment`;

@Injectable()
export class PaymentCreateRepository {
  constructor(private readonly database: Database) {}

  /** Claims the key and writes the payment; undefined when the key is taken. */
  async begin(key: IdempotentRequest, payment: NewPayment): Promise<PaymentRow | undefined> {
    const [row] = await this.database.prepared<{ created_at: Date }>('payment-begin', BEGIN_SQL, [
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
    return row && newRow(payment, row.created_at);
  }

  /**
   * The vendor has the payment. A webhook that was faster keeps its state.
   *
   * @returns the status that the row has now
   */
  async accept(key: IdempotentRequest, accepted: AcceptedPayment): Promise<PaymentStatus> {
    const [row] = await this.database.prepared<{ status: PaymentStatus }>(
      'payment-accept',
      ACCEPT_SQL,
      [
        accepted.id,
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
      ],
    );
    if (!row) throw new Error(`payment ${accepted.id} is gone`);
    return row.status;
  }

  /** Another provider is about to be asked. */
  async moveTo(paymentId: string, providerId: string): Promise<void> {
    await this.database.query(
      'UPDATE payments SET provider_id = $2, updated_at = now() WHERE id = $1',
      [paymentId, providerId],
    );
  }

  /** Remembers a provider that was asked in vain: should it have the payment after all, it is recognised. */
  async leaveBehind(paymentId: string, attempt: EndedAttempt): Promise<void> {
    await this.database.query(
      `INSERT INTO payment_attempts (payment_id, number, provider_id, outcome, error_kind, error_message)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        paymentId,
        attempt.number,
        attempt.providerId,
        attempt.outcome,
        attempt.kind,
        attempt.message,
      ],
    );
  }
}

/** The row as it was just written. */
function newRow(payment: NewPayment, createdAt: Date): PaymentRow {
  return {
    id: payment.id,
    property_id: payment.propertyId,
    feature_key: payment.featureKey,
    provider_id: payment.providerId,
    order_id: payment.orderId,
    reference: payment.reference,
    amount: payment.amount,
    currency: payment.currency,
    status: 'created',
    method: payment.method,
    request: payment.request,
    action: { type: 'none' },
    gateway_transaction_id: null,
    refs: {},
    vendor_status: null,
    failure: null,
    refunded_amount: 0,
    expires_at: payment.expiresAt,
    paid_at: null,
    next_check_at: payment.nextCheckAt,
    check_count: 0,
    created_at: createdAt,
    updated_at: createdAt,
  };
}
