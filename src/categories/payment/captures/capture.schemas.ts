import { z } from 'zod';
import { amountSchema } from '../payment.schemas.js';

export const createCaptureSchema = z.strictObject({
  /** Left out: all that is held. The rest of a part is set free and can not be taken later. */
  amount: amountSchema.optional(),
});
export type CreateCapture = z.infer<typeof createCaptureSchema>;
