import { z } from 'zod';

export const pauseProviderSchema = z.strictObject({
  reason: z.string().trim().min(1).max(200).optional(),
  until: z.iso.datetime({ offset: true }).optional().describe('it goes on by itself then'),
});
export type PauseProvider = z.infer<typeof pauseProviderSchema>;

export const pauseAnswerSchema = z
  .object({
    since: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  })
  .nullable();
