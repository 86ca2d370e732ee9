import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import {
  ALERT_FILTERS,
  type AlertFilter,
  type Window,
  WINDOWS,
} from '../../features/health/choices';
import {
  ISSUE_KINDS,
  ISSUE_STATUSES,
  type IssueKind,
  type IssueStatus,
} from '../../features/issues/choices';
import { oneOf, textOf } from '../../lib/search-params';
import { shellRoute } from './shell.route';

type Search = Record<string, unknown>;

const healthRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('../../features/health/health-frame'), 'HealthFrame'),
});

const chartsRoute = createRoute({
  getParentRoute: () => healthRoute,
  path: '/',
  validateSearch: (search: Search): { window?: Window; provider?: string } => ({
    ...oneOf(search, 'window', WINDOWS),
    ...textOf(search, 'provider'),
  }),
  component: lazyRouteComponent(() => import('../../features/health/health.page'), 'HealthPage'),
});

const alertsRoute = createRoute({
  getParentRoute: () => healthRoute,
  path: '/alerts',
  validateSearch: (search: Search): { status?: AlertFilter } =>
    oneOf(search, 'status', ALERT_FILTERS),
  component: lazyRouteComponent(() => import('../../features/health/alerts.page'), 'AlertsPage'),
});

const issuesRoute = createRoute({
  getParentRoute: () => healthRoute,
  path: '/issues',
  validateSearch: (search: Search): { status?: IssueStatus; kind?: IssueKind; issue?: string } => ({
    ...oneOf(search, 'status', ISSUE_STATUSES),
    ...oneOf(search, 'kind', ISSUE_KINDS),
    ...textOf(search, 'issue'),
  }),
  component: lazyRouteComponent(() => import('../../features/issues/issues.page'), 'IssuesPage'),
});

const statusPageRoute = createRoute({
  getParentRoute: () => healthRoute,
  path: '/status-page',
  component: lazyRouteComponent(
    () => import('../../features/health/status-links.page'),
    'StatusLinksPage',
  ),
});

export const healthRoutes = [
  healthRoute.addChildren([chartsRoute, alertsRoute, issuesRoute, statusPageRoute]),
];
