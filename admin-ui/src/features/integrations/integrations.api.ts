/** The wire of the integration pages. */
import { queryOptions } from '@tanstack/react-query';
import type { AuditLogEntry } from '../../../../src/access/audit/audit-log.schemas.js';
import type { BreakerAnswer } from '../../../../src/gateway/breaker.schemas.js';
import type {
  ProviderHealth,
  ProviderHealthPage,
  ProviderSeries,
} from '../../../../src/gateway/health/provider-health.schemas.js';
import type { IntegrationLogAnswer } from '../../../../src/monitoring/integration-logs.schemas.js';
import type {
  ProviderConnector,
  TestAnswer,
  UpdateProvider,
} from '../../../../src/providers/provider.schemas.js';
import type { Preview } from '../../../../src/connectors/preview.js';
import type { Reachability } from '../../../../src/webhooks/reachability/reachability.schemas.js';
import type { WebhookLogSummary } from '../../../../src/webhooks/webhook-log.schemas.js';
import { deleteJson, getJson, patchJson, postJson, putJson } from '../../lib/api';
import { type Page, pagesOf } from '../../lib/page-query';
import type { Preset } from '../../lib/presets.api';
import type { ProviderAnswer } from '../../lib/providers.api';

export type {
  AuditLogEntry,
  IntegrationLogAnswer,
  Preset,
  Reachability,
  ProviderHealth,
  ProviderSeries,
  TestAnswer,
  WebhookLogSummary,
};
export type PresetSummary = Pick<
  Preset,
  | 'preset_id'
  | 'version'
  | 'display_name'
  | 'vendor'
  | 'category'
  | 'api_format'
  | 'description'
  | 'supported_methods'
  | 'indonesia_friendly'
>;
export type CredentialField = Preset['connector']['credentials'][number];
export type Window = '1h' | '24h' | '7d' | '30d';

/** A provider as the wizard sends it. */
export interface NewProvider {
  readonly name: string;
  readonly preset_id: string;
  readonly environment: 'sandbox' | 'production';
  readonly credentials: Readonly<Record<string, string>>;
  readonly base_urls: Readonly<Record<string, string>>;
}

const one = (id: string): string => `/api/v1/providers/${encodeURIComponent(id)}`;

export const providerQuery = (id: string) =>
  queryOptions({
    queryKey: ['providers', 'one', id],
    queryFn: () => getJson<ProviderAnswer>(one(id)),
  });

export const connectorQuery = (id: string) =>
  queryOptions({
    queryKey: ['providers', 'connector', id],
    queryFn: async () => (await getJson<ProviderConnector>(`${one(id)}/connector`)).connector,
  });

export const healthQuery = (window: Window) =>
  queryOptions({
    queryKey: ['health', 'providers', window],
    queryFn: async () =>
      (await getJson<ProviderHealthPage>(`/api/v1/health/providers?window=${window}`)).items,
  });

export const seriesQuery = (id: string, window: Window) =>
  queryOptions({
    queryKey: ['health', 'series', id, window],
    queryFn: async () =>
      (
        await getJson<ProviderSeries>(
          `/api/v1/health/providers/${encodeURIComponent(id)}?window=${window}`,
        )
      ).items,
  });

/** Presets change with the hub's version, not while somebody looks. */
export const presetsQuery = queryOptions({
  queryKey: ['presets', 'list'],
  queryFn: async () => (await getJson<Page<PresetSummary>>('/api/v1/presets?limit=200')).items,
  staleTime: 300_000,
});

export const callsQuery = (id: string, status: string) =>
  pagesOf<IntegrationLogAnswer>('integration-logs', '/api/v1/integration-logs', {
    limit: '25',
    provider_id: id,
    status,
  });

export const webhooksQuery = (id: string, status: string) =>
  pagesOf<WebhookLogSummary>('webhook-logs', '/api/v1/webhook-logs', {
    limit: '25',
    provider_id: id,
    status,
  });

export const historyQuery = (id: string) =>
  pagesOf<AuditLogEntry>('audit-log', '/api/v1/audit-log', { limit: '25', subject_id: id });

export const recentFailuresQuery = (id: string) =>
  queryOptions({
    queryKey: ['integration-logs', id, 'recent-failures'],
    queryFn: async () =>
      (
        await getJson<Page<IntegrationLogAnswer>>(
          `/api/v1/integration-logs?limit=5&status=failed&provider_id=${id}`,
        )
      ).items,
  });

const FIRST_WEBHOOK_POLL_MS = 3_000;

/** Asks again and again until a webhook of the provider was there. */
export const firstWebhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-logs', 'first', id],
    queryFn: async () =>
      (await getJson<Page<WebhookLogSummary>>(`/api/v1/webhook-logs?limit=1&provider_id=${id}`))
        .items[0] ?? null,
    refetchInterval: ({ state }) => (state.data ? false : FIRST_WEBHOOK_POLL_MS),
  });

export const createProvider = (body: NewProvider): Promise<ProviderAnswer> =>
  postJson('/api/v1/providers', body);
export const updateProvider = (id: string, body: UpdateProvider): Promise<ProviderAnswer> =>
  patchJson(one(id), body);
export const orderProviders = (ids: readonly string[]): Promise<unknown> =>
  putJson('/api/v1/providers/order', { ids });
export const archiveProvider = (id: string): Promise<unknown> => deleteJson(one(id));
export const testUnsaved = (body: NewProvider): Promise<TestAnswer> =>
  postJson('/api/v1/providers/test', body);
export const testProvider = (id: string): Promise<TestAnswer> => postJson(`${one(id)}/test`);
export const forceBreaker = (id: string, state: 'open' | 'closed'): Promise<BreakerAnswer> =>
  postJson(`${one(id)}/breaker`, { state });
export const examineReachability = (id: string): Promise<Reachability> =>
  postJson(`${one(id)}/reachability`);
export const connectorSchemaQuery = queryOptions({
  queryKey: ['connector-schema'],
  queryFn: () => getJson<Record<string, unknown>>('/api/v1/connectors/schema'),
  staleTime: Infinity,
});
export const pauseProvider = (id: string): Promise<ProviderAnswer> =>
  postJson(`${one(id)}/pause`, {});
export const resumeProvider = (id: string): Promise<ProviderAnswer> =>
  postJson(`${one(id)}/resume`);
export const previewConnector = (body: unknown): Promise<Preview> =>
  postJson('/api/v1/connectors/preview', body);
