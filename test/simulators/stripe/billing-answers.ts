/** How subscriptions, invoices and prices look in answers and events. */
import type { Price, Subscription } from '#test/simulators/stripe/billing.types.js';
import { orNull } from '#test/simulators/stripe/payment-intents.js';

export function tellSubscription(
  subscription: Subscription,
  expand: readonly string[],
  livemode: boolean,
): Record<string, unknown> {
  const { latest, periodStart, periodEnd } = subscription;
  return {
    id: subscription.id,
    object: 'subscription',
    cancel_at: subscription.cancelsAtEnd ? periodEnd : null,
    cancel_at_period_end: subscription.cancelsAtEnd,
    canceled_at: orNull(subscription.endedAt),
    collection_method: 'charge_automatically',
    created: subscription.created,
    currency: subscription.price.currency,
    customer: subscription.customer,
    ended_at: orNull(subscription.endedAt),
    items: {
      object: 'list',
      has_more: false,
      data: [
        {
          id: `si_${subscription.id.slice(4)}`,
          object: 'subscription_item',
          current_period_start: periodStart,
          current_period_end: periodEnd,
          price: tellPrice(subscription.price),
          quantity: 1,
          subscription: subscription.id,
        },
      ],
    },
    latest_invoice: expand.includes('latest_invoice')
      ? tellInvoice(subscription, livemode)
      : latest.id,
    livemode: livemode,
    metadata: subscription.metadata,
    start_date: subscription.created,
    status: subscription.status,
    trial_end: orNull(subscription.trialEnd),
    trial_start: subscription.trialEnd === undefined ? null : subscription.created,
  };
}

export function tellInvoice(
  subscription: Subscription,
  livemode: boolean,
): Record<string, unknown> {
  const { latest, price } = subscription;
  return {
    id: latest.id,
    object: 'invoice',
    amount_due: latest.amount,
    amount_paid: latest.isPaid ? latest.amount : 0,
    amount_remaining: latest.isPaid ? 0 : latest.amount,
    attempt_count: latest.attempts,
    billing_reason: latest.reason,
    created: latest.created,
    currency: price.currency,
    customer: subscription.customer,
    livemode: livemode,
    parent: {
      type: 'subscription_details',
      quote_details: null,
      subscription_details: {
        metadata: subscription.metadata,
        subscription: subscription.id,
      },
    },
    status: latest.isPaid ? 'paid' : 'open',
  };
}

export function tellPrice(price: Price): Record<string, unknown> {
  return {
    id: price.id,
    object: 'price',
    active: true,
    created: price.created,
    currency: price.currency,
    product: price.product,
    recurring: { interval: price.interval, interval_count: price.intervalCount },
    type: 'recurring',
    unit_amount: price.unitAmount,
  };
}
