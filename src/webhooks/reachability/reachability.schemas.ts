import { z } from 'zod';
import { localizedSchema } from '#connectors/template.schemas.js';

export const reachabilityParamSchema = z.strictObject({
  id: z.uuid('expected the id of a provider'),
});

/** In the order in which a webhook meets them on its way here. */
export const CHECK_NAMES = [
  'public_url',
  'https',
  'dns',
  'public_address',
  'certificate',
  'delivery',
  'large_body',
  'provider_active',
  'last_webhook',
] as const;

const checkSchema = z.object({
  name: z.enum(CHECK_NAMES),
  /** False only for what keeps webhooks away. */
  ok: z.boolean(),
  level: z.enum(['passed', 'warning', 'failed', 'skipped']),
  message: localizedSchema,
  /** What to do about it. */
  hint: localizedSchema.nullable(),
});
export type ReachabilityCheck = z.infer<typeof checkSchema>;

export const reachabilitySchema = z.object({
  ok: z.boolean(),
  url: z.string(),
  checked_at: z.iso.datetime(),
  checks: z.array(checkSchema),
});
export type Reachability = z.infer<typeof reachabilitySchema>;
