import { z } from 'zod';

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
const text = (max: number) =>
  z.string().trim().min(1).max(max).refine(isStorable, 'expected text without broken characters');

const guestShape = {
  email: z.email('expected an email address').max(320).optional(),
  /** In any notation: 08…, 628…, +62…. */
  phone: text(40)
    .refine((phone) => phone.replaceAll(/\D/g, '').length >= 7, 'expected a whole phone number')
    .optional(),
  order_id: text(100).optional(),
  /** Blanked in what is found; never looked for by itself, as people share names. */
  name: text(200).optional(),
};

function saysWho(body: { email?: string; phone?: string; order_id?: string }): boolean {
  return body.email !== undefined || body.phone !== undefined || body.order_id !== undefined;
}

const WHO = {
  path: ['email'],
  message: 'send email, phone or order_id; a name alone may be several people’s',
};

export const exportGuestSchema = z.strictObject(guestShape).refine(saysWho, WHO);
export type ExportGuest = z.infer<typeof exportGuestSchema>;

export const eraseGuestSchema = z
  .strictObject({
    ...guestShape,
    /** Why, for the audit log; without the guest's data, which is taken out of it. */
    reason: text(300),
    /** True only counts what would be erased. */
    preview: z.boolean().default(false),
  })
  .refine(saysWho, WHO);
export type EraseGuest = z.infer<typeof eraseGuestSchema>;

const countsSchema = z.object({
  /** Rows that were looked through. */
  scanned: z.int(),
  /** Rows about the guest that still held personal data. */
  found: z.int(),
  erased: z.int(),
  /** Rows that can not be erased yet; `stays` says why. */
  kept: z.int(),
});

export const erasureAnswerSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['erase', 'preview']),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  reason: z.string().nullable(),
  /** Which details of the guest were given; what they were is forgotten with the end. */
  fields: z.array(z.string()),
  sources: z.array(
    countsSchema.extend({
      name: z.string(),
      done: z.boolean(),
      /** About how many rows there are to look through; null where an index leads straight to the guest's. */
      size: z.int().nullable(),
      /** What stays in this place, and why. */
      keeps: z.string(),
      /** Why rows could not be erased yet. */
      stays: z.array(z.string()),
    }),
  ),
  error: z.string().nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
});
export type ErasureAnswer = z.infer<typeof erasureAnswerSchema>;

export const erasureParamSchema = z.strictObject({ id: z.uuid('expected the id of a request') });
