import { z } from 'zod';

const WINDOWS = { '15m': 15, '1h': 60, '24h': 1_440, '7d': 10_080, '30d': 43_200 } as const;
type Window = keyof typeof WINDOWS;
const windows = Object.keys(WINDOWS) as [Window, ...Window[]];

export const windowSchema = z.enum(windows, `expected one of ${windows.join(', ')}`).default('1h');

export const providerHealthQuerySchema = z.strictObject({
  window: windowSchema,
  provider_id: z.uuid().optional(),
  property_id: z.uuid().optional(),
});
export type ProviderHealthQuery = z.infer<typeof providerHealthQuerySchema>;

export const providerSeriesParamSchema = z.strictObject({
  id: z.uuid('expected the id of a provider'),
});
export const providerSeriesQuerySchema = z.strictObject({ window: windowSchema });

export function windowMs(window: Window): number {
  return WINDOWS[window] * 60_000;
}

const figuresShape = {
  calls: z.int(),
  success_rate: z.number().nullable(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
  errors: z.record(z.string(), z.int()),
};

export const figuresSchema = z.object(figuresShape);

export const providerHealthSchema = z.object({
  provider_id: z.uuid(),
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  integration_type: z.string(),
  environment: z.string(),
  is_active: z.boolean(),
  ...figuresShape,
  breaker: z.enum(['closed', 'open', 'half_open']),
  last_error: z
    .object({
      kind: z.string(),
      action: z.string(),
      message: z.string().nullable(),
      at: z.iso.datetime(),
    })
    .nullable(),
});
export type ProviderHealth = z.infer<typeof providerHealthSchema>;

export const providerHealthPageSchema = z.object({
  window: z.string(),
  items: z.array(providerHealthSchema),
  next_cursor: z.null(),
});
export type ProviderHealthPage = z.infer<typeof providerHealthPageSchema>;

export const providerSeriesSchema = z.object({
  window: z.string(),
  items: z.array(z.object({ at: z.iso.datetime(), ...figuresShape })),
  next_cursor: z.null(),
});
export type ProviderSeries = z.infer<typeof providerSeriesSchema>;
