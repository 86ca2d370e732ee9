import { z } from 'zod';
import { pauseAnswerSchema } from './pause/provider-pause.schemas.js';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { categorySchema, feeSchema } from './preset.schemas.js';
import { extraConfigSchema } from './provider.types.js';

const nameSchema = z.string().trim().min(1).max(100);
const headersSchema = z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string().max(2_000));
const baseUrlsSchema = z.record(z.string(), z.url({ protocol: /^https?$/ }));
const environmentSchema = z.enum(['sandbox', 'production']);

const writable = {
  name: nameSchema,
  environment: environmentSchema,
  base_urls: baseUrlsSchema,
  extra_config: extraConfigSchema,
  extra_headers: headersSchema,
  is_active: z.boolean(),
  is_default: z.boolean(),
  display_order: z.int(),
  notes: z.string().max(5_000).nullable(),
  default_model: z.string().max(200).nullable(),
  /** The whole table; what stands in the preset is a list price, the owner's contract may say otherwise. */
  fees: z.array(feeSchema).max(100),
};

/** With `preset_id` everything that stands in the preset may be left out; without it the connector is given. */
export const createProviderSchema = z.strictObject({
  preset_id: z.string().optional(),
  integration_type: categorySchema.optional(),
  api_format: z.string().optional(),
  connector: connectorSchema.optional(),
  credentials: z.record(z.string(), z.string().max(20_000)).default({}),
  property_id: z.uuid().nullable().optional(),
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by -')
    .max(80)
    .optional(),
  ...writable,
  environment: environmentSchema.default('sandbox'),
  base_urls: baseUrlsSchema.default({}),
  extra_config: extraConfigSchema.default({}),
  extra_headers: headersSchema.default({}),
  is_active: z.boolean().default(true),
  is_default: z.boolean().default(false),
  display_order: z.int().default(0),
  notes: writable.notes.default(null),
  default_model: writable.default_model.default(null),
  fees: writable.fees.optional(),
});
export type CreateProvider = z.infer<typeof createProviderSchema>;

export const updateProviderSchema = z
  .strictObject({
    ...writable,
    connector: connectorSchema,
    /** The version of its preset that the connector given with it was taken from. */
    preset_version: z.int().min(1),
    /** A key left out stays, `null` clears it. */
    credentials: z.record(z.string(), z.string().max(20_000).nullable()),
    /** How long the webhook secrets that change here stay valid beside the new ones; 0 ends them at once. */
    secret_overlap_hours: z.int().min(0).max(720),
  })
  .partial();
export type UpdateProvider = z.infer<typeof updateProviderSchema>;

export const listProvidersSchema = z.strictObject({
  ...pageQueryShape,
  integration_type: categorySchema.optional(),
  property_id: z.uuid().optional(),
  archived: z.stringbool().default(false),
});
export type ListProviders = z.infer<typeof listProvidersSchema>;

export const idParamSchema = z.strictObject({ id: z.uuid('expected the id of a provider') });

export const providerAnswerSchema = z.object({
  id: z.uuid(),
  property_id: z.uuid().nullable(),
  integration_type: z.string(),
  name: z.string(),
  slug: z.string(),
  api_format: z.string(),
  environment: environmentSchema,
  base_urls: z.record(z.string(), z.string()),
  webhook_url: z.string(),
  credentials: z.record(
    z.string(),
    z.object({ set: z.boolean(), last4: z.string().optional(), value: z.string().optional() }),
  ),
  previous_secrets_until: z.iso.datetime().nullable(),
  extra_headers: z.record(z.string(), z.string()),
  extra_config: z.looseObject({}),
  capabilities: z.array(z.string()),
  supported_methods: z.array(z.string()),
  fees: z.array(feeSchema),
  default_currency: z.string().nullable(),
  default_model: z.string().nullable(),
  is_active: z.boolean(),
  is_default: z.boolean(),
  paused: pauseAnswerSchema,
  display_order: z.number(),
  test_status: z.enum(['untested', 'ok', 'failed', 'unverifiable']),
  last_tested_at: z.iso.datetime().nullable(),
  notes: z.string().nullable(),
  preset_id: z.string().nullable(),
  preset_version: z.number().nullable(),
  warnings: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  archived_at: z.iso.datetime().nullable(),
});
export type ProviderAnswer = z.infer<typeof providerAnswerSchema>;

/** How a provider's vendor is spoken to: what came from its preset, with what the owner changed. */
export const providerConnectorSchema = z.object({ connector: connectorSchema });
export type ProviderConnector = z.infer<typeof providerConnectorSchema>;

export const providerPageSchema = pageSchema(providerAnswerSchema);

export const testAnswerSchema = z.object({
  ok: z.boolean(),
  test_status: z.enum(['ok', 'failed', 'unverifiable']),
  identity: z.string().optional(),
  latency_ms: z.number(),
  message: z.string(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  /** What kind of failure kept it from being accepted. */
  kind: z.string().optional(),
  /** The vendor's own code of that failure; the preset may explain it. */
  code: z.string().optional(),
  /** Doubts about what was typed that don't keep it from being saved; where the test fails, often the cause. */
  warnings: z
    .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
    .optional(),
});
export type TestAnswer = z.infer<typeof testAnswerSchema>;
