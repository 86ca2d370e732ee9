import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { webhookSearch } from '../../features/webhooks/webhook-search';
import { shellRoute } from './shell.route';

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  validateSearch: webhookSearch,
  component: lazyRouteComponent(
    () => import('../../features/webhooks/webhooks.page'),
    'WebhooksPage',
  ),
});

const webhookLogRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks/in/$id',
  component: lazyRouteComponent(
    () => import('../../features/webhooks/webhook-log.page'),
    'WebhookLogPage',
  ),
});

const endpointRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks/out/$id',
  component: lazyRouteComponent(
    () => import('../../features/webhooks/endpoint.page'),
    'EndpointPage',
  ),
});

const deliveryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks/deliveries/$id',
  component: lazyRouteComponent(
    () => import('../../features/webhooks/delivery.page'),
    'DeliveryPage',
  ),
});

export const webhookRoutes = [webhooksRoute, webhookLogRoute, endpointRoute, deliveryRoute];
