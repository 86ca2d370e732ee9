import { z } from 'zod';
import { DEFAULT_CURRENCY } from '#core/money/money.js';
import { localizedSchema } from '#connectors/template.schemas.js';
import { amountSchema, currencySchema, text } from '../payment.schemas.js';
import { feeAmountSchema, providerNameSchema } from '../routing/routing.schemas.js';
import { METHOD_GROUPS } from './known-methods.js';

export const listPaymentMethodsSchema = z.strictObject({
  /** Left out: all payment features that are mapped. */
  feature: text(100).min(1).optional(),
  /** Minor units; without it fees by percentage are not known. */
  amount: z
    .string()
    .regex(/^\d{1,15}$/, 'expected a whole number of minor units, such as 150000 for Rp 150.000')
    .transform(Number)
    .pipe(amountSchema)
    .optional(),
  currency: currencySchema.default(DEFAULT_CURRENCY),
  property_id: z.uuid('expected the id of a property').optional(),
  /** Shows methods that are switched off, too, with `enabled: false`. */
  include_disabled: z.stringbool().default(false),
});
export type ListPaymentMethods = z.infer<typeof listPaymentMethodsSchema>;

/** Money with the text that a person reads, such as `Rp 4.440`. */
const shownMoneySchema = feeAmountSchema.extend({ formatted: z.string() });
export type ShownMoney = z.infer<typeof shownMoneySchema>;

export const paymentMethodSchema = z.object({
  method: z.string(),
  label: localizedSchema,
  group: z.enum(METHOD_GROUPS),
  /** What to send to POST /api/v1/payments, together with `method`. */
  feature: z.string(),
  fee: shownMoneySchema.nullable(),
  provider: providerNameSchema,
  alternatives: z.array(
    z.object({
      provider: providerNameSchema,
      feature: z.string(),
      fee: shownMoneySchema.nullable(),
      /** What the alternative costs more than the chosen one; below zero when it is cheaper. */
      difference: shownMoneySchema.nullable(),
    }),
  ),
  min_amount: z.int().nullable(),
  max_amount: z.int().nullable(),
  enabled: z.boolean(),
  /** As the owner set it; those without one follow, by group. */
  position: z.int().nullable(),
});
export type PaymentMethod = z.infer<typeof paymentMethodSchema>;

export const paymentMethodListSchema = z.object({
  items: z.array(paymentMethodSchema),
  next_cursor: z.null(),
});
export type PaymentMethodList = z.infer<typeof paymentMethodListSchema>;

const methodNameSchema = z
  .string()
  .regex(/^[a-z0-9_]{1,50}$/, 'expected the name of a method, such as qris or bca_va');

export const putMethodSettingsSchema = z.strictObject({
  /** Left out or null: all properties. */
  property_id: z.uuid('expected the id of a property').nullable().optional(),
  /** Everything that is set; a method left out is on and has no place of its own. */
  methods: z
    .array(
      z.strictObject({
        method: methodNameSchema,
        enabled: z.boolean(),
        position: z.int().min(0).max(1_000).nullable().default(null),
      }),
    )
    .max(200),
});
export type PutMethodSettings = z.infer<typeof putMethodSettingsSchema>;

export const getMethodSettingsSchema = z.strictObject({
  property_id: z.uuid('expected the id of a property').optional(),
});
export type GetMethodSettings = z.infer<typeof getMethodSettingsSchema>;

export const methodSettingsAnswerSchema = z.object({
  property_id: z.uuid().nullable(),
  /** Every method that a payment provider of the property knows, and every one that something was set for. */
  items: z.array(
    z.object({
      method: z.string(),
      label: localizedSchema,
      group: z.enum(METHOD_GROUPS),
      enabled: z.boolean(),
      position: z.int().nullable(),
      /** `property`: set here; `all`: set for all properties; `default`: nobody set anything. */
      source: z.enum(['property', 'all', 'default']),
    }),
  ),
  next_cursor: z.null(),
});
export type MethodSettingsAnswer = z.infer<typeof methodSettingsAnswerSchema>;
