import { z } from 'zod';

export const STRATEGIES = ['priority', 'least_cost', 'weighted'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** `<category>.<use>`, such as `payment.qris` or `mail.transactional`. */
export const featureKeySchema = z
  .string()
  .regex(/^[a-z-]+\.[a-z0-9_]+(\.[a-z0-9_]+)*$/, 'expected <category>.<use>, such as payment.qris')
  .max(100);

export const listFeaturesSchema = z.strictObject({ property_id: z.uuid().optional() });
export type ListFeatures = z.infer<typeof listFeaturesSchema>;

export const featureParamSchema = z.strictObject({ featureKey: featureKeySchema });

export const putFeatureSchema = z.strictObject({
  /** First is primary, the rest step in, in this order. An empty list takes the mapping away. */
  chain: z.array(z.uuid()).max(10),
  strategy: z.enum(STRATEGIES).default('priority'),
  /** For `weighted`: provider id → its share against the others; a provider left out counts 1. */
  weights: z.record(z.uuid(), z.int('expected a whole number').min(1).max(1_000)).default({}),
  property_id: z.uuid().nullable().default(null),
});
export type PutFeature = z.infer<typeof putFeatureSchema>;

export const featureAnswerSchema = z.object({
  feature_key: z.string(),
  property_id: z.uuid().nullable(),
  strategy: z.enum(STRATEGIES),
  chain: z.array(
    z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      is_active: z.boolean(),
      weight: z.int(),
    }),
  ),
});
export type FeatureAnswer = z.infer<typeof featureAnswerSchema>;

export const listedFeatureSchema = featureAnswerSchema.extend({
  /** What the PMS asked for in vain since nobody serves it; null where somebody does, or nobody asked. */
  unserved: z.object({ asked: z.int(), last_asked_at: z.iso.datetime() }).nullable(),
});
export type ListedFeature = z.infer<typeof listedFeatureSchema>;
export const featureListSchema = z.object({
  items: z.array(listedFeatureSchema),
  next_cursor: z.null(),
});
