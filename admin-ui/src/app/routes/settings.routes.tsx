import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { oneOf } from '../../lib/search-params';
import { shellRoute } from './shell.route';

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { tab?: 'keys' | 'retention' | 'audit' } =>
    oneOf(search, 'tab', ['keys', 'retention', 'audit'] as const),
  component: lazyRouteComponent(
    () => import('../../features/settings/settings.page'),
    'SettingsPage',
  ),
});

export const settingsRoutes = [settingsRoute];
