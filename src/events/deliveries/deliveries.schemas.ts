import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { FAILURE_CAUSES } from './delivery-failure.js';
import { DELIVERY_STATUSES, FAULTS } from './delivery.rows.js';

export const listDeliveriesSchema = z.strictObject({
  ...pageQueryShape,
  endpoint_id: z.uuid().optional(),
  event_id: z
    .string()
    .regex(/^evt_[0-9a-f]{32}$/, 'expected the id of an event: evt_…')
    .optional(),
  /** The kind of event, such as `payment.received`. */
  event: z
    .string()
    .max(100)
    .regex(/^[a-z0-9_.]+$/, 'expected an event such as payment.received')
    .optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  fault: z.enum(FAULTS).optional(),
});
export type ListDeliveries = z.infer<typeof listDeliveriesSchema>;

export const deliveryParamSchema = z.strictObject({ id: z.uuid('expected the id of a delivery') });

const finishedSchema = z.enum(['delivered', 'dead', 'parked', 'retrying']);

export const replayDeliveriesSchema = z.union([
  z.strictObject({
    endpoint_id: z.uuid('expected the id of a webhook endpoint'),
    since: z.iso.datetime({ offset: true, error: 'expected a time such as 2026-11-21T00:00:00Z' }),
    until: z.iso.datetime({ offset: true }).optional(),
    /** Which of them; the default is all that are not waiting for their first attempt. */
    status: z.array(finishedSchema).min(1).default(['delivered', 'dead', 'parked', 'retrying']),
    fault: z.enum(FAULTS).optional(),
    /** Only those that ended with exactly this, as it stands in `error`. */
    error: z
      .string()
      .min(1)
      .max(1_000)
      .regex(/^[^\0]*$/)
      .optional(),
  }),
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) }),
]);
export type ReplayDeliveries = z.infer<typeof replayDeliveriesSchema>;

export const replayAnswerSchema = z.object({ replayed: z.int() });
export type ReplayAnswer = z.infer<typeof replayAnswerSchema>;

/** What kept a delivery from arriving, for words in any language. */
export const failureCauseSchema = z.enum(FAILURE_CAUSES);

export const deliveryAnswerSchema = z.object({
  id: z.uuid(),
  endpoint_id: z.uuid(),
  event_id: z.string(),
  event: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempt_count: z.int(),
  next_attempt_at: z.iso.datetime().nullable(),
  response_status: z.int().nullable(),
  error: z.string().nullable(),
  cause: failureCauseSchema.nullable(),
  fault: z.enum(FAULTS).nullable(),
  created_at: z.iso.datetime(),
  delivered_at: z.iso.datetime().nullable(),
});
export type DeliveryAnswer = z.infer<typeof deliveryAnswerSchema>;
export const deliveryPageSchema = pageSchema(deliveryAnswerSchema);

const attemptSchema = z.object({
  number: z.int(),
  started_at: z.iso.datetime(),
  duration_ms: z.int(),
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  response: z
    .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
    .nullable(),
  error: z.string().nullable(),
  cause: failureCauseSchema.nullable(),
  fault: z.enum(FAULTS).nullable(),
});
export const deliveryDetailSchema = deliveryAnswerSchema.extend({
  attempts: z.array(attemptSchema),
});
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

/** What did not arrive, grouped by where it should have gone and why it did not. */
export const undeliveredSchema = z.object({
  groups: z.array(
    z.object({
      endpoint_id: z.uuid(),
      status: z.enum(['dead', 'parked']),
      fault: z.enum(FAULTS).nullable(),
      error: z.string().nullable(),
      cause: failureCauseSchema.nullable(),
      count: z.int(),
      oldest_at: z.iso.datetime(),
      newest_at: z.iso.datetime(),
    }),
  ),
  /** True where there are more than were counted: the newest ten thousand. */
  has_more: z.boolean(),
});
export type Undelivered = z.infer<typeof undeliveredSchema>;
