import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { text } from '../payment.schemas.js';
import { ATTACHMENT_TYPES, MAX_ATTACHMENT_BYTES } from './proof-attachment.js';

const TASK_STATUSES = ['open', 'completed', 'cancelled'] as const;
/** Base64 is a third longer, and may be broken into lines. */
const MAX_BASE64 = Math.ceil((MAX_ATTACHMENT_BYTES / 3) * 4 * 1.05);

export const listPayoutTasksSchema = z.strictObject({
  ...pageQueryShape,
  status: z.enum(TASK_STATUSES).optional(),
  payment_id: z.uuid().optional(),
  property_id: z.uuid('expected the id of a property').optional(),
});
export type ListPayoutTasks = z.infer<typeof listPayoutTasksSchema>;

export const payoutTaskParamSchema = z.strictObject({
  id: z.uuid('expected the id of a payout task'),
});

export const completePayoutSchema = z.strictObject({
  proof: z.strictObject({
    /** The bank's own number of the transfer. */
    reference: text(100).trim().min(1, 'expected the number that the bank gave the transfer'),
    note: text(500).optional(),
    /** Left out: now. */
    paid_at: z.iso.datetime({ offset: true }).optional(),
    attachment: z
      .strictObject({
        filename: text(255).min(1),
        content_type: z.enum(ATTACHMENT_TYPES),
        content: z.string().max(MAX_BASE64, 'expected a document of at most 2 MB, as base64'),
      })
      .optional(),
  }),
});
export type CompletePayout = z.infer<typeof completePayoutSchema>;

export const cancelPayoutSchema = z.strictObject({ reason: text(500).trim().min(1) });
export type CancelPayout = z.infer<typeof cancelPayoutSchema>;

export const payoutTaskAnswerSchema = z.object({
  /** Also the id of the refund that it is. */
  id: z.uuid(),
  status: z.enum(TASK_STATUSES),
  payment_id: z.uuid(),
  order_id: z.string(),
  amount: z.int(),
  currency: z.string(),
  reason: z.string().nullable(),
  /** Masked in lists and for keys that may only read. */
  destination: z
    .object({ bank: z.string(), account_number: z.string(), account_name: z.string() })
    .nullable(),
  proof: z
    .object({
      reference: z.string(),
      note: z.string().nullable(),
      paid_at: z.iso.datetime(),
      attachment: z
        .object({
          filename: z.string(),
          content_type: z.string(),
          size: z.int(),
          url: z.string(),
        })
        .nullable(),
    })
    .nullable(),
  cancel_reason: z.string().nullable(),
  closed_by: z.string().nullable(),
  closed_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});
export type PayoutTaskAnswer = z.infer<typeof payoutTaskAnswerSchema>;
export const payoutTaskPageSchema = pageSchema(payoutTaskAnswerSchema);
