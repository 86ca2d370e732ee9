import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { AppError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { makeReference } from '../payment-reference.js';
import { SubscriptionAttempts } from './subscription-attempts.js';
import { type NewSubscription, SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import type { CreateSubscription } from './subscription.schemas.js';
import { CREATED_CHECK_MS } from './subscription-status.js';
import { type SubscriptionRoute, SubscriptionVendors } from './subscription-vendors.js';
import { toSubscriptionAnswer } from './subscription.mapper.js';

const CREATED_STATUS = 201;
/** The vendor may or may not have the subscription; the PMS is told so and may ask again later. */
const ACCEPTED_STATUS = 202;

/** Starts a subscription: row first, then the vendor, then the answer; never two for one request. */
@Injectable()
export class SubscriptionOpening {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly vendors: SubscriptionVendors,
    private readonly attempts: SubscriptionAttempts,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /**
   * Runs the request, or gives the answer of the first one with the same key.
   *
   * @throws VendorError when no vendor took it; the key is free again when nothing happened at any
   */
  async create(
    key: IdempotentRequest,
    body: CreateSubscription,
    principal: Principal,
  ): Promise<StoredAnswer> {
    const route = await this.routeOrAnswer(key, body, principal);
    if ('status' in route) return route;
    for (;;) {
      const row = await this.begin(key, draft(body, route));
      if (row) return this.ask(key, row, { body, route });
      const stored = await this.answerOf(key);
      if (stored) return stored;
    }
  }

  /** A repeat is answered even when its providers are no longer mapped: else the PMS would subscribe elsewhere. */
  private async routeOrAnswer(
    key: IdempotentRequest,
    body: CreateSubscription,
    principal: Principal,
  ): Promise<SubscriptionRoute | StoredAnswer> {
    try {
      return await this.vendors.route(body, principal);
    } catch (error) {
      const stored = await this.answerOf(key);
      if (stored) return stored;
      throw error;
    }
  }

  private begin(
    key: IdempotentRequest,
    row: NewSubscription,
  ): Promise<SubscriptionRow | undefined> {
    return this.database.transaction(async (tx) => {
      if (!(await this.idempotency.claim(tx, key, row.id))) return undefined;
      return this.subscriptions.insert(tx, row);
    });
  }

  private async ask(
    key: IdempotentRequest,
    row: SubscriptionRow,
    { body, route }: { readonly body: CreateSubscription; readonly route: SubscriptionRoute },
  ): Promise<StoredAnswer> {
    try {
      const started = await this.attempts.start(row, body.token, route);
      return await this.answer(key, started);
    } catch (error) {
      // What we did not raise ourselves is a bug of unknown reach: the row stays as it is and is checked later.
      if (!(error instanceof AppError)) throw error;
      const ended = await this.attempts.unanswered(row.id, error);
      if (ended.status !== 'failed') return this.answer(key, ended);
      await this.refuse(key, error);
      throw error;
    }
  }

  /** Nothing happened at any vendor: where a later try may go better, the key is free for it. */
  private async refuse(key: IdempotentRequest, error: AppError): Promise<void> {
    if (error instanceof VendorError && VENDOR_ERROR_KINDS[error.kind].fallback === 'yes') {
      await this.idempotency.release(key);
      return;
    }
    await this.idempotency.keep(key, { status: error.status, body: toErrorBody(error) });
  }

  private async answer(key: IdempotentRequest, row: SubscriptionRow): Promise<StoredAnswer> {
    const answer = this.present(row);
    await this.idempotency.keep(key, answer);
    return answer;
  }

  private answerOf(key: IdempotentRequest): Promise<StoredAnswer | undefined> {
    return this.idempotency.answerOf(key, (id) => this.recover(id));
  }

  /** The process that asked the vendor died: the row tells what came of it, once the reconciler has looked. */
  private async recover(id: string): Promise<StoredAnswer | undefined> {
    const row = await this.subscriptions.findById(id);
    return !row || row.status === 'created' ? undefined : this.present(row);
  }

  private present(row: SubscriptionRow): StoredAnswer {
    const body = toSubscriptionAnswer(row, this.vendors.find(row.provider_id));
    const isUnknown = row.status === 'pending_confirmation';
    return { status: isUnknown ? ACCEPTED_STATUS : CREATED_STATUS, body };
  }
}

function draft(body: CreateSubscription, route: SubscriptionRoute): NewSubscription {
  const [first] = route.chain;
  if (!first) throw new Error('a route without providers');
  return {
    id: newId(),
    property_id: route.propertyId,
    feature_key: route.featureKey,
    provider_id: first.id,
    order_id: body.order_id,
    reference: makeReference(
      `S-${body.order_id}`,
      route.chain.map((provider) => provider.connector.limits.reference),
    ),
    amount: body.amount,
    currency: body.currency,
    interval: body.interval,
    interval_count: body.interval_count,
    trial_days: body.trial_days === 0 ? null : body.trial_days,
    request: {
      description: body.description,
      customer: body.customer,
      return_url: body.return_url,
      metadata: body.metadata,
    },
    next_check_at: new Date(Date.now() + CREATED_CHECK_MS),
  };
}
