import { Injectable } from '@nestjs/common';
import { IncompleteAnswerError } from '#connectors/incomplete-answer.error.js';
import { AppError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { Clock } from '#core/time/clock.js';
import { type AcceptedByVendor, PaymentAttempts } from './payment-attempts.js';
import { type NewPayment, PaymentCreateRepository } from './payment-create.repository.js';
import { PaymentPresenter } from './payment-presenter.js';
import { makeReference } from './payment-reference.js';
import type { PaymentRoute } from './payment-route.js';
import { CREATED_CHECK_MS, DEFAULT_LIFETIME_MS, nextCheckAt } from './payment-schedule.js';
import { isOpen, nextStatus } from './payment-status.js';
import { UnansweredPayments } from './unanswered-payments.js';
import type { PaymentRow } from './payment.rows.js';
import type { CreatePayment } from './payment.schemas.js';

const CREATED_STATUS = 201;
/** The vendor may or may not have the payment; the PMS is told so and may ask again later. */
const ACCEPTED_STATUS = 202;

/** Creates a payment: row first, then the vendor, then the answer; never two at two vendors. */
@Injectable()
export class PaymentCreationService {
  constructor(
    private readonly rows: PaymentCreateRepository,
    private readonly attempts: PaymentAttempts,
    private readonly unanswered: UnansweredPayments,
    private readonly idempotency: Idempotency,
    private readonly presenter: PaymentPresenter,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the request, or gives the answer of the first one with the same key.
   *
   * @throws VendorError when no vendor took the payment; the key is free again when nothing happened at any
   */
  async create(
    key: IdempotentRequest,
    body: CreatePayment,
    route: PaymentRoute,
  ): Promise<StoredAnswer> {
    for (;;) {
      const payment = await this.rows.begin(key, draft(body, route, this.clock.now()));
      if (payment) return this.ask(key, payment, body, route);
      const stored = await this.idempotency.answerOf(key);
      if (stored) return stored;
    }
  }

  private async ask(
    key: IdempotentRequest,
    payment: PaymentRow,
    body: CreatePayment,
    route: PaymentRoute,
  ): Promise<StoredAnswer> {
    let accepted: AcceptedByVendor;
    try {
      accepted = await this.attempts.create(payment, body, route);
    } catch (error) {
      // What we did not raise ourselves is a bug of unknown reach: the row stays as it is and is checked later.
      if (!(error instanceof AppError)) throw error;
      return this.refuse(key, payment, error);
    }
    return this.accept(key, payment, accepted);
  }

  private async accept(
    key: IdempotentRequest,
    payment: PaymentRow,
    accepted: AcceptedByVendor,
  ): Promise<StoredAnswer> {
    const expected = afterCreate(payment, accepted, this.clock.now());
    const answer = { status: CREATED_STATUS, body: await this.presenter.present(expected) };
    const status = await this.rows.accept(key, {
      id: payment.id,
      status: expected.status,
      action: expected.action,
      gatewayTransactionId: expected.gateway_transaction_id,
      refs: accepted.created.refs,
      expiresAt: expected.expires_at,
      nextCheckAt: expected.next_check_at,
      answer,
    });
    if (status === expected.status) return answer;
    // A webhook was faster than the vendor's answer: the stored answer has to say so, too.
    const later = {
      status: CREATED_STATUS,
      body: await this.presenter.present({ ...expected, status }),
    };
    await this.unanswered.store(key, later);
    return later;
  }

  private async refuse(
    key: IdempotentRequest,
    payment: PaymentRow,
    error: AppError,
  ): Promise<StoredAnswer> {
    if (isInDoubt(error)) {
      const row = await this.unanswered.leaveUnconfirmed(payment.id, error);
      const answer = { status: ACCEPTED_STATUS, body: await this.presenter.present(row) };
      await this.unanswered.store(key, answer);
      return answer;
    }
    await this.unanswered.fail(payment.id, error);
    if (isRetryable(error)) {
      await this.idempotency.release(key);
    } else {
      await this.unanswered.store(key, { status: error.status, body: toErrorBody(error) });
    }
    throw error;
  }
}

function draft(body: CreatePayment, route: PaymentRoute, now: Date): NewPayment {
  const seconds = body.expires_in_seconds;
  const first = route.chain[0];
  if (!first) throw new Error('a route without providers');
  return {
    id: newId(),
    propertyId: route.propertyId,
    featureKey: route.featureKey,
    providerId: first.id,
    orderId: body.order_id,
    reference: makeReference(
      body.order_id,
      route.chain.map((provider) => provider.connector.limits.reference),
    ),
    amount: body.amount,
    currency: body.currency,
    method: body.method ?? first.connector.default_method ?? null,
    request: {
      description: body.description,
      customer: body.customer,
      items: body.items,
      return_url: body.return_url,
      expires_in_seconds: seconds,
      metadata: body.metadata,
    },
    expiresAt: seconds === undefined ? null : new Date(now.getTime() + seconds * 1_000),
    nextCheckAt: new Date(now.getTime() + CREATED_CHECK_MS),
  };
}

/** How the row will look unless a webhook was faster. */
function afterCreate(payment: PaymentRow, accepted: AcceptedByVendor, now: Date): PaymentRow {
  const { created, provider } = accepted;
  const status = nextStatus('created', created.status) ?? 'pending';
  const expiresAt =
    created.expiresAt ?? payment.expires_at ?? new Date(now.getTime() + DEFAULT_LIFETIME_MS);
  return {
    ...payment,
    provider_id: provider.id,
    status,
    action: created.action,
    gateway_transaction_id: created.gatewayTransactionId ?? null,
    refs: created.refs,
    expires_at: expiresAt,
    paid_at: status === 'paid' ? now : null,
    next_check_at: isOpen(status)
      ? nextCheckAt({ now, count: 0, isUnconfirmed: false, expiresAt })
      : null,
    updated_at: now,
  };
}

/** Whether some vendor may have the payment although the call failed. */
function isInDoubt(error: AppError): boolean {
  return (
    error instanceof IncompleteAnswerError ||
    (error instanceof VendorError && error.kind === 'ambiguous')
  );
}

/** Nothing happened at any vendor, and a later try may go better. */
function isRetryable(error: AppError): boolean {
  return error instanceof VendorError && VENDOR_ERROR_KINDS[error.kind].fallback === 'yes';
}
