/** Who is signed in. The wire's shapes are those of the hub's own schemas. */
import { queryOptions } from '@tanstack/react-query';
import type { SessionAnswer } from '../../../src/access/sessions/sessions.schemas.js';
import { deleteJson, getJson, patchJson, postJson, setCsrfToken } from './api';
import type { Language } from './i18n';

export type Session = SessionAnswer;
export type Role = Session['user']['role'];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await getJson<Session>('/api/v1/session');
    setCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: 60_000,
  retry: false,
});

export interface Login {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

export async function signIn(login: Login): Promise<void> {
  await postJson<unknown>('/api/v1/session', login);
}

export async function signOut(): Promise<void> {
  await deleteJson('/api/v1/session');
  setCsrfToken(undefined);
}

/** The language of the account: messages to this person, and the pages on every device. */
export function saveLanguage(locale: Language): Promise<Session> {
  return patchJson<Session>('/api/v1/session', { locale });
}
