import { z } from 'zod';
import { figuresSchema, windowSchema } from './provider-health.schemas.js';

export const healthSeriesQuerySchema = z.strictObject({
  window: windowSchema,
  provider_id: z.uuid('expected the id of a provider').optional(),
  /** Only providers of this property, and those of all of them. */
  property_id: z.uuid('expected the id of a property').optional(),
});
export type HealthSeriesQuery = z.infer<typeof healthSeriesQuerySchema>;

export const healthSeriesSchema = z.object({
  window: z.string(),
  provider_id: z.uuid().nullable(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  step_seconds: z.int(),
  total: figuresSchema,
  /** The same length of time just before. */
  before: figuresSchema,
  /** Every step has one, oldest first. */
  items: z.array(figuresSchema.extend({ at: z.iso.datetime() })),
  /** Intervals in which breakers were not closed. */
  breakers: z.array(
    z.object({
      provider_id: z.uuid(),
      state: z.enum(['open', 'half_open']),
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
      is_forced: z.boolean(),
    }),
  ),
});
export type HealthSeries = z.infer<typeof healthSeriesSchema>;
