import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { ROLES } from '../roles.js';

export const LOCALES = ['id', 'en'] as const;

/** Who is signed in, and what a page needs to act for them. */
export const sessionAnswerSchema = z.object({
  id: z.uuid().describe('of this session, as the list of sessions has it'),
  user: z.object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    locale: z.enum(LOCALES),
    must_change_password: z.boolean(),
    has_second_factor: z.boolean(),
  }),
  scopes: z.array(z.string()).describe('what the role may do, as routes name it'),
  property_id: z.uuid().nullable().describe('the only property the user may see; null means all'),
  csrf_token: z.string().describe('to send as X-CSRF-Token with everything but GET'),
  expires_at: z.iso.datetime().describe('when it ends at the latest'),
});
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

export const listSessionsSchema = z.strictObject({
  ...pageQueryShape,
  user_id: z.uuid().optional().describe("an owner may ask for somebody else's"),
});
export type ListSessions = z.infer<typeof listSessionsSchema>;

export const endSessionsSchema = z.strictObject({
  user_id: z.uuid().optional().describe("an owner may end somebody else's"),
});
export type EndSessions = z.infer<typeof endSessionsSchema>;

export const endedSessionsSchema = z.object({ ended: z.int() });
export type EndedSessions = z.infer<typeof endedSessionsSchema>;

export const sessionIdSchema = z.strictObject({ id: z.uuid() });
export type SessionId = z.infer<typeof sessionIdSchema>;

export const sessionEntrySchema = z.object({
  id: z.uuid(),
  user: z.object({ id: z.uuid(), email: z.string(), name: z.string() }),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime().describe('exact to a minute'),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  is_current: z.boolean(),
});
export type SessionEntry = z.infer<typeof sessionEntrySchema>;

export const sessionPageSchema = pageSchema(sessionEntrySchema);
