/** Parameters this simulator knows; every other one is refused, so that a typo in a preset is found here. */
import { z } from 'zod';

const digits = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => Number(text));
const yesNo = z.enum(['true', 'false']).transform((text) => text === 'true');
const currency = z.string().regex(/^[a-z]{3}$/);
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const expand = z.array(z.string()).max(4).default([]);
const url = z.url();
const customText = z.string().min(1).max(1000);

/** What a list or search may be asked. */
export const listQuerySchema = z.strictObject({
  limit: digits.pipe(z.number().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  created: z.strictObject({ gte: digits.optional(), lte: digits.optional() }).optional(),
  payment_intent: z.string().optional(),
  subscription: z.string().optional(),
  customer: z.string().optional(),
  status: z.string().optional(),
  expand,
});

export const searchQuerySchema = z.strictObject({
  query: z.string().min(1),
  limit: digits.pipe(z.number().min(1).max(100)).default(10),
});

export const expandQuerySchema = z.strictObject({ expand });
export const emptySchema = z.strictObject({ expand });

export const intentParamsSchema = z.strictObject({
  amount: digits.pipe(z.number().min(1)),
  currency,
  description: customText.optional(),
  metadata,
  receipt_email: z.email().optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: yesNo, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  payment_method_types: z.array(z.string()).optional(),
  payment_method: z.string().startsWith('pm_').optional(),
  confirmation_token: z.string().startsWith('ctoken_').optional(),
  confirm: yesNo.default(false),
  off_session: yesNo.optional(),
  error_on_requires_action: yesNo.optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
  return_url: url.optional(),
  customer: z.string().optional(),
  expand,
});
export type IntentParams = z.output<typeof intentParamsSchema>;

export const captureParamsSchema = z.strictObject({
  amount_to_capture: digits.pipe(z.number().min(1)).optional(),
  expand,
});

export const cancelParamsSchema = z.strictObject({
  cancellation_reason: z
    .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
    .optional(),
  expand,
});

export const refundParamsSchema = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: digits.pipe(z.number().min(1)).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
});

const recurringSchema = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: digits.pipe(z.number().min(1)).optional(),
});
const productDataSchema = z.strictObject({
  name: z.string().min(1).max(250),
  description: customText.optional(),
});

const lineItemSchema = z.strictObject({
  quantity: digits.pipe(z.number().min(1)),
  price_data: z.strictObject({
    currency,
    unit_amount: digits,
    product_data: productDataSchema,
    recurring: recurringSchema.optional(),
  }),
});

export const sessionParamsSchema = z.strictObject({
  mode: z.enum(['payment', 'subscription']),
  client_reference_id: z.string().max(200).optional(),
  success_url: url,
  cancel_url: url.optional(),
  customer_email: z.email().optional(),
  locale: z.string().optional(),
  expires_at: digits.optional(),
  line_items: z.array(lineItemSchema).min(1).max(100),
  metadata,
  payment_method_types: z.array(z.string()).optional(),
  payment_intent_data: z
    .strictObject({
      metadata,
      description: customText.optional(),
      capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
    })
    .optional(),
  subscription_data: z
    .strictObject({
      metadata,
      description: customText.optional(),
      trial_period_days: digits.pipe(z.number().min(1).max(730)).optional(),
    })
    .optional(),
});
export type SessionParams = z.output<typeof sessionParamsSchema>;

export const customerParamsSchema = z.strictObject({
  name: z.string().optional(),
  email: z.email().optional(),
  phone: z.string().optional(),
  payment_method: z.string().startsWith('pm_').optional(),
  invoice_settings: z.strictObject({ default_payment_method: z.string() }).optional(),
  metadata,
});

export const priceParamsSchema = z.strictObject({
  currency,
  unit_amount: digits.pipe(z.number().min(1)),
  recurring: recurringSchema.optional(),
  product_data: z.strictObject({ name: z.string().min(1) }).optional(),
  product: z.string().optional(),
  metadata,
});

export const subscriptionParamsSchema = z.strictObject({
  customer: z.string(),
  items: z
    .array(z.strictObject({ price: z.string(), quantity: digits.optional() }))
    .min(1)
    .max(20),
  default_payment_method: z.string().optional(),
  description: customText.max(500).optional(),
  trial_period_days: digits.pipe(z.number().min(1).max(730)).optional(),
  payment_behavior: z
    .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete'])
    .default('allow_incomplete'),
  off_session: yesNo.optional(),
  metadata,
  expand,
});

export const subscriptionUpdateSchema = z.strictObject({
  cancel_at_period_end: yesNo.optional(),
  metadata: metadata.optional(),
  expand,
});
