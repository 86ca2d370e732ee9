import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch } from '../../features/transactions/use-list-search';
import { shellRoute } from './shell.route';

/** What the list of payments can be narrowed by. */
const PAYMENT_FIELDS = [
  'q',
  'status',
  'provider_id',
  'feature',
  'method',
  'from',
  'to',
  'amount_min',
  'amount_max',
  'late_decision',
  'order_id',
];

const ListPage = lazyRouteComponent(
  () => import('../../features/transactions/transaction-list.page'),
  'TransactionListPage',
);

const paymentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments',
  validateSearch: listSearch(PAYMENT_FIELDS),
  component: () => <ListPage id="payments" />,
});
const messagesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/messages',
  component: () => <ListPage id="messages" />,
});
const bookingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/bookings',
  component: () => <ListPage id="bookings" />,
});
const keysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/keys',
  component: () => <ListPage id="keys" />,
});
const invoicesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/invoices',
  component: () => <ListPage id="invoices" />,
});

const paymentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/$id',
  component: lazyRouteComponent(
    () => import('../../features/transactions/payments/payment-detail.page'),
    'PaymentDetailPage',
  ),
});

const payoutsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/payouts',
  validateSearch: listSearch(['status']),
  component: lazyRouteComponent(
    () => import('../../features/transactions/money/payouts.page'),
    'PayoutsPage',
  ),
});

const reconciliationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/reconciliation',
  validateSearch: listSearch(['date']),
  component: lazyRouteComponent(
    () => import('../../features/transactions/money/reconciliation.page'),
    'ReconciliationPage',
  ),
});

const batchesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/refund-batches',
  component: lazyRouteComponent(
    () => import('../../features/transactions/money/refund-batches.page'),
    'RefundBatchesPage',
  ),
});

const batchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/refund-batches/$id',
  validateSearch: listSearch(['status']),
  component: lazyRouteComponent(
    () => import('../../features/transactions/money/refund-batch.page'),
    'RefundBatchPage',
  ),
});

const subscriptionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/subscriptions',
  validateSearch: listSearch(['order_id', 'status']),
  component: lazyRouteComponent(
    () => import('../../features/transactions/money/subscriptions.page'),
    'SubscriptionsPage',
  ),
});

const subscriptionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/subscriptions/$id',
  component: lazyRouteComponent(
    () => import('../../features/transactions/money/subscription.page'),
    'SubscriptionPage',
  ),
});

export const transactionRoutes = [
  paymentsRoute,
  messagesRoute,
  bookingsRoute,
  keysRoute,
  invoicesRoute,
  paymentRoute,
  payoutsRoute,
  reconciliationRoute,
  batchesRoute,
  batchRoute,
  subscriptionsRoute,
  subscriptionRoute,
];
