/** The own account: profile, password, second factor, sessions. */
import { queryOptions } from '@tanstack/react-query';
import type {
  RecoveryCodes,
  RemoveSecondFactor,
  SecondFactorState,
  StartedSecondFactor,
} from '../../../../src/access/second-factor/second-factor.schemas.js';
import type {
  EndedSessions,
  SessionEntry,
} from '../../../../src/access/sessions/sessions.schemas.js';
import type {
  ChangePassword,
  ChangeProfile,
} from '../../../../src/access/users/own-account.schemas.js';
import { deleteJson, getJson, patchJson, postJson } from '../../lib/api';
import { pagesOf, withQuery } from '../../lib/page-query';

export type { RecoveryCodes, RemoveSecondFactor, SecondFactorState, StartedSecondFactor };
export type OpenSession = SessionEntry;

export const changeProfile = (body: ChangeProfile): Promise<unknown> =>
  patchJson('/api/v1/session', body);
export const changePassword = (body: ChangePassword): Promise<unknown> =>
  postJson('/api/v1/session/password', body);

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => getJson<SecondFactorState>('/api/v1/session/second-factor'),
});
export const startSecondFactor = (): Promise<StartedSecondFactor> =>
  postJson('/api/v1/session/second-factor');
export const confirmSecondFactor = (code: string): Promise<RecoveryCodes> =>
  postJson('/api/v1/session/second-factor/confirm', { code });
export const renewRecoveryCodes = (proof: RemoveSecondFactor): Promise<RecoveryCodes> =>
  postJson('/api/v1/session/second-factor/recovery-codes', proof);
export const removeSecondFactor = (proof: RemoveSecondFactor): Promise<unknown> =>
  deleteJson('/api/v1/session/second-factor', proof);

/** Somebody's open sessions; the own ones without an id. */
export const sessionsQuery = (userId?: string) =>
  pagesOf<OpenSession>('sessions', '/api/v1/sessions', { user_id: userId });
export const endSession = (id: string): Promise<unknown> => deleteJson(`/api/v1/sessions/${id}`);
/** All but the one that this page has. */
export const endOtherSessions = (userId?: string): Promise<EndedSessions> =>
  deleteJson(withQuery('/api/v1/sessions', { user_id: userId }));
