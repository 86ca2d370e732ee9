import { z } from 'zod';
import { integrationLogSchema } from '#monitoring/integration-logs.schemas.js';
import { webhookLogAnswerSchema } from '#webhooks/webhook-log.schemas.js';
import { paymentEventAnswerSchema } from '../payment.schemas.js';

const at = z.iso.datetime();

/** One step in a payment's life. Guests are masked in all of it, for everybody. */
export const timelineEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    id: z.uuid(),
    at,
    /** Since the event before; null for the first. */
    since_ms: z.int().nullable(),
    event: paymentEventAnswerSchema,
  }),
  /** One question to a vendor and its answer. */
  z.object({ kind: z.literal('call'), id: z.uuid(), at, call: integrationLogSchema }),
  /** What a vendor told by itself. */
  z.object({ kind: z.literal('webhook'), id: z.uuid(), at, webhook: webhookLogAnswerSchema }),
  /** Who saw the guest in clear. */
  z.object({ kind: z.literal('reveal'), id: z.uuid(), at, actor: z.string() }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const timelineSchema = z.object({
  /** Newest first. */
  items: z.array(timelineEntrySchema),
  /** What the caller's scopes leave out. */
  left_out: z.array(z.enum(['call', 'webhook', 'reveal'])),
  /** True when there are older calls or webhooks than are shown. */
  is_shortened: z.boolean(),
});
export type Timeline = z.infer<typeof timelineSchema>;
