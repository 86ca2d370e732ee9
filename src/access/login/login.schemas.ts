import { z } from 'zod';

export const loginSchema = z.strictObject({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256),
  code: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .describe('six digits of the authenticator app, or a recovery code'),
});
export type Login = z.infer<typeof loginSchema>;
