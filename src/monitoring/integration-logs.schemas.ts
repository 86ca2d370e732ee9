import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';

export const integrationLogQuerySchema = z.strictObject({
  ...pageQueryShape,
  provider_id: z.uuid().optional(),
  /** The operation, such as `create`. */
  action: z.string().min(1).max(100).optional(),
  /** `ok`, `failed` for all that is not, or one kind of failure such as `unavailable`. */
  status: z
    .string()
    .regex(/^[a-z_]{1,40}$/, 'use ok, failed or a kind of failure such as unavailable')
    .optional(),
  trace_id: z.string().min(1).max(100).optional(),
  /** What the vendor knows the thing by, such as the reference of a payment. */
  reference: z.string().min(1).max(255).optional(),
});
export type IntegrationLogQuery = z.infer<typeof integrationLogQuerySchema>;

export const integrationLogSchema = z.object({
  id: z.uuid(),
  created_at: z.iso.datetime(),
  property_id: z.uuid().nullable(),
  provider_id: z.uuid(),
  integration_type: z.string(),
  action: z.string(),
  feature: z.string().nullable(),
  attempt: z.int(),
  status: z.string(),
  http_status: z.int().nullable(),
  latency_ms: z.number(),
  trace_id: z.string().nullable(),
  reference: z.string().nullable(),
  error_message: z.string().nullable(),
  /** The vendor's own code of the failure; its preset may explain it. */
  vendor_code: z.string().nullable(),
  request_summary: z.unknown(),
  response_summary: z.unknown(),
});
/** One attempt to call a vendor, as the API shows it. */
export type IntegrationLogAnswer = z.infer<typeof integrationLogSchema>;

export const integrationLogPageSchema = pageSchema(integrationLogSchema);
