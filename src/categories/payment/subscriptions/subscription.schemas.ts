import { z } from 'zod';
import { DEFAULT_CURRENCY } from '#core/money/money.js';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { paymentActionSchema } from '../formats/payment-action.schemas.js';
import { amountSchema, currencySchema, customerSchema, text } from '../payment.schemas.js';
import { SUBSCRIPTION_STATUSES } from './subscription-status.js';
import { INTERVALS } from './subscription.port.js';

export const createSubscriptionSchema = z
  .strictObject({
    feature: text(100).optional(),
    provider_id: z.uuid().optional(),
    property_id: z.uuid().optional(),
    /** The booking, contract or membership that is paid. */
    order_id: text(100).trim().min(1),
    /** Of each charge. */
    amount: amountSchema,
    currency: currencySchema.default(DEFAULT_CURRENCY),
    interval: z.enum(INTERVALS, 'expected day, week, month or year'),
    interval_count: z.int().min(1).max(52).default(1),
    trial_days: z.int().min(0).max(730, 'expected at most 730 days').default(0),
    description: text(255).optional(),
    /** A card token; left out, the guest is sent to a page of the vendor. */
    token: text(500).optional(),
    customer: customerSchema.optional(),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    metadata: z.record(z.string().max(50), text(500)).optional(),
  })
  .refine((body) => (body.feature === undefined) !== (body.provider_id === undefined), {
    path: ['feature'],
    message: 'send either feature (a mapped key such as payment.subscription) or provider_id',
  })
  .refine((body) => JSON.stringify(body.metadata ?? {}).length <= 10_000, {
    path: ['metadata'],
    message: 'expected at most 10,000 characters of JSON',
  });
export type CreateSubscription = z.infer<typeof createSubscriptionSchema>;

/** `created` lasts milliseconds and is shown as what it means to the PMS: nobody knows yet. */
const shownStatusSchema = z.enum(SUBSCRIPTION_STATUSES).exclude(['created']);
export type ShownSubscriptionStatus = z.infer<typeof shownStatusSchema>;

export const subscriptionAnswerSchema = z.object({
  id: z.uuid(),
  order_id: z.string(),
  reference: z.string(),
  status: shownStatusSchema,
  amount: z.int(),
  currency: z.string(),
  interval: z.enum(INTERVALS),
  interval_count: z.int(),
  trial_days: z.int(),
  feature: z.string().nullable(),
  provider: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  gateway_subscription_id: z.string().nullable(),
  action: paymentActionSchema,
  failure: z.object({ kind: z.string(), message: z.string() }).nullable(),
  /** It runs until `current_period_end` and is not renewed. */
  cancel_at_period_end: z.boolean(),
  current_period_end: z.iso.datetime().nullable(),
  trial_ends_at: z.iso.datetime().nullable(),
  started_at: z.iso.datetime().nullable(),
  cancelled_at: z.iso.datetime().nullable(),
  metadata: z.record(z.string(), z.json()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type SubscriptionAnswer = z.infer<typeof subscriptionAnswerSchema>;
export const subscriptionPageSchema = pageSchema(subscriptionAnswerSchema);

export const subscriptionParamSchema = z.strictObject({
  id: z.uuid('expected the id of a subscription'),
});
export const getSubscriptionSchema = z.strictObject({ refresh: z.stringbool().default(false) });
export type GetSubscription = z.infer<typeof getSubscriptionSchema>;

export const listSubscriptionsSchema = z.strictObject({
  ...pageQueryShape,
  order_id: text(100).optional(),
  status: shownStatusSchema.optional(),
  provider_id: z.uuid().optional(),
  property_id: z.uuid('expected the id of a property').optional(),
});
export type ListSubscriptions = z.infer<typeof listSubscriptionsSchema>;

export const cancelSubscriptionSchema = z.strictObject({
  /** True lets it run to the end of the period that is paid. */
  at_period_end: z.boolean().default(false),
});
export type CancelSubscription = z.infer<typeof cancelSubscriptionSchema>;

export const subscriptionEventAnswerSchema = z.object({
  id: z.uuid(),
  type: z.string(),
  from: shownStatusSchema.nullable(),
  to: shownStatusSchema.nullable(),
  source: z.enum(['api', 'webhook', 'poll', 'operator', 'timer']),
  charge_id: z.string().nullable(),
  detail: z.looseObject({}),
  trace_id: z.string().nullable(),
  occurred_at: z.iso.datetime(),
});
export type SubscriptionEventAnswer = z.infer<typeof subscriptionEventAnswerSchema>;
export const subscriptionEventPageSchema = pageSchema(subscriptionEventAnswerSchema);
