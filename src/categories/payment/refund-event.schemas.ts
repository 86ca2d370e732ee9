import { z } from 'zod';
import type { Provider } from '#providers/provider.types.js';

const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

/** What a vendor tells about a refund; which of the ids it knows differs. */
export const refundEventSchema = z.object({
  type: z.literal('refund'),
  id: z.string(),
  reference: idSchema.optional(),
  gateway_transaction_id: idSchema.optional(),
  refund_reference: idSchema.optional(),
  gateway_refund_id: idSchema.optional(),
  status: z.enum(['pending', 'succeeded', 'failed']).optional(),
  amount: z.int().optional(),
});
export type RefundEvent = z.infer<typeof refundEventSchema>;

export interface RefundEventContext {
  /** Providers of the vendor account that the webhook came to. */
  readonly account: readonly string[];
  readonly confirm: 'status' | 'none';
  readonly provider: Provider;
}
