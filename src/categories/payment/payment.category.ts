import type { Category } from '#providers/category-registry.js';
import { paymentFormats } from './formats/payment-formats.js';
import type { PaymentPort } from './payment.port.js';
import { subscriptionCategory } from './subscriptions/subscription.category.js';
import type { SubscriptionPort } from './subscriptions/subscription.port.js';
import { paymentProbe } from './probe/payment-probe.js';

export const paymentCategory: Category<PaymentPort> = {
  id: 'payment',
  formats: paymentFormats,
  connectionProbe: paymentProbe,
  features: [
    'payment.page',
    'payment.embed',
    'payment.qris',
    'payment.virtual_account',
    'payment.card',
    'payment.e_wallet',
  ],
  featureNames: {
    'payment.page': { id: 'halaman pembayaran', en: 'payment page' },
    'payment.embed': { id: 'formulir bayar di situs sendiri', en: 'payment form on your site' },
    'payment.qris': { id: 'QRIS', en: 'QRIS' },
    'payment.virtual_account': { id: 'virtual account (VA)', en: 'virtual account' },
    'payment.card': { id: 'kartu', en: 'card' },
    'payment.e_wallet': { id: 'dompet digital', en: 'e-wallet' },
  },
};

/** All that providers of this category may be: single payments and recurring ones speak by ports of their own. */
export const installedPaymentCategory: Category<PaymentPort | SubscriptionPort> = {
  id: paymentCategory.id,
  connectionProbe: paymentProbe,
  formats: [...paymentCategory.formats, ...subscriptionCategory.formats],
  features: [...paymentCategory.features, ...subscriptionCategory.features],
  featureNames: { ...paymentCategory.featureNames, ...subscriptionCategory.featureNames },
};
