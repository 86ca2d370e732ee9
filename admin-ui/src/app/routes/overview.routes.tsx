import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './shell.route';

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../../features/overview/overview.page'),
    'OverviewPage',
  ),
});

export const overviewRoutes = [overviewRoute];
