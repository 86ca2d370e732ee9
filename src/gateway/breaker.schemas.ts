import { z } from 'zod';

export const breakerParamSchema = z.strictObject({ id: z.uuid('expected the id of a provider') });
export const forceBreakerSchema = z.strictObject({ state: z.enum(['open', 'closed']) });
export const breakerAnswerSchema = z.object({
  provider_id: z.uuid(),
  state: z.string(),
  failures: z.number(),
  forced: z.boolean(),
  retry_at: z.iso.datetime().nullable(),
});
export type BreakerAnswer = z.infer<typeof breakerAnswerSchema>;
export type ForceBreaker = z.infer<typeof forceBreakerSchema>;
