import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { eventResultSchema, WEBHOOK_STATUSES } from './webhook-log.rows.js';

export const listWebhookLogsSchema = z.strictObject({
  ...pageQueryShape,
  property_id: z.uuid().optional(),
  provider_id: z.uuid().optional(),
  status: z.enum(WEBHOOK_STATUSES).optional(),
});
export type ListWebhookLogs = z.infer<typeof listWebhookLogsSchema>;

export const webhookLogParamSchema = z.strictObject({
  id: z.uuid('expected the id of a webhook log'),
});

export const webhookLogSummarySchema = z.object({
  id: z.uuid(),
  provider_id: z.uuid(),
  integration_type: z.string(),
  status: z.enum(WEBHOOK_STATUSES),
  reason: z.string().nullable(),
  method: z.string(),
  route: z.string(),
  attempts: z.int(),
  results: z.array(eventResultSchema),
  trace_id: z.string(),
  received_at: z.iso.datetime(),
  processed_at: z.iso.datetime().nullable(),
});
export const webhookLogPageSchema = pageSchema(webhookLogSummarySchema);
export type WebhookLogSummary = z.infer<typeof webhookLogSummarySchema>;

export const webhookLogAnswerSchema = webhookLogSummarySchema.extend({
  query: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  /** `base64` for bytes that are no text. */
  body_encoding: z.enum(['utf8', 'base64']),
  body_masked: z.boolean(),
  remote_ip: z.string().nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
  /** When the body was erased at a guest's wish; it can't be replayed any more. */
  erased_at: z.iso.datetime().nullable(),
});
export type WebhookLogAnswer = z.infer<typeof webhookLogAnswerSchema>;
