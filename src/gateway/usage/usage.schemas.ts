import { z } from 'zod';
import { isCurrency } from '#core/money/money.js';
import { USAGE_ACTIONS } from './usage-limit.js';

const MAX_CALLS = 1_000_000_000;
const MAX_COST = 1_000_000_000_000;

const moneySchema = z.strictObject({
  amount: z.int().min(1).max(MAX_COST).describe('minor units'),
  currency: z.string().refine(isCurrency, 'expected an ISO 4217 currency code such as IDR'),
});

const callsSchema = z.int().min(1).max(MAX_CALLS).nullish();

export const usageProviderParamSchema = z.strictObject({
  id: z.uuid('expected the id of a provider'),
});

/** The whole of a provider's limits: what is left out is not limited. */
export const setUsageLimitsSchema = z.strictObject({
  monthly_calls: callsSchema,
  daily_calls: callsSchema,
  monthly_cost: moneySchema.nullish(),
  action: z
    .enum(USAGE_ACTIONS)
    .default('alert')
    .describe('`block` also refuses what begins something new'),
});
export type SetUsageLimits = z.infer<typeof setUsageLimitsSchema>;

const limitNameSchema = z.enum(['monthly_calls', 'daily_calls', 'monthly_cost']);

export const usageLimitsSchema = z.object({
  monthly_calls: z.int().nullable(),
  daily_calls: z.int().nullable(),
  monthly_cost: z.object({ amount: z.int(), currency: z.string() }).nullable(),
  action: z.enum(USAGE_ACTIONS),
});
export type UsageLimitsAnswer = z.infer<typeof usageLimitsSchema>;

export const providerUsageLimitsSchema = usageLimitsSchema.extend({ provider_id: z.uuid() });
export type ProviderUsageLimits = z.infer<typeof providerUsageLimitsSchema>;

export const usageQuerySchema = z.strictObject({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-11')
    .optional()
    .describe('a month of UTC; the running one when left out'),
  provider_id: z.uuid('expected the id of a provider').optional(),
});
export type UsageQuery = z.infer<typeof usageQuerySchema>;

const costSchema = z.object({ amount: z.int(), currency: z.string() });
export type Cost = z.infer<typeof costSchema>;

const usedProviderSchema = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

const countsShape = {
  calls: z.int().describe('the vendor was asked; what breaker or limits refused is left out'),
  succeeded: z.int(),
  failed: z.int(),
  costs: z.array(costSchema).describe('estimated by the fee table, one for each currency'),
  unpriced: z.int().describe('how many are not in the costs, because no fee is known for them'),
};

export const usageItemSchema = z.object({
  provider: usedProviderSchema,
  operation: z.string(),
  ...countsShape,
  cost_estimate: costSchema.nullable().describe('the cost when there is exactly one currency'),
});
export type UsageItem = z.infer<typeof usageItemSchema>;

export const providerUsageSchema = z.object({
  provider: usedProviderSchema,
  ...countsShape,
  limits: usageLimitsSchema.nullable(),
  uses: z.array(
    z.object({
      limit: limitNameSchema,
      used: z.int(),
      allowed: z.int(),
      currency: z.string().optional(),
      percent: z.int(),
    }),
  ),
  used_percent: z.int().nullable().describe('of the limit that is closest; null without limits'),
});
export type ProviderUsage = z.infer<typeof providerUsageSchema>;

export const usageAnswerSchema = z.object({
  month: z.string(),
  time_zone: z.literal('UTC'),
  items: z.array(usageItemSchema),
  providers: z.array(providerUsageSchema).describe('the same by provider, with limits'),
  totals: z.object(countsShape),
});
export type UsageAnswer = z.infer<typeof usageAnswerSchema>;
