import { z } from 'zod';

const silenceSchema = z.object({
  provider_id: z.uuid(),
  slug: z.string(),
  /** Charges that wait and that no webhook has told of. */
  open_charges: z.int(),
  last_webhook_at: z.iso.datetime().nullable(),
  /** Since the last webhook, or the oldest of these charges; 0 without one. */
  silent_for_s: z.int(),
  /** Within this time 95 of 100 earlier webhooks came. */
  usual_s: z.int(),
  /** Payments found paid by asking, since the last webhook. */
  lost_webhooks: z.int(),
  is_silent: z.boolean(),
});
export type SilenceAnswer = z.infer<typeof silenceSchema>;

export const silenceListSchema = z.object({
  items: z.array(silenceSchema),
  next_cursor: z.null(),
});
export type SilenceList = z.infer<typeof silenceListSchema>;
