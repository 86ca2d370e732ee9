import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { ROLES } from '../roles.js';
import { LOCALES } from '../sessions/sessions.schemas.js';
import { localeSchema, newPasswordSchema, userNameSchema } from './own-account.schemas.js';

const roleSchema = z.enum(ROLES, `expected ${ROLES.join(', ')}`);

export const createUserSchema = z.strictObject({
  email: z.string().trim().pipe(z.email().max(254)),
  name: userNameSchema.default(''),
  role: roleSchema,
  locale: localeSchema.default('id'),
  property_id: z.uuid().nullish().describe('the only property the user may see; left out: all'),
});
export type CreateUser = z.infer<typeof createUserSchema>;

export const changeUserSchema = z.strictObject({
  name: userNameSchema.optional(),
  role: roleSchema.optional(),
  locale: localeSchema.optional(),
  property_id: z.uuid().nullish(),
  is_active: z.boolean().optional().describe('false signs the user out everywhere and for good'),
});
export type ChangeUser = z.infer<typeof changeUserSchema>;

export const listUsersSchema = z.strictObject(pageQueryShape);
export type ListUsers = z.infer<typeof listUsersSchema>;

export const userIdSchema = z.strictObject({ id: z.uuid() });
export type UserId = z.infer<typeof userIdSchema>;

export const userSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  locale: z.enum(LOCALES),
  property_id: z.uuid().nullable(),
  status: z.enum(['active', 'invited', 'deactivated']),
  is_active: z.boolean(),
  has_second_factor: z.boolean(),
  must_change_password: z.boolean(),
  created_at: z.iso.datetime(),
  last_login_at: z.iso.datetime().nullable(),
});
export type UserAnswer = z.infer<typeof userSchema>;

export const userPageSchema = pageSchema(userSchema);

export const invitedUserSchema = userSchema.extend({
  invitation: z.object({
    url: z.string().describe('to hand to the user, shown this once'),
    expires_at: z.iso.datetime(),
  }),
});
export type InvitedUser = z.infer<typeof invitedUserSchema>;

export const acceptInvitationSchema = z.strictObject({
  token: z.string().min(1).max(200),
  password: newPasswordSchema,
  name: userNameSchema.optional(),
});
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>;
