import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { oneOf } from '../../lib/search-params';
import { shellRoute } from './shell.route';

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  validateSearch: (search: Record<string, unknown>): { tab?: 'in' | 'out' | 'dead' } =>
    oneOf(search, 'tab', ['in', 'out', 'dead'] as const),
  component: lazyRouteComponent(
    () => import('../../features/webhooks/webhooks.page'),
    'WebhooksPage',
  ),
});

export const webhookRoutes = [webhooksRoute];
