/** Who is signed in. The wire's shapes are those of the hub's own schemas. */
import { queryOptions } from '@tanstack/react-query';
import { deleteJson, getJson, postJson, setCsrfToken } from './api';

export type Role = 'owner' | 'manager' | 'viewer';

export interface Session {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string | null;
    readonly role: Role;
    readonly locale: 'id' | 'en' | null;
    readonly must_change_password: boolean;
    readonly has_second_factor: boolean;
  };
  readonly csrf_token: string;
}

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
