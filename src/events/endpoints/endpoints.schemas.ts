import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';

const urlSchema = z.url({ protocol: /^https?$/, error: 'expected an https:// URL' }).max(2_000);
const patternsSchema = z
  .array(
    z
      .string()
      .max(100)
      .regex(
        /^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?)$/,
        'expected an event such as payment.received, a group such as payment.*, or *',
      ),
  )
  .min(1, 'name at least one event; "*" means all')
  .max(100);
const descriptionSchema = z.string().max(500);

export const createEndpointSchema = z.strictObject({
  url: urlSchema,
  events: patternsSchema,
  description: descriptionSchema.optional(),
  /** Only events of this property; null or left out means all. */
  property_id: z.uuid().nullable().optional(),
});
export type CreateEndpoint = z.infer<typeof createEndpointSchema>;

export const updateEndpointSchema = z
  .strictObject({
    url: urlSchema,
    events: patternsSchema,
    description: descriptionSchema.nullable(),
    status: z.enum(['enabled', 'disabled']),
  })
  .partial();
export type UpdateEndpoint = z.infer<typeof updateEndpointSchema>;

export const rotateSecretSchema = z
  .strictObject({
    /** How long the old secret signs beside the new one; 0 ends it at once. */
    overlap_hours: z.int().min(0).max(720).default(24),
  })
  .default({ overlap_hours: 24 });
export type RotateSecret = z.infer<typeof rotateSecretSchema>;

export const testEndpointSchema = z
  .strictObject({
    /** Which kind of event to send as a sample; the default is `webhook.test`. */
    event: z.string().max(100).optional(),
  })
  .default({});
export type TestEndpoint = z.infer<typeof testEndpointSchema>;

export const listEndpointsSchema = z.strictObject({ ...pageQueryShape });
export type ListEndpoints = z.infer<typeof listEndpointsSchema>;

export const endpointParamSchema = z.strictObject({
  id: z.uuid('expected the id of a webhook endpoint'),
});

export const endpointAnswerSchema = z.object({
  id: z.uuid(),
  url: z.string(),
  events: z.array(z.string()),
  description: z.string().nullable(),
  property_id: z.uuid().nullable(),
  status: z.enum(['enabled', 'disabled']),
  disabled_reason: z.string().nullable(),
  disabled_at: z.iso.datetime().nullable(),
  /** Deliveries that wait until the endpoint is enabled again; offered for replay. */
  parked_count: z.int(),
  dead_count: z.int(),
  /** Deliveries of the last 24 hours, the newest two thousand at most; what waits for its first attempt is in neither. */
  last_day: z.object({ delivered: z.int(), failed: z.int() }),
  failing_since: z.iso.datetime().nullable(),
  secret_last4: z.string(),
  previous_secret_until: z.iso.datetime().nullable(),
  warnings: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type EndpointAnswer = z.infer<typeof endpointAnswerSchema>;
export const endpointPageSchema = pageSchema(endpointAnswerSchema);

/** The secret is shown in this answer and never again. */
export const endpointWithSecretSchema = endpointAnswerSchema.extend({ secret: z.string() });
export type EndpointWithSecret = z.infer<typeof endpointWithSecretSchema>;
