import { createRoute, redirect } from '@tanstack/react-router';
import { ApiError } from '../../lib/api';
import { sessionQuery } from '../../lib/session.api';
import { queryClient } from '../query-client';
import { Shell } from '../shell';
import { rootRoute } from './root.route';

/** Everything behind the login. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.query({ ...sessionQuery, staleTime: 'static' });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: '/login', search: { next: location.href } });
    }
  },
});
