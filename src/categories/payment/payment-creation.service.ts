import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { AppError } from '#core/errors/app-error.js';
import type { IdempotentRequest, StoredAnswer } from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { PaymentAcceptance } from './payment-acceptance.js';
import { type AcceptedByVendor, methodAt, PaymentAttempts } from './payment-attempts.js';
import { type NewPayment, PaymentCreateRepository } from './payment-create.repository.js';
import { makeReference } from './payment-reference.js';
import { type PaymentRoute, PaymentRouter } from './payment-route.js';
import { CREATED_CHECK_MS } from './payment-schedule.js';
import { UnansweredPayments } from './unanswered-payments.js';
import type { PaymentRow } from './payment.rows.js';
import type { CreatePayment } from './payment.schemas.js';

/** Creates a payment: row first, then the vendor, then the answer; never two at two vendors. */
@Injectable()
export class PaymentCreationService {
  constructor(
    private readonly router: PaymentRouter,
    private readonly rows: PaymentCreateRepository,
    private readonly attempts: PaymentAttempts,
    private readonly acceptance: PaymentAcceptance,
    private readonly unanswered: UnansweredPayments,
  ) {}

  /**
   * Runs the request, or gives the answer of the first one with the same key.
   *
   * @throws VendorError when no vendor took the payment; the key is free again when nothing happened at any
   */
  async create(
    key: IdempotentRequest,
    body: CreatePayment,
    principal: Principal,
  ): Promise<StoredAnswer> {
    const route = await this.routeOrAnswer(key, body, principal);
    if ('status' in route) return route;
    for (;;) {
      const payment = await this.rows.begin(key, draft(body, route, this.unanswered.now()));
      if (payment) return this.ask(key, payment, { body, route });
      const stored = await this.unanswered.answerOf(key);
      if (stored) return stored;
    }
  }

  /** A repeat is answered even when its providers are no longer mapped: else the PMS would pay elsewhere. */
  private async routeOrAnswer(
    key: IdempotentRequest,
    body: CreatePayment,
    principal: Principal,
  ): Promise<PaymentRoute | StoredAnswer> {
    try {
      // A retry with the same key draws the same provider.
      return await this.router.route({ body, principal, seed: `${key.scope}/${key.key}` });
    } catch (error) {
      const stored = await this.unanswered.answerOf(key);
      if (stored) return stored;
      throw error;
    }
  }

  private async ask(
    key: IdempotentRequest,
    payment: PaymentRow,
    { body, route }: { readonly body: CreatePayment; readonly route: PaymentRoute },
  ): Promise<StoredAnswer> {
    let accepted: AcceptedByVendor;
    try {
      accepted = await this.attempts.create(payment, body, route);
    } catch (error) {
      // What we did not raise ourselves is a bug of unknown reach: the row stays as it is and is checked later.
      if (!(error instanceof AppError)) throw error;
      return this.unanswered.answer(key, payment, error);
    }
    return this.acceptance.accept(key, payment, accepted);
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
    method: methodAt(first, body),
    request: {
      description: body.description,
      customer: body.customer,
      items: body.items,
      return_url: body.return_url,
      expires_in_seconds: seconds,
      metadata: body.metadata,
      capture: body.capture,
    },
    routing: route.routing,
    expiresAt: seconds === undefined ? null : new Date(now.getTime() + seconds * 1_000),
    nextCheckAt: new Date(now.getTime() + CREATED_CHECK_MS),
  };
}
