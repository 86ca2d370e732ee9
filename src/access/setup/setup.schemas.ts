import { z } from 'zod';
import { newApiKeySchema } from '../api-keys/api-keys.schemas.js';
import { MIN_PASSWORD_LENGTH } from '../user-passwords.js';

export const setupSchema = z.strictObject({
  token: z.string().min(1).max(200),
  email: z.email().max(254),
  password: z
    .string()
    .min(MIN_PASSWORD_LENGTH, `needs at least ${MIN_PASSWORD_LENGTH} characters`)
    .max(256),
});
export type Setup = z.infer<typeof setupSchema>;

export const setupAnswerSchema = z.object({
  user: z.object({ id: z.uuid(), email: z.string(), role: z.string() }),
  api_key: newApiKeySchema,
});
export type SetupAnswer = z.infer<typeof setupAnswerSchema>;
