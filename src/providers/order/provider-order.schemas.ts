import { z } from 'zod';

export const providerOrderSchema = z.strictObject({
  /** From first to last; providers that are not named keep their place. */
  ids: z
    .array(z.uuid())
    .min(1)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, 'name each provider once'),
});
export type ProviderOrder = z.infer<typeof providerOrderSchema>;
