import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textOf } from '../../lib/search-params';
import { rootRoute } from './root.route';

/** For the front desk: no login, no frame. */
const statusRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/status',
  validateSearch: (search: Record<string, unknown>): { key?: string } => textOf(search, 'key'),
  component: function Status() {
    const { key } = statusRoute.useSearch();
    return <StatusPage linkKey={key ?? ''} />;
  },
});
const StatusPage = lazyRouteComponent(
  () => import('../../features/status/status.page'),
  'StatusPage',
);

export const statusRoutes = [statusRoute];
