/**
 * The two statements of the hot path: one before the vendor is asked, one after. Each writes several
 * tables in one round trip and one flush, for all payments of the moment; look-ups go by primary key.
 */
import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { GroupCommit } from '#core/database/group-commit.js';
import type { IdempotentRequest } from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { Metrics } from '#monitoring/metrics/metrics.js';
import type { PaymentAction } from './formats/payment-action.schemas.js';
import type { PaymentRow, StoredRequest } from './payment.rows.js';
import type { PaymentStatus } from './payment-status.js';
import type { StoredRouting } from './routing/routing-decision.js';

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
  readonly routing: StoredRouting;
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
  /** Where it may have the payment all the same, or get it later: how long until somebody looks. */
  readonly lookAgainMs?: number;
}

const BEGIN_SQL = `
  WITH input AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
                         $9::text[], $10::bigint[], $11::text[], $12::text[], $13::jsonb[], $14::timestamptz[],
                         $15::timestamptz[], $16::jsonb[])
      AS t (scope, key, body_hash, id, property_id, feature_key, provider_id, order_id, reference, amount, currency,
            method, request, expires_at, next_check_at, routing)
  ), claim AS (
    INSERT INTO idempotency_keys (scope, key, body_hash, subject_id)
    -- Sorted, so that two statements with the same keys do not wait for each other.
    SELECT scope, key, body_hash, id FROM input ORDER BY scope, key
    ON CONFLICT DO NOTHING RETURNING subject_id
  )
  INSERT INTO payments (id, property_id, feature_key, provider_id, order_id, reference, amount, currency, status,
                        method, request, expires_at, next_check_at, routing)
  SELECT id, property_id, feature_key, provider_id, order_id, reference, amount, currency, 'created',
         method, request, expires_at, next_check_at, routing
  FROM input JOIN claim ON claim.subject_id = input.id
  RETURNING id, created_at`;

const ACCEPT_SQL = `
  WITH input AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::text[], $5::jsonb[], $6::timestamptz[],
                         $7::timestamptz[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::int[], $13::jsonb[])
      AS t (id, status, action, gateway_transaction_id, refs, expires_at, next_check_at, event_id, trace_id, scope, key,
            response_status, response)
  ), before AS (
    SELECT id, status, status IN ('created', 'pending_confirmation') AS is_open,
           jsonb_build_object('routing', routing - 'candidates' - 'skipped') AS detail
    FROM payments WHERE id = ANY ($1) FOR UPDATE
  ), payment AS (
    UPDATE payments p SET
      status = CASE WHEN before.is_open THEN input.status ELSE p.status END,
      paid_at = CASE WHEN before.is_open AND input.status = 'paid' THEN now() ELSE p.paid_at END,
      action = input.action,
      gateway_transaction_id = coalesce(input.gateway_transaction_id, p.gateway_transaction_id),
      refs = p.refs || input.refs,
      expires_at = input.expires_at,
      next_check_at = CASE WHEN before.is_open THEN input.next_check_at ELSE p.next_check_at END,
      failure = NULL,
      updated_at = now()
    FROM before JOIN input USING (id) WHERE p.id = before.id
    RETURNING p.id, p.status
  ), event AS (
    INSERT INTO payment_events (id, payment_id, type, from_status, to_status, source, detail, trace_id)
    SELECT event_id, id, 'status', before.status, input.status, 'api', detail, trace_id
    FROM before JOIN input USING (id) WHERE before.is_open
  ), answer AS (
    UPDATE idempotency_keys k SET response_status = input.response_status, response = input.response
    FROM input WHERE k.scope = input.scope AND k.key = input.key
  )
  SELECT id, status FROM payment`;

const MOVE_SQL = `
  WITH moved AS (
    UPDATE payments SET provider_id = $2, routing = $3, method = $7, updated_at = now()
    WHERE id = $1 AND status = 'created' AND gateway_transaction_id IS NULL AND refs = '{}' RETURNING id
  )
  INSERT INTO payment_events (id, payment_id, type, source, detail, trace_id)
  SELECT $4, id, 'fallback', 'api', $5, $6 FROM moved RETURNING id`;

/** Concurrent payments share statements; one that comes alone goes alone, without a wait. */
const SHARED = { maxItems: 64, maxInFlight: 2 };

interface Beginning {
  readonly key: IdempotentRequest;
  readonly payment: NewPayment;
}

interface Acceptance {
  readonly key: IdempotentRequest;
  readonly accepted: AcceptedPayment;
  readonly eventId: string;
  readonly traceId: string | null;
}

@Injectable()
export class PaymentCreateRepository {
  private readonly beginnings: GroupCommit<Beginning, Date | undefined>;
  private readonly acceptances: GroupCommit<Acceptance, PaymentStatus | undefined>;

  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {
    this.beginnings = new GroupCommit((items) => this.beginAll(items), SHARED);
    this.acceptances = new GroupCommit((items) => this.acceptAll(items), SHARED);
  }

  /** Claims the key and writes the payment; undefined when the key is taken. */
  async begin(key: IdempotentRequest, payment: NewPayment): Promise<PaymentRow | undefined> {
    const createdAt = await this.beginnings.add({ key, payment });
    return createdAt && newRow(payment, createdAt);
  }

  /**
   * The vendor has the payment. A webhook that was faster keeps its state.
   *
   * @returns the status that the row has now
   */
  async accept(key: IdempotentRequest, accepted: AcceptedPayment): Promise<PaymentStatus> {
    const status = await this.acceptances.add({
      key,
      accepted,
      eventId: newId(),
      traceId: currentTraceId() ?? null,
    });
    if (status === undefined) throw new Error(`payment ${accepted.id} is gone`);
    if (status === accepted.status) {
      this.metrics.count('kunci_payment_status_changes_total', { status, source: 'api' });
    }
    return status;
  }

  /**
   * Another provider is about to be asked, and the payment's history says why; false when a webhook showed that the
   * one before has the payment.
   */
  async moveTo(paymentId: string, routing: StoredRouting, method: string | null): Promise<boolean> {
    const rows = await this.database.query(MOVE_SQL, [
      paymentId,
      routing.provider_id,
      routing,
      newId(),
      { ...routing.fallback, to_provider_id: routing.provider_id },
      currentTraceId() ?? null,
      method,
    ]);
    return rows.length > 0;
  }

  /** Remembers a provider that was asked in vain: should it have the payment after all, it is recognised. */
  async leaveBehind(paymentId: string, attempt: EndedAttempt): Promise<void> {
    await this.database.query(
      `INSERT INTO payment_attempts (payment_id, number, provider_id, outcome, error_kind, error_message, next_check_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7::double precision / 1000))`,
      [
        paymentId,
        attempt.number,
        attempt.providerId,
        attempt.outcome,
        attempt.kind,
        attempt.message,
        attempt.lookAgainMs ?? null,
      ],
    );
  }

  private async beginAll(items: readonly Beginning[]): Promise<(Date | undefined)[]> {
    const rows = await this.database.prepared<{ id: string; created_at: Date }>(
      'payment-begin',
      BEGIN_SQL,
      [
        items.map(({ key }) => key.scope),
        items.map(({ key }) => key.key),
        items.map(({ key }) => key.bodyHash),
        items.map(({ payment }) => payment.id),
        items.map(({ payment }) => payment.propertyId),
        items.map(({ payment }) => payment.featureKey),
        items.map(({ payment }) => payment.providerId),
        items.map(({ payment }) => payment.orderId),
        items.map(({ payment }) => payment.reference),
        items.map(({ payment }) => payment.amount),
        items.map(({ payment }) => payment.currency),
        items.map(({ payment }) => payment.method),
        items.map(({ payment }) => JSON.stringify(payment.request)),
        items.map(({ payment }) => payment.expiresAt),
        items.map(({ payment }) => payment.nextCheckAt),
        items.map(({ payment }) => JSON.stringify(payment.routing)),
      ],
    );
    const created = new Map(rows.map((row) => [row.id, row.created_at]));
    return items.map(({ payment }) => created.get(payment.id));
  }

  private async acceptAll(items: readonly Acceptance[]): Promise<(PaymentStatus | undefined)[]> {
    const rows = await this.database.prepared<{ id: string; status: PaymentStatus }>(
      'payment-accept',
      ACCEPT_SQL,
      [
        items.map(({ accepted }) => accepted.id),
        items.map(({ accepted }) => accepted.status),
        items.map(({ accepted }) => JSON.stringify(accepted.action)),
        items.map(({ accepted }) => accepted.gatewayTransactionId),
        items.map(({ accepted }) => JSON.stringify(accepted.refs)),
        items.map(({ accepted }) => accepted.expiresAt),
        items.map(({ accepted }) => accepted.nextCheckAt),
        items.map(({ eventId }) => eventId),
        items.map(({ traceId }) => traceId),
        items.map(({ key }) => key.scope),
        items.map(({ key }) => key.key),
        items.map(({ accepted }) => accepted.answer.status),
        items.map(({ accepted }) => JSON.stringify(accepted.answer.body)),
      ],
    );
    const statuses = new Map(rows.map((row) => [row.id, row.status]));
    return items.map(({ accepted }) => statuses.get(accepted.id));
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
    captured_amount: null,
    capture_asked: null,
    late_decision: null,
    routing: payment.routing,
    expires_at: payment.expiresAt,
    paid_at: null,
    first_webhook_at: null,
    next_check_at: payment.nextCheckAt,
    check_count: 0,
    created_at: createdAt,
    updated_at: createdAt,
  };
}
