import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textOf } from '../../lib/search-params';
import { shellRoute } from './shell.route';

const paymentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments',
  validateSearch: (search: Record<string, unknown>): { status?: string; order_id?: string } => ({
    ...textOf(search, 'status'),
    ...textOf(search, 'order_id'),
  }),
  component: lazyRouteComponent(
    () => import('../../features/payments/payment-list.page'),
    'PaymentListPage',
  ),
});

const paymentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/$id',
  component: lazyRouteComponent(
    () => import('../../features/payments/payment-detail.page'),
    'PaymentDetailPage',
  ),
});

export const transactionRoutes = [paymentsRoute, paymentRoute];
