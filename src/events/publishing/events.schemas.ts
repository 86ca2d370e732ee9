import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';

const eventNameSchema = z
  .string()
  .max(100)
  .regex(
    /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/,
    'expected a name such as reservation.created: lower case words joined by dots',
  );

export const publishEventSchema = z.strictObject({
  event: eventNameSchema,
  data: z.record(z.string(), z.json()),
  occurred_at: z.iso.datetime({ offset: true }).optional(),
  /** Publishing again with the same key gives the first event back and tells nobody twice. */
  idempotency_key: z.string().trim().min(1).max(255).optional(),
  property_id: z.uuid().nullable().optional(),
});
export type PublishEvent = z.infer<typeof publishEventSchema>;

export const listEventsSchema = z.strictObject({
  ...pageQueryShape,
  event: z.string().max(100).optional(),
});
export type ListEvents = z.infer<typeof listEventsSchema>;

export const eventParamSchema = z.strictObject({
  id: z.string().regex(/^evt_[0-9a-f]{32}$/, 'expected the id of an event: evt_…'),
});

export const eventAnswerSchema = z.object({
  id: z.string(),
  event: z.string(),
  data: z.looseObject({}),
  occurred_at: z.iso.datetime(),
  property_id: z.uuid().nullable(),
  source: z.enum(['hub', 'pms', 'test']),
  trace_id: z.string().nullable(),
});
export type EventAnswer = z.infer<typeof eventAnswerSchema>;
export const eventPageSchema = pageSchema(eventAnswerSchema);
