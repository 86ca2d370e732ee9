/** What subscribers are told of subscriptions. */
import { z } from 'zod';
import type { EventType } from '#events/catalogue/event-type.js';
import { INTERVALS } from './subscription.port.js';
import { SUBSCRIPTION_STATUSES } from './subscription-status.js';

const subscription = z.looseObject({
  subscription_id: z.string(),
  order_id: z.string(),
  status: z.enum(SUBSCRIPTION_STATUSES),
  amount: z.int(),
  currency: z.string(),
  interval: z.enum(INTERVALS),
  interval_count: z.int(),
  cancel_at_period_end: z.boolean(),
  current_period_end: z.string().nullable(),
  provider_id: z.string(),
  gateway_subscription_id: z.string().nullable(),
});
const charged = subscription.extend({
  charge_id: z.string(),
  charged_amount: z.int().nullable(),
  charged_currency: z.string().nullable(),
});

const sample = {
  subscription_id: '019a8f00-0000-7000-8000-000000000001',
  order_id: 'CLUB-1001',
  status: 'active',
  amount: 150_000,
  currency: 'IDR',
  interval: 'month',
  interval_count: 1,
  cancel_at_period_end: false,
  current_period_end: '2026-12-21T10:00:00.000Z',
  provider_id: '019a8f00-0000-7000-8000-000000000002',
  gateway_subscription_id: 'sub_1',
};
const chargeSample = {
  ...sample,
  charge_id: 'in_1',
  charged_amount: 150_000,
  charged_currency: 'IDR',
};

export const SUBSCRIPTION_EVENTS: readonly EventType[] = [
  {
    event: 'subscription.created',
    description: {
      id: 'Langganan mulai berjalan, dengan atau tanpa masa percobaan.',
      en: 'A subscription has begun, with or without a trial.',
    },
    schema: subscription,
    sample,
  },
  {
    event: 'subscription.renewed',
    description: {
      id: 'Tagihan periode berikutnya sudah dibayar.',
      en: 'The charge for the next period was paid.',
    },
    schema: charged,
    sample: chargeSample,
  },
  {
    event: 'subscription.payment_failed',
    description: {
      id: 'Tagihan gagal; vendor biasanya mencoba lagi.',
      en: 'A charge failed; vendors usually try again.',
    },
    schema: charged,
    sample: { ...chargeSample, status: 'past_due', charge_id: 'in_1:1' },
  },
  {
    event: 'subscription.amount_mismatch',
    description: {
      id: 'Vendor menagih jumlah lain daripada yang disepakati.',
      en: 'The vendor charged another amount than was agreed.',
    },
    schema: charged,
    sample: { ...chargeSample, charged_amount: 175_000 },
  },
  {
    event: 'subscription.cancelled',
    description: {
      id: 'Langganan berakhir; tidak ada tagihan lagi.',
      en: 'The subscription has ended; nothing is charged any more.',
    },
    schema: subscription,
    sample: { ...sample, status: 'cancelled' },
  },
];
