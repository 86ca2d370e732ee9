import type { Category } from '#providers/category-registry.js';
import { recurringFormat } from './connector-subscription.adapter.js';
import type { SubscriptionPort } from './subscription.port.js';

/** The part of the payment category that speaks of subscriptions: same providers, another port. */
export const subscriptionCategory: Category<SubscriptionPort> = {
  id: 'payment',
  formats: [recurringFormat],
  features: ['payment.subscription'],
  featureNames: {
    'payment.subscription': { id: 'pembayaran berulang', en: 'recurring payments' },
  },
};
