import { z } from 'zod';
import { LOCALES } from '../sessions/sessions.schemas.js';
import { MIN_PASSWORD_LENGTH } from '../user-passwords.js';

/** A password that somebody chooses. */
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `needs at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(256);

export const userNameSchema = z.string().trim().max(100);
export const localeSchema = z.enum(LOCALES, 'expected id or en');

export const changePasswordSchema = z.strictObject({
  current: z.string().min(1).max(256),
  next: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

export const changeProfileSchema = z.strictObject({
  name: userNameSchema.optional(),
  locale: localeSchema.optional(),
});
export type ChangeProfile = z.infer<typeof changeProfileSchema>;
