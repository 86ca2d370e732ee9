import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { CATEGORIES, type Category } from '../features/integrations/categories';
import { PROVIDER_TABS, type ProviderTab } from '../features/integrations/provider-tabs';
import { WIZARD_STEPS, type WizardStep } from '../features/integrations/wizard-steps';
import { ApiError } from '../lib/api';
import { sessionQuery } from '../lib/session.api';
import { NotFound } from './not-found';
import { queryClient } from './query-client';
import { Shell } from './shell';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    isOwnPath(search['next']) ? { next: search['next'] } : {},
  component: function Login() {
    const { next } = loginRoute.useSearch();
    return <LoginPage next={next} />;
  },
});
const LoginPage = lazyRouteComponent(() => import('../features/access/login.page'), 'LoginPage');

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('../features/access/setup.page'), 'SetupPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(
    () => import('../features/access/invitation.page'),
    'InvitationPage',
  ),
});

/** Everything behind the login. */
const shellRoute = createRoute({
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

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/overview/overview.page'), 'OverviewPage'),
});

const paymentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments',
  validateSearch: (search: Record<string, unknown>): { status?: string; order_id?: string } => ({
    ...textOf(search, 'status'),
    ...textOf(search, 'order_id'),
  }),
  component: lazyRouteComponent(
    () => import('../features/payments/payment-list.page'),
    'PaymentListPage',
  ),
});

const paymentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/payments/$id',
  component: lazyRouteComponent(
    () => import('../features/payments/payment-detail.page'),
    'PaymentDetailPage',
  ),
});

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  validateSearch: (search: Record<string, unknown>): { tab?: 'in' | 'out' | 'dead' } =>
    oneOf(search, 'tab', ['in', 'out', 'dead'] as const),
  component: lazyRouteComponent(() => import('../features/webhooks/webhooks.page'), 'WebhooksPage'),
});

const healthRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('../features/health/health.page'), 'HealthPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { tab?: 'keys' | 'retention' | 'audit' } =>
    oneOf(search, 'tab', ['keys', 'retention', 'audit'] as const),
  component: lazyRouteComponent(() => import('../features/settings/settings.page'), 'SettingsPage'),
});

const integrationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations',
  validateSearch: (search: Record<string, unknown>): { category?: Category } =>
    oneOf(search, 'category', CATEGORIES),
  component: lazyRouteComponent(
    () => import('../features/integrations/integrations.page'),
    'IntegrationsPage',
  ),
});

interface WizardSearch {
  readonly category?: Category;
  readonly step?: WizardStep;
  readonly q?: string;
  readonly everywhere?: boolean;
}

const wizardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations/new',
  validateSearch: (search: Record<string, unknown>): WizardSearch => ({
    ...oneOf(search, 'category', CATEGORIES),
    ...oneOf(search, 'step', WIZARD_STEPS),
    ...textOf(search, 'q'),
    ...(search['everywhere'] === true && { everywhere: true }),
  }),
  component: lazyRouteComponent(() => import('../features/integrations/wizard.page'), 'WizardPage'),
});

const providerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations/$providerId',
  validateSearch: (search: Record<string, unknown>): { tab?: ProviderTab } =>
    oneOf(search, 'tab', PROVIDER_TABS),
  component: lazyRouteComponent(
    () => import('../features/integrations/provider.page'),
    'ProviderPage',
  ),
});

const featuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/features',
  validateSearch: (search: Record<string, unknown>): { show?: 'mapped' | 'unmapped' } =>
    oneOf(search, 'show', ['mapped', 'unmapped'] as const),
  component: lazyRouteComponent(() => import('../features/features/features.page'), 'FeaturesPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    setupRoute,
    invitationRoute,
    shellRoute.addChildren([
      overviewRoute,
      integrationsRoute,
      wizardRoute,
      providerRoute,
      featuresRoute,
      paymentsRoute,
      paymentRoute,
      webhooksRoute,
      healthRoute,
      settingsRoute,
    ]),
  ]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** A page of ours; an address elsewhere would send people away after they signed in. */
function isOwnPath(next: unknown): next is string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next);
}

/** A text of the address, left out where there is none. */
function textOf<K extends string>(
  search: Record<string, unknown>,
  key: K,
): Partial<Record<K, string>> {
  const value = search[key];
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as Record<K, string>) : {};
}

/** One of a few words of the address; anything else is taken for none. */
function oneOf<K extends string, V extends string>(
  search: Record<string, unknown>,
  key: K,
  values: readonly V[],
): Partial<Record<K, V>> {
  const value = values.find((known) => known === search[key]);
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
