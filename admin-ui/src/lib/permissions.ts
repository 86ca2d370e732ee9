/** What the signed-in person may do. The API decides; pages only leave out what it would refuse. */
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './session.api';

/** Viewers see everything and change nothing. */
export function useCanChange(): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && data.user.role !== 'viewer';
}
