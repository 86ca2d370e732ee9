import { z } from 'zod';
import { newApiKeySchema } from '../api-keys/api-keys.schemas.js';
import { newPasswordSchema } from '../users/own-account.schemas.js';

export const setupSchema = z.strictObject({
  token: z.string().min(1).max(200),
  email: z.email().max(254),
  password: newPasswordSchema,
});
export type Setup = z.infer<typeof setupSchema>;

export const setupStateSchema = z.object({ has_owner: z.boolean() });
export type SetupState = z.infer<typeof setupStateSchema>;

export const setupAnswerSchema = z.object({
  user: z.object({ id: z.uuid(), email: z.string(), role: z.string() }),
  api_key: newApiKeySchema,
});
export type SetupAnswer = z.infer<typeof setupAnswerSchema>;
