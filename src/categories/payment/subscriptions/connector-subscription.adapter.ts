/** Recurring payments by a connector: it says how to ask, this file what an answer must hold. */
import { z } from 'zod';
import type { Format, OperationRunner } from '#connectors/format.js';
import { VendorError } from '#core/errors/vendor-error.js';
import {
  clientTokenActionSchema,
  noActionSchema,
  redirectActionSchema,
} from '../formats/payment-action.schemas.js';
import {
  type SubscribeRequest,
  type SubscriptionOperation,
  type SubscriptionPort,
  type SubscriptionQuery,
  type SubscriptionState,
  VENDOR_SUBSCRIPTION_STATUSES,
} from './subscription.port.js';

const idSchema = z.union([z.string().min(1), z.number()]).transform(String);
const dateSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const statusSchema = z.enum(VENDOR_SUBSCRIPTION_STATUSES);
const actionSchema = z.union([redirectActionSchema, clientTokenActionSchema, noActionSchema]);

/** What both answers and webhooks say of a subscription, in our words. */
export const toldSubscriptionSchema = z.object({
  reference: idSchema.optional(),
  status: statusSchema.optional(),
  vendor_status: z.string().optional(),
  gateway_subscription_id: idSchema.optional(),
  current_period_end: dateSchema.optional().catch(undefined),
  trial_ends_at: dateSchema.optional().catch(undefined),
  cancel_at_period_end: z.boolean().optional(),
  charge_id: idSchema.optional(),
  charge_outcome: z.enum(['renewed', 'payment_failed']).optional(),
  /** Of the charge. */
  amount: z.int().optional(),
  currency: z.string().optional(),
  refs: z.record(z.string(), z.coerce.string()).default({}),
});
export type ToldSubscription = z.infer<typeof toldSubscriptionSchema>;

const answerSchema = toldSubscriptionSchema.extend({
  action: actionSchema.optional().catch(undefined),
});
const startedSchema = toldSubscriptionSchema.extend({
  status: statusSchema.default('incomplete'),
  action: actionSchema,
});

export const recurringFormat: Format<SubscriptionPort> = {
  id: 'recurring',
  requires: ['subscribe'],
  create: (runner) => new ConnectorSubscriptionAdapter(runner),
};

class ConnectorSubscriptionAdapter implements SubscriptionPort {
  constructor(private readonly runner: OperationRunner) {}

  can(operation: SubscriptionOperation): boolean {
    return this.runner.has(operation);
  }

  async subscribe(request: SubscribeRequest): Promise<SubscriptionState> {
    const started = await this.runner.run('subscribe', toSubscribe(request), startedSchema);
    return { ...toState(started), action: started.action };
  }

  status(query: SubscriptionQuery): Promise<SubscriptionState> {
    return this.ask('subscription_status', query);
  }

  find(query: SubscriptionQuery): Promise<SubscriptionState> {
    const operation = this.runner.has('subscription_lookup')
      ? 'subscription_lookup'
      : 'subscription_status';
    return this.ask(operation, query);
  }

  unsubscribe(query: SubscriptionQuery, atPeriodEnd: boolean): Promise<SubscriptionState> {
    return this.ask('unsubscribe', query, { at_period_end: atPeriodEnd });
  }

  private async ask(
    operation: SubscriptionOperation,
    query: SubscriptionQuery,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<SubscriptionState> {
    const request = { ...toQuery(query), ...more };
    const told = await this.runner.run(operation, request, answerSchema, { refs: query.refs });
    if (told.reference !== undefined && told.reference !== query.reference) {
      throw anotherSubscription(operation);
    }
    return { ...toState(told), action: told.action };
  }
}

/** What was told, as the port speaks. */
export function toState(told: ToldSubscription): SubscriptionState {
  const { charge_id: id, charge_outcome: outcome, amount, currency } = told;
  return {
    status: told.status,
    vendorStatus: told.vendor_status,
    gatewaySubscriptionId: told.gateway_subscription_id,
    currentPeriodEnd: told.current_period_end,
    trialEndsAt: told.trial_ends_at,
    cancelAtPeriodEnd: told.cancel_at_period_end,
    charge:
      id === undefined || outcome === undefined ? undefined : { id, outcome, amount, currency },
    refs: told.refs,
  };
}

function toSubscribe(request: SubscribeRequest): Record<string, unknown> {
  return {
    reference: request.reference,
    order_id: request.orderId,
    amount: request.amount,
    currency: request.currency,
    interval: request.interval,
    interval_count: request.intervalCount,
    trial_days: request.trialDays,
    description: request.description,
    token: request.token,
    customer: request.customer,
    return_url: request.returnUrl,
    metadata: request.metadata,
    idempotency_key: request.idempotencyKey,
  };
}

function toQuery(query: SubscriptionQuery): Record<string, unknown> {
  return {
    reference: query.reference,
    amount: query.amount,
    currency: query.currency,
    created_at: query.createdAt.toISOString(),
    gateway_subscription_id: query.gatewaySubscriptionId,
  };
}

/** Ids that came with a webhook may lead to somebody else's subscription. */
function anotherSubscription(operation: string): VendorError {
  return new VendorError(
    'invalid_request',
    `The vendor answered "${operation}" about another subscription; the answer is not used.`,
    { field: 'reference', vendorCode: 'another_subscription' },
  );
}
