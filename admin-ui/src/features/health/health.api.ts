/** How providers do, and what needs a look. */
import { queryOptions } from '@tanstack/react-query';
import type { HealthSeries } from '../../../../src/gateway/health/health-series.schemas.js';
import type { ProviderHealthPage } from '../../../../src/gateway/health/provider-health.schemas.js';
import type {
  StatusPageAnswer,
  StatusPageList,
} from '../../../../src/gateway/health/status/status.schemas.js';
import type { Settings } from '../../../../src/core/settings/settings.schemas.js';
import type { AlertAnswer } from '../../../../src/monitoring/alerts/alerts.schemas.js';
import { deleteJson, getJson, patchJson, postJson } from '../../lib/api';
import { type Filter, pagesOf, withQuery } from '../../lib/page-query';
import { currentProperty } from '../../lib/property';
import type { Window } from './choices';

export type Alert = AlertAnswer;
export type ProviderHealth = ProviderHealthPage['items'][number];
export type { HealthSeries, StatusPageAnswer };

const LOOK_MS = 15_000;

export const healthQuery = (window: Window) =>
  queryOptions({
    queryKey: ['health', window],
    queryFn: () => getJson<ProviderHealthPage>(`/api/v1/health/providers?window=${window}`),
    refetchInterval: LOOK_MS,
  });

/** Of one provider, or of all that are shown. */
export const seriesQuery = (window: Window, providerId?: string) => {
  const asked = { window, provider_id: providerId, property_id: currentProperty() };
  return queryOptions({
    queryKey: ['health', 'series', asked],
    queryFn: () => getJson<HealthSeries>(withQuery('/api/v1/health/series', asked)),
    refetchInterval: LOOK_MS,
    placeholderData: (previous: HealthSeries | undefined) => previous,
  });
};

export const alertsQuery = (filter: Filter) => pagesOf<Alert>('alerts', '/api/v1/alerts', filter);

export const acknowledgeAlert = (id: string, note: string): Promise<Alert> =>
  postJson(`/api/v1/alerts/${id}/acknowledge`, note === '' ? {} : { note });
export const resolveAlert = (id: string): Promise<Alert> =>
  postJson(`/api/v1/alerts/${id}/resolve`);

export const statusPagesQuery = queryOptions({
  queryKey: ['status-pages'],
  queryFn: () => getJson<StatusPageList>('/api/v1/status-pages'),
});
export const createStatusPage = (propertyId: string | null): Promise<StatusPageAnswer> =>
  postJson('/api/v1/status-pages', { property_id: propertyId });
export const removeStatusPage = (id: string): Promise<unknown> =>
  deleteJson(`/api/v1/status-pages/${id}`);

type StatusSettings = Settings['status_page'];

export const statusSettingsQuery = queryOptions({
  queryKey: ['settings', 'status-page'],
  queryFn: async () => (await getJson<Settings>('/api/v1/settings')).status_page,
});
export const changeStatusSettings = (change: Partial<StatusSettings>): Promise<Settings> =>
  patchJson('/api/v1/settings', { status_page: change });
