import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { SCOPE_NAMES } from '../scopes.js';

const scopeSchema = z.enum(SCOPE_NAMES, {
  error: `is not a known scope; allowed are ${SCOPE_NAMES.join(', ')}`,
});

const rateLimitSchema = z
  .int()
  .min(0)
  .max(10_000_000)
  .describe('requests a minute; 0 is no limit, null what the settings say');

export const createApiKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(scopeSchema)
    .min(1)
    .max(SCOPE_NAMES.length)
    .transform((scopes) => [...new Set(scopes)]),
  property_id: z.uuid().nullish(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  rate_limit_per_minute: rateLimitSchema.nullish(),
});
export type CreateApiKey = z.infer<typeof createApiKeySchema>;

export const updateApiKeySchema = z.strictObject({
  rate_limit_per_minute: rateLimitSchema.nullable(),
});
export type UpdateApiKey = z.infer<typeof updateApiKeySchema>;

export const listApiKeysSchema = z.strictObject(pageQueryShape);
export type ListApiKeys = z.infer<typeof listApiKeysSchema>;

export const apiKeyIdSchema = z.strictObject({ id: z.uuid() });
export type ApiKeyId = z.infer<typeof apiKeyIdSchema>;

/** A key as lists show it; its text is not among the fields. */
export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('first characters of the key, to tell keys apart'),
  scopes: z.array(z.string()),
  property_id: z.uuid().nullable(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
  rate_limit_per_minute: z.int().nullable(),
});
export type ApiKeyAnswer = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = apiKeySchema.extend({
  key: z.string().describe('the key itself, shown this once'),
});
export type NewApiKeyAnswer = z.infer<typeof newApiKeySchema>;

export const apiKeyPageSchema = pageSchema(apiKeySchema);
