import { z } from 'zod';
import { DEFAULT_CURRENCY, isCurrency } from '#core/money/money.js';
import { pageSchema } from '#core/paging/page.js';
import { paymentActionSchema } from './formats/payment-action.schemas.js';
import { PAYMENT_STATUSES } from './payment-status.js';
import { feeAmountSchema, routingAnswerSchema } from './routing/routing.schemas.js';

/** Far above any hotel bill and far below what a number holds exactly. */
const MAX_AMOUNT = 999_999_999_999;

/** What a database can't keep as text: the zero byte and halves of surrogate pairs. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

export function text(max: number) {
  return z.string().max(max).refine(isStorable, 'expected text without broken characters');
}

function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableJson(inner));
}

export const amountSchema = z
  .int('expected a whole number of minor units, such as 150000 for Rp 150.000')
  .positive('expected an amount above zero')
  .max(MAX_AMOUNT, `expected at most ${MAX_AMOUNT}`);

export const currencySchema = z
  .string()
  .length(3, 'expected an ISO 4217 code such as IDR')
  .transform((code) => code.toUpperCase())
  .refine(isCurrency, 'expected an ISO 4217 currency code such as IDR');

/** Control and invisible characters, and pictures: vendors and people have to read, copy and find it. */
const UNREADABLE = /[\p{C}\p{Zl}\p{Zp}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

const orderIdSchema = text(100)
  .trim()
  .min(1)
  .refine(
    (id) => !UNREADABLE.test(id),
    'expected letters, digits and signs in one line, without emoji or invisible characters',
  );

export const customerSchema = z.strictObject({
  first_name: text(100).optional(),
  last_name: text(100).optional(),
  email: z.email('expected an email address').optional(),
  phone: text(30).optional(),
});

const itemSchema = z.strictObject({
  id: text(50).min(1),
  name: text(200).min(1),
  price: z.int('expected a whole number of minor units').min(-MAX_AMOUNT).max(MAX_AMOUNT),
  quantity: z.int().positive().max(10_000),
});

export const createPaymentSchema = z
  .strictObject({
    feature: text(100).optional(),
    provider_id: z.uuid().optional(),
    property_id: z.uuid().optional(),
    order_id: orderIdSchema,
    amount: amountSchema,
    currency: currencySchema.default(DEFAULT_CURRENCY),
    description: text(255).optional(),
    method: text(50).optional(),
    token: text(500).optional(),
    customer: customerSchema.optional(),
    items: z.array(itemSchema).max(100).optional(),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    /** `manual` holds a card's money until it is captured; left out, the provider's own setting counts. */
    capture: z.enum(['automatic', 'manual']).optional(),
    expires_in_seconds: z.int().min(60, 'expected at least 60 seconds').max(2_592_000).optional(),
    metadata: z.record(z.string().max(50), z.json()).optional(),
  })
  .refine((body) => (body.feature === undefined) !== (body.provider_id === undefined), {
    path: ['feature'],
    message: 'send either feature (a mapped key such as payment.qris) or provider_id',
  })
  .refine((body) => body.items === undefined || sumOf(body.items) === BigInt(body.amount), {
    path: ['items'],
    message: 'the sum of price x quantity differs from amount; make them equal or leave items out',
  })
  .refine((body) => JSON.stringify(body.metadata ?? {}).length <= 10_000, {
    path: ['metadata'],
    message: 'expected at most 10,000 characters of JSON',
  })
  .refine((body) => isStorableJson(body.metadata), {
    path: ['metadata'],
    message: 'expected text without broken characters',
  });
export type CreatePayment = z.infer<typeof createPaymentSchema>;

/** In big integers: prices times quantities may lie beyond what a number holds exactly. */
function sumOf(items: readonly { price: number; quantity: number }[]): bigint {
  return items.reduce((sum, { price, quantity }) => sum + BigInt(price) * BigInt(quantity), 0n);
}

/** `created` lasts milliseconds and is shown as what it means to the PMS: nobody knows yet. */
export const shownStatusSchema = z.enum(PAYMENT_STATUSES).exclude(['created']);

export const refundAnswerSchema = z.object({
  id: z.uuid(),
  payment_id: z.uuid(),
  amount: z.int(),
  currency: z.string(),
  reason: z.string().nullable(),
  status: z.enum(['pending', 'succeeded', 'failed']),
  /** `vendor`: begun at the vendor's own pages. */
  source: z.enum(['api', 'vendor']),
  /** `payout`: the rail has no refunds, so a person transfers the money. */
  via: z.enum(['vendor', 'payout']),
  payout_task: z
    .object({ id: z.uuid(), status: z.enum(['open', 'completed', 'cancelled']) })
    .nullable(),
  gateway_refund_id: z.string().nullable(),
  /** The provider is paused: its vendor is asked when it goes on. */
  is_held: z.boolean(),
  failure: z.object({ kind: z.string(), message: z.string() }).nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type RefundAnswer = z.infer<typeof refundAnswerSchema>;
export const refundPageSchema = pageSchema(refundAnswerSchema);

export const paymentAnswerSchema = z.object({
  id: z.uuid(),
  order_id: z.string(),
  reference: z.string(),
  status: shownStatusSchema,
  amount: z.int(),
  currency: z.string(),
  refunded_amount: z.int(),
  /** What was asked for; null: the provider's own setting. */
  capture: z.enum(['automatic', 'manual']).nullable(),
  /** What came in: all of it once paid, of held money what was captured. */
  received_amount: z.int(),
  /** What was decided about money that came after the end; null before, and where none did. */
  late_decision: z.enum(['accept', 'refund', 'credit']).nullable(),
  method: z.string().nullable(),
  feature: z.string().nullable(),
  provider: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  gateway_transaction_id: z.string().nullable(),
  action: paymentActionSchema,
  /** What the provider is expected to take, by its fee table; null when that is not known. */
  fee: feeAmountSchema.nullable(),
  /** Why it is with this provider; null for payments from before that was kept. */
  routing: routingAnswerSchema.nullable(),
  /** What a browser needs beside the action: script, public key, kind of widget. */
  client: z.looseObject({}).optional(),
  failure: z.object({ kind: z.string(), message: z.string() }).nullable(),
  expires_at: z.iso.datetime().nullable(),
  paid_at: z.iso.datetime().nullable(),
  metadata: z.record(z.string(), z.json()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type PaymentAnswer = z.infer<typeof paymentAnswerSchema>;

export const paymentParamSchema = z.strictObject({ id: z.uuid('expected the id of a payment') });
export const getPaymentSchema = z.strictObject({ refresh: z.stringbool().default(false) });
export type GetPayment = z.infer<typeof getPaymentSchema>;

export const paymentEventAnswerSchema = z.object({
  id: z.uuid(),
  type: z.string(),
  from: shownStatusSchema.nullable(),
  to: shownStatusSchema.nullable(),
  status: shownStatusSchema.nullable(),
  source: z.enum(['api', 'webhook', 'poll', 'operator', 'timer']),
  detail: z.looseObject({}),
  trace_id: z.string().nullable(),
  occurred_at: z.iso.datetime(),
});
export type PaymentEventAnswer = z.infer<typeof paymentEventAnswerSchema>;
export const paymentEventPageSchema = pageSchema(paymentEventAnswerSchema);

const destinationSchema = z.strictObject({
  bank: text(100).trim().min(1),
  account_number: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z .-]{4,40}$/, 'expected an account number of 4 to 40 digits or letters'),
  account_name: text(140).trim().min(1),
});
export type Destination = z.infer<typeof destinationSchema>;

export const createRefundSchema = z.strictObject({
  /** Left out: everything that is still refundable. */
  amount: amountSchema.optional(),
  reason: text(200).optional(),
  /** `vendor` refuses where the rail has no refunds; `payout` always opens a payout task. Left out: what is possible. */
  via: z.enum(['vendor', 'payout']).optional(),
  /** Where a payout task sends the money; kept sealed. */
  destination: destinationSchema.optional(),
});
export type CreateRefund = z.infer<typeof createRefundSchema>;
