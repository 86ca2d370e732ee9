import { redirect } from '@tanstack/react-router';
import { ApiError } from '../lib/api';
import { type Session, sessionQuery } from '../lib/session.api';
import { queryClient } from './query-client';

/** Who is signed in; nobody is led to the login, and back to where they wanted to go. */
export async function requireSession({
  location,
}: {
  readonly location: { readonly href: string };
}): Promise<Session> {
  try {
    return await queryClient.query({ ...sessionQuery, staleTime: 'static' });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own design
    throw redirect({ to: '/login', search: { next: location.href } });
  }
}
