import { z } from 'zod';

export const overviewQuerySchema = z.strictObject({ property_id: z.uuid().optional() });
export type OverviewQuery = z.infer<typeof overviewQuerySchema>;

const moneySumSchema = z.object({ amount: z.int(), currency: z.string() });
const dayFigureSchema = z.object({ count: z.int(), sums: z.array(moneySumSchema) });
const providerNameSchema = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

export const runningFallbackSchema = z.object({
  integration_type: z.string(),
  features: z.array(z.string()),
  /** Who should serve them. */
  from: providerNameSchema,
  reason: z.enum(['breaker_open', 'paused']),
  /** Who does; null: nobody steps in. */
  to: providerNameSchema.nullable(),
  /** Null in the moment before the alert is raised. */
  since: z.iso.datetime().nullable(),
  /** What went to `to` since then. */
  count: z.int(),
  /** How much dearer that was; below zero where it was cheaper. */
  extra_cost: z.array(moneySumSchema),
  /** Of how many the difference is not known. */
  unknown_costs: z.int(),
});
export type RunningFallback = z.infer<typeof runningFallbackSchema>;

export const overviewAnswerSchema = z.object({
  property_id: z.uuid().nullable(),
  time_zone: z.string(),
  /** Today on the property's own calendar. */
  day: z.iso.date(),
  figures: z.array(
    z.object({
      id: z.string().describe('payments, messages, webhooks'),
      today: dayFigureSchema,
      yesterday: dayFigureSchema.describe('the whole day'),
    }),
  ),
  fallbacks: z.array(runningFallbackSchema),
  /** What a new hub still lacks. */
  first_steps: z.object({
    installed: z.array(z.string()).describe('categories that can be connected'),
    connected: z.array(z.string()).describe('categories with an active provider'),
    has_features: z.boolean(),
    has_webhooks: z.boolean(),
    has_payments: z.boolean(),
    has_used_api_key: z.boolean(),
  }),
});
export type OverviewAnswer = z.infer<typeof overviewAnswerSchema>;
