import { z } from 'zod';

export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .trim()
    .min(2, 'type at least two characters')
    .max(100)
    .describe(
      'an order id or its beginning, a guest’s name, phone or email, an id of a vendor, a name',
    ),
  property_id: z.uuid().optional(),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

export const searchHitSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** A second line; guests in it are masked for those without `guests:read`. */
  detail: z.string().nullable(),
  match: z.enum(['id', 'order_id', 'vendor_id', 'guest', 'name']).describe('by what it was found'),
  status: z.string().nullable(),
  amount: z.int().nullable(),
  currency: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  parent_id: z.string().nullable().describe('what it belongs to, such as the payment of a refund'),
});
export type SearchHitAnswer = z.infer<typeof searchHitSchema>;

/** Not a list that continues: more letters narrow it. */
export const searchAnswerSchema = z.object({
  query: z.string(),
  groups: z.array(
    z.object({
      kind: z.string().describe('payment, refund, webhook, provider, feature'),
      items: z.array(searchHitSchema),
      has_more: z.boolean(),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
