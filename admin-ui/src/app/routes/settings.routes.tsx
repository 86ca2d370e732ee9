import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textOf } from '../../lib/search-params';
import { shellRoute } from './shell.route';

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(
    () => import('../../features/settings/settings.layout'),
    'SettingsLayout',
  ),
});

const indexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../../features/settings/settings.layout'),
    'SettingsIndex',
  ),
});

const propertyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'property',
  component: lazyRouteComponent(
    () => import('../../features/settings/properties.section'),
    'PropertiesSection',
  ),
});

const usersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'users',
  component: lazyRouteComponent(
    () => import('../../features/account/users.section'),
    'UsersSection',
  ),
});

const accountRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'account',
  component: lazyRouteComponent(
    () => import('../../features/account/account.section'),
    'AccountSection',
  ),
});

const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'keys',
  component: lazyRouteComponent(
    () => import('../../features/settings/api-keys.section'),
    'ApiKeysSection',
  ),
});

const usageRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'usage',
  validateSearch: (search: Record<string, unknown>): { month?: string } => textOf(search, 'month'),
  component: lazyRouteComponent(
    () => import('../../features/settings/usage.section'),
    'UsageSection',
  ),
});

const alertsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'alerts',
  component: lazyRouteComponent(
    () => import('../../features/settings/alerts.section'),
    'AlertsSection',
  ),
});

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({
    ...textOf(search, 'actor'),
    ...textOf(search, 'kind'),
    ...textOf(search, 'subject'),
    ...textOf(search, 'action'),
    ...textOf(search, 'from'),
    ...textOf(search, 'to'),
  }),
  component: lazyRouteComponent(
    () => import('../../features/settings/audit.section'),
    'AuditSection',
  ),
});

interface AuditSearch {
  readonly actor?: string;
  readonly kind?: string;
  readonly subject?: string;
  readonly action?: string;
  readonly from?: string;
  readonly to?: string;
}

const statusRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'status',
  component: lazyRouteComponent(
    () => import('../../features/settings/status-page.section'),
    'StatusPageSection',
  ),
});

const retentionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'retention',
  component: lazyRouteComponent(
    () => import('../../features/settings/retention.section'),
    'RetentionSection',
  ),
});

const signInRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sign-in',
  component: lazyRouteComponent(
    () => import('../../features/settings/sign-in.section'),
    'SignInSection',
  ),
});

const encryptionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'encryption',
  component: lazyRouteComponent(
    () => import('../../features/settings/encryption.section'),
    'EncryptionSection',
  ),
});

const guestsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'guests',
  component: lazyRouteComponent(
    () => import('../../features/settings/guests.section'),
    'GuestsSection',
  ),
});

export const settingsRoutes = [
  settingsRoute.addChildren([
    indexRoute,
    propertyRoute,
    usersRoute,
    accountRoute,
    keysRoute,
    usageRoute,
    alertsRoute,
    auditRoute,
    statusRoute,
    retentionRoute,
    signInRoute,
    encryptionRoute,
    guestsRoute,
  ]),
];
