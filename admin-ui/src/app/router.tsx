import { createRouter } from '@tanstack/react-router';
import { accessRoutes } from './routes/access.routes';
import { healthRoutes } from './routes/health.routes';
import { integrationRoutes } from './routes/integrations.routes';
import { overviewRoutes } from './routes/overview.routes';
import { rootRoute } from './routes/root.route';
import { settingsRoutes } from './routes/settings.routes';
import { shellRoute } from './routes/shell.route';
import { statusRoutes } from './routes/status.routes';
import { transactionRoutes } from './routes/transactions.routes';
import { webhookRoutes } from './routes/webhooks.routes';

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...accessRoutes,
    ...statusRoutes,
    shellRoute.addChildren([
      ...overviewRoutes,
      ...integrationRoutes,
      ...transactionRoutes,
      ...webhookRoutes,
      ...healthRoutes,
      ...settingsRoutes,
    ]),
  ]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
