import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { webhookProblemSchema } from '#connectors/webhook/refusal.js';
import { eventResultSchema, WEBHOOK_STATUSES } from './webhook-log.rows.js';

const momentSchema = z.iso.datetime({
  offset: true,
  error: 'expected a time such as 2026-11-21T00:00:00Z',
});

/** Which webhooks are meant; what is left out means all. */
const filterShape = {
  property_id: z.uuid().optional(),
  provider_id: z.uuid().optional(),
  status: z.enum(WEBHOOK_STATUSES).optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  /** An id of the vendor's or of ours, written in full: event, transaction, order reference, payment. */
  reference: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^[^\0]*$/, 'expected an id without control characters')
    .optional(),
};
const webhookLogFilterSchema = z.strictObject(filterShape);
export type WebhookLogFilterBody = z.infer<typeof webhookLogFilterSchema>;

export const listWebhookLogsSchema = z.strictObject({ ...pageQueryShape, ...filterShape });
export type ListWebhookLogs = z.infer<typeof listWebhookLogsSchema>;

/** Most that one call opens again; a filter that means more is continued with the cursor of the answer. */
export const MOST_REPLAYED = 500;

export const replayWebhookLogsSchema = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(MOST_REPLAYED) }),
  z.strictObject({
    filter: webhookLogFilterSchema,
    limit: z.int().min(1).max(MOST_REPLAYED).default(MOST_REPLAYED),
    cursor: z.string().max(100).optional(),
  }),
]);
export type ReplayWebhookLogs = z.infer<typeof replayWebhookLogsSchema>;

export const replayedWebhookLogsSchema = z.object({
  replayed: z.int(),
  /** Being worked on at the moment, or erased. */
  skipped: z.int(),
  /** Where a filter that means more goes on, towards older ones; null at its end. */
  next_cursor: z.string().nullable(),
});
export type ReplayedWebhookLogs = z.infer<typeof replayedWebhookLogsSchema>;

export const webhookLogParamSchema = z.strictObject({
  id: z.uuid('expected the id of a webhook log'),
});

export const webhookLogSummarySchema = z.object({
  id: z.uuid(),
  provider_id: z.uuid(),
  integration_type: z.string(),
  status: z.enum(WEBHOOK_STATUSES),
  reason: z.string().nullable(),
  /** Why it was refused, in codes and names; null where it was not, or before the hub kept this. */
  problem: webhookProblemSchema.nullable(),
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

const causedEventSchema = z.object({
  id: z.string(),
  event: z.string(),
  occurred_at: z.iso.datetime(),
  /** To how many subscribers it went. */
  deliveries: z.int(),
});

export const webhookLogAnswerSchema = webhookLogSummarySchema.extend({
  /** What the sender was told and after how many milliseconds; null where that was not noted. */
  reply: z.object({ status: z.int(), ms: z.int() }).nullable(),
  /** For each event that came before: the webhook that brought it first. */
  repeats: z.array(z.object({ event_id: z.string(), webhook_log_id: z.uuid() })),
  /** Events of the hub that it led to. */
  caused: z.array(causedEventSchema),
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
