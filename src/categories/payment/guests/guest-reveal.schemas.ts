import { z } from 'zod';
import { maskedGuestSchema } from '../listing/payment-list.schemas.js';

export const revealedGuestSchema = z.object({
  /** In clear; null where the PMS named none, or the guest was erased. */
  guest: maskedGuestSchema.nullable(),
  /** After which the page takes them away again. */
  visible_seconds: z.int(),
});
export type RevealedGuest = z.infer<typeof revealedGuestSchema>;
