import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { CATEGORIES, type Category } from '../../lib/categories';
import {
  CALL_RESULTS,
  FIGURE_WINDOWS,
  PROVIDER_TABS,
  type ProviderSearch,
  WEBHOOK_STATES,
} from '../../features/integrations/provider-tabs';
import { WIZARD_STEPS, type WizardStep } from '../../features/integrations/wizard-steps';
import { oneOf, textOf } from '../../lib/search-params';
import { shellRoute } from './shell.route';

interface WizardSearch {
  readonly category?: Category;
  readonly step?: WizardStep;
  readonly q?: string;
  readonly everywhere?: boolean;
}

const integrationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations',
  validateSearch: (search: Record<string, unknown>): { category?: Category } =>
    oneOf(search, 'category', CATEGORIES),
  component: lazyRouteComponent(
    () => import('../../features/integrations/integrations.page'),
    'IntegrationsPage',
  ),
});

const wizardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations/new',
  validateSearch: (search: Record<string, unknown>): WizardSearch => ({
    ...oneOf(search, 'category', CATEGORIES),
    ...oneOf(search, 'step', WIZARD_STEPS),
    ...textOf(search, 'q'),
    ...(search['everywhere'] === true && { everywhere: true }),
  }),
  component: lazyRouteComponent(
    () => import('../../features/integrations/wizard.page'),
    'WizardPage',
  ),
});

const providerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations/$providerId',
  validateSearch: (search: Record<string, unknown>): ProviderSearch => ({
    ...oneOf(search, 'tab', PROVIDER_TABS),
    ...oneOf(search, 'window', FIGURE_WINDOWS),
    ...oneOf(search, 'result', CALL_RESULTS),
    ...oneOf(search, 'state', WEBHOOK_STATES),
  }),
  component: lazyRouteComponent(
    () => import('../../features/integrations/provider.page'),
    'ProviderPage',
  ),
});

const featuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/features',
  validateSearch: (
    search: Record<string, unknown>,
  ): { show?: 'mapped' | 'unmapped'; property?: string } => ({
    ...oneOf(search, 'show', ['mapped', 'unmapped'] as const),
    ...textOf(search, 'property'),
  }),
  component: lazyRouteComponent(
    () => import('../../features/features/features.page'),
    'FeaturesPage',
  ),
});

export const integrationRoutes = [integrationsRoute, wizardRoute, providerRoute, featuresRoute];
