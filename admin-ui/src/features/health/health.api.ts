/** How providers do, and what needs a look. */
import { queryOptions } from '@tanstack/react-query';
import type { ProviderHealthPage } from '../../../../src/gateway/health/provider-health.schemas.js';
import type { AlertAnswer } from '../../../../src/monitoring/alerts/alerts.schemas.js';
import { getJson, postJson } from '../../lib/api';
import { type Filter, pagesOf } from '../../lib/page-query';

export type Alert = AlertAnswer;
export type ProviderHealth = ProviderHealthPage['items'][number];

export const WINDOWS = ['1h', '24h', '7d', '30d'] as const;
export type Window = (typeof WINDOWS)[number];

export const healthQuery = (window: Window) =>
  queryOptions({
    queryKey: ['health', window],
    queryFn: () => getJson<ProviderHealthPage>(`/api/v1/health/providers?window=${window}`),
    refetchInterval: 30_000,
  });

export const alertsQuery = (filter: Filter) => pagesOf<Alert>('alerts', '/api/v1/alerts', filter);

export const acknowledgeAlert = (id: string): Promise<Alert> =>
  postJson(`/api/v1/alerts/${id}/acknowledge`);
export const resolveAlert = (id: string): Promise<Alert> =>
  postJson(`/api/v1/alerts/${id}/resolve`);
