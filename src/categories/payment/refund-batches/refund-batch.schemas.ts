import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { amountSchema, text } from '../payment.schemas.js';

const MAX_ITEMS = 1_000;

export const createRefundBatchSchema = z.strictObject({
  refunds: z
    .array(
      z.strictObject({
        payment_id: z.uuid('expected the id of a payment'),
        /** Left out: everything that is still refundable. */
        amount: amountSchema.optional(),
        reason: text(200).optional(),
      }),
    )
    .min(1, 'expected at least one refund')
    .max(MAX_ITEMS, `expected at most ${MAX_ITEMS} refunds; split them into several batches`),
});
export type CreateRefundBatch = z.infer<typeof createRefundBatchSchema>;

export const refundBatchParamSchema = z.strictObject({
  id: z.uuid('expected the id of a refund batch'),
});
export const listRefundBatchesSchema = z.strictObject({
  ...pageQueryShape,
  property_id: z.uuid('expected the id of a property').optional(),
});
export type ListRefundBatches = z.infer<typeof listRefundBatchesSchema>;

/** `queued`: not begun, or to be tried again; `pending`: the vendor or a person works on it. */
export const ITEM_STATUSES = [
  'queued',
  'running',
  'pending',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

export const listBatchItemsSchema = z.strictObject({
  ...pageQueryShape,
  status: z.enum(ITEM_STATUSES).optional(),
});
export type ListBatchItems = z.infer<typeof listBatchItemsSchema>;

export const refundBatchAnswerSchema = z.object({
  id: z.uuid(),
  /** Completed once everything was asked for; what is `pending` then still ends by itself. */
  status: z.enum(['queued', 'running', 'completed', 'completed_with_failures', 'cancelled']),
  total: z.int(),
  queued: z.int(),
  running: z.int(),
  pending: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  created_at: z.iso.datetime(),
});
export type RefundBatchAnswer = z.infer<typeof refundBatchAnswerSchema>;
export const refundBatchPageSchema = pageSchema(refundBatchAnswerSchema);

export const batchItemAnswerSchema = z.object({
  id: z.uuid(),
  /** Its place in the request, from 1. */
  number: z.int(),
  payment_id: z.uuid(),
  /** Null: everything that was still refundable. */
  amount: z.int().nullable(),
  reason: z.string().nullable(),
  status: z.enum(ITEM_STATUSES),
  refund_id: z.uuid().nullable(),
  attempts: z.int(),
  error: z
    .object({
      message: z.string(),
      errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
    })
    .nullable(),
  updated_at: z.iso.datetime(),
});
export type BatchItemAnswer = z.infer<typeof batchItemAnswerSchema>;
export const batchItemPageSchema = pageSchema(batchItemAnswerSchema);
