import { z } from 'zod';
import { STRATEGIES } from '#gateway/features/feature.schemas.js';
import { ROUTING_REASONS } from './routing-decision.js';

export const providerNameSchema = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
export type ProviderName = z.infer<typeof providerNameSchema>;

export const feeAmountSchema = z.object({
  /** Minor units; an estimate by the provider's fee table. */
  amount: z.int(),
  currency: z.string(),
});
export type FeeAmount = z.infer<typeof feeAmountSchema>;

/** Why a payment is with its provider, and what the others would have cost. */
export const routingAnswerSchema = z.object({
  strategy: z.enum(STRATEGIES),
  reason: z.enum(ROUTING_REASONS),
  provider: providerNameSchema,
  fee: feeAmountSchema.nullable(),
  alternatives: z.array(
    z.object({
      provider: providerNameSchema,
      fee: feeAmountSchema.nullable(),
      /** What the alternative costs more than the chosen one; below zero when it is cheaper. */
      difference: feeAmountSchema.nullable(),
    }),
  ),
  skipped: z.array(z.object({ provider: providerNameSchema, reason: z.string() })),
  /** Set while the payment is not with the provider that should have it. */
  fallback: z
    .object({
      from: providerNameSchema,
      /** `breaker_open`, or the kind of error it was asked in vain with. */
      reason: z.string(),
      at: z.iso.datetime(),
      /** What it costs more than it should; null when a fee is not known. */
      extra_cost: feeAmountSchema.nullable(),
    })
    .nullable(),
});
export type RoutingAnswer = z.infer<typeof routingAnswerSchema>;
