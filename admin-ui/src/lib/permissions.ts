/** What the signed-in person may do. The API decides; pages only leave out what it would refuse. */
import { useQuery } from '@tanstack/react-query';
import { type Role, sessionQuery } from './session.api';

/** Viewers see everything and change nothing. */
export function useCanChange(): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && data.user.role !== 'viewer';
}

export function useRole(): Role | undefined {
  return useQuery(sessionQuery).data?.user.role;
}

/** Users, keys, settings and the encryption key are the owner's alone. */
export function useIsOwner(): boolean {
  return useRole() === 'owner';
}
