import type { Provider } from '#providers/provider.types.js';
import type { SubscriptionStatus } from './subscription-status.js';
import type { SubscribeRequest, SubscriptionQuery } from './subscription.port.js';
import type { SubscriptionEventRow, SubscriptionRow } from './subscription.rows.js';
import type {
  ShownSubscriptionStatus,
  SubscriptionAnswer,
  SubscriptionEventAnswer,
} from './subscription.schemas.js';

export function toSubscriptionAnswer(
  row: SubscriptionRow,
  provider: Pick<Provider, 'id' | 'slug' | 'name'> | undefined,
): SubscriptionAnswer {
  return {
    id: row.id,
    order_id: row.order_id,
    reference: row.reference,
    status: shown(row.status),
    amount: row.amount,
    currency: row.currency,
    interval: row.interval,
    interval_count: row.interval_count,
    trial_days: row.trial_days ?? 0,
    feature: row.feature_key,
    provider: { id: row.provider_id, slug: provider?.slug ?? '', name: provider?.name ?? '' },
    gateway_subscription_id: row.gateway_subscription_id,
    action: row.action,
    failure: row.failure,
    cancel_at_period_end: row.cancel_at_period_end,
    ...timesOf(row),
    metadata: (row.request.metadata ?? {}) as SubscriptionAnswer['metadata'],
  };
}

function timesOf(row: SubscriptionRow) {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    current_period_end: iso(row.current_period_end),
    trial_ends_at: iso(row.trial_ends_at),
    started_at: iso(row.started_at),
    cancelled_at: iso(row.cancelled_at),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

export function toSubscriptionEventAnswer(row: SubscriptionEventRow): SubscriptionEventAnswer {
  return {
    id: row.id,
    type: row.type,
    from: row.from_status && shown(row.from_status),
    to: row.to_status && shown(row.to_status),
    source: row.source,
    charge_id: row.charge_id,
    detail: row.detail,
    trace_id: row.trace_id,
    occurred_at: row.created_at.toISOString(),
  };
}

/** What a provider is asked for, out of the row: the same for every try, so that a vendor recognises a repeat. */
export function toSubscribeRequest(
  row: SubscriptionRow,
  token: string | undefined,
): SubscribeRequest {
  const { request } = row;
  return {
    reference: row.reference,
    orderId: row.order_id,
    amount: row.amount,
    currency: row.currency,
    interval: row.interval,
    intervalCount: row.interval_count,
    trialDays: row.trial_days ?? undefined,
    description: request.description,
    token,
    customer: request.customer,
    returnUrl: request.return_url,
    metadata: request.metadata,
    idempotencyKey: row.id,
  };
}

/** Everything we know that helps the vendor to find the subscription. */
export function toSubscriptionQuery(row: SubscriptionRow): SubscriptionQuery {
  return {
    reference: row.reference,
    amount: row.amount,
    currency: row.currency,
    createdAt: row.created_at,
    gatewaySubscriptionId: row.gateway_subscription_id ?? undefined,
    refs: row.refs,
  };
}

function shown(status: SubscriptionStatus): ShownSubscriptionStatus {
  return status === 'created' ? 'pending_confirmation' : status;
}
