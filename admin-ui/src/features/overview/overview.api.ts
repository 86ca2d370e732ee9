/** What the first page needs of everything; each narrowed to the chosen property. */
import { queryOptions } from '@tanstack/react-query';
import type { OverviewAnswer } from '../../../../src/gateway/overview/overview.schemas.js';
import type {
  ProviderHealth,
  ProviderHealthPage,
} from '../../../../src/gateway/health/provider-health.schemas.js';
import type { AlertAnswer } from '../../../../src/monitoring/alerts/alerts.schemas.js';
import { getJson } from '../../lib/api';
import { type Page, withQuery } from '../../lib/page-query';

export type Overview = OverviewAnswer;
export type Fallback = OverviewAnswer['fallbacks'][number];
export type Alert = AlertAnswer;
export type Health = ProviderHealth;

/** More open alerts than this are a list of their own. */
export const MOST_ALERTS = 5;

export const overviewQuery = (property_id: string | undefined) =>
  queryOptions({
    queryKey: ['overview', property_id],
    queryFn: () => getJson<Overview>(withQuery('/api/v1/overview', { property_id })),
    refetchInterval: 60_000,
  });

export const stateQuery = (property_id: string | undefined) =>
  queryOptions({
    queryKey: ['health', 'overview', property_id],
    queryFn: async () => {
      const query = { window: '1h', property_id };
      return (await getJson<ProviderHealthPage>(withQuery('/api/v1/health/providers', query)))
        .items;
    },
    refetchInterval: 30_000,
  });

export const openAlertsQuery = (property_id: string | undefined) =>
  queryOptions({
    queryKey: ['alerts', 'overview', property_id],
    queryFn: () =>
      getJson<Page<Alert>>(
        withQuery('/api/v1/alerts', {
          status: 'open',
          limit: String(MOST_ALERTS + 1),
          property_id,
        }),
      ),
  });
