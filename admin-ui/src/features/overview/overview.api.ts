/** What the first page needs of everything. */
import { queryOptions } from '@tanstack/react-query';
import type { PaymentAnswer } from '../../../../src/categories/payment/payment.schemas.js';
import type { ProviderHealthPage } from '../../../../src/gateway/health/provider-health.schemas.js';
import type { AlertAnswer } from '../../../../src/monitoring/alerts/alerts.schemas.js';
import { getJson } from '../../lib/api';
import type { Page } from '../../lib/page-query';

export const stateQuery = queryOptions({
  queryKey: ['health', 'overview'],
  queryFn: () => getJson<ProviderHealthPage>('/api/v1/health/providers?window=1h'),
  refetchInterval: 30_000,
});

export const openAlertsQuery = queryOptions({
  queryKey: ['alerts', 'overview'],
  queryFn: () => getJson<Page<AlertAnswer>>('/api/v1/alerts?status=open&limit=5'),
});

export const latestPaymentsQuery = queryOptions({
  queryKey: ['payments', 'overview'],
  queryFn: () => getJson<Page<PaymentAnswer>>('/api/v1/payments?limit=5'),
});
