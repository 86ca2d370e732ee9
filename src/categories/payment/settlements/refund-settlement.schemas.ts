import { z } from 'zod';
import { text } from '../payment.schemas.js';

export const settleRefundSchema = z.strictObject({
  /** What the vendor, asked by a person, says became of it. */
  outcome: z.enum(['succeeded', 'failed']),
  /** Where that was seen: a statement, an answer of the vendor's support. */
  note: text(500).trim().min(1, 'expected where the outcome was seen'),
});
export type SettleRefund = z.infer<typeof settleRefundSchema>;

export const settledRefundParamSchema = z.strictObject({
  id: z.uuid('expected the id of a payment'),
  refund_id: z.uuid('expected the id of a refund'),
});
export type SettledRefundParam = z.infer<typeof settledRefundParamSchema>;
