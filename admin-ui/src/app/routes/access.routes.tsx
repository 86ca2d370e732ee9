import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { oneOf } from '../../lib/search-params';
import { requireSession } from '../require-session';
import { rootRoute } from './root.route';

interface LoginSearch {
  readonly next?: string;
  /** Why somebody who was working is asked again. */
  readonly reason?: 'ended';
}

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): LoginSearch => ({
    ...(isOwnPath(search['next']) && { next: search['next'] }),
    ...oneOf(search, 'reason', ['ended'] as const),
  }),
  component: function Login() {
    const { next, reason } = loginRoute.useSearch();
    return <LoginPage next={next} hasEnded={reason === 'ended'} />;
  },
});
const LoginPage = lazyRouteComponent(() => import('../../features/access/login.page'), 'LoginPage');

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('../../features/access/setup.page'), 'SetupPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(
    () => import('../../features/access/invitation.page'),
    'InvitationPage',
  ),
});

/** Outside of the shell: until it is done, nothing in there may be asked for. */
const forcedPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password',
  beforeLoad: requireSession,
  component: lazyRouteComponent(
    () => import('../../features/account/forced-password.page'),
    'ForcedPasswordPage',
  ),
});

export const accessRoutes = [loginRoute, setupRoute, invitationRoute, forcedPasswordRoute];

/** A page of ours; an address elsewhere would send people away after they signed in. */
function isOwnPath(next: unknown): next is string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next);
}
