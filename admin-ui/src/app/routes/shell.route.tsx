import { createRoute, redirect } from '@tanstack/react-router';
import { requireSession } from '../require-session';
import { Shell } from '../shell';
import { rootRoute } from './root.route';

/** Everything behind the login; closed for whoever still has a password for one sign-in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const { user } = await requireSession({ location });
    if (user.must_change_password) throw redirect({ to: '/password', replace: true });
  },
});
