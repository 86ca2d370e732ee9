/** Webhooks in both directions on the wire; shapes are those of the hub's own schemas. */
import { queryOptions } from '@tanstack/react-query';
import type { EventTypeAnswer } from '../../../../src/events/catalogue/event-types.schemas.js';
import type {
  DeliveryAnswer,
  DeliveryDetail,
  ReplayAnswer,
  ReplayDeliveries,
  Undelivered,
} from '../../../../src/events/deliveries/deliveries.schemas.js';
import type {
  CreateEndpoint,
  EndpointAnswer,
  EndpointWithSecret,
  UpdateEndpoint,
} from '../../../../src/events/endpoints/endpoints.schemas.js';
import type {
  ReplayedWebhookLogs,
  WebhookLogAnswer,
  WebhookLogFilterBody,
  WebhookLogSummary,
} from '../../../../src/webhooks/webhook-log.schemas.js';
import { deleteJson, getJson, patchJson, postJson } from '../../lib/api';
import { type Filter, type Page, pagesOf } from '../../lib/page-query';
import { currentProperty } from '../../lib/property';

export type WebhookLog = WebhookLogSummary;
export type WebhookDetail = WebhookLogAnswer;
export type WebhookFilter = WebhookLogFilterBody;
export type Delivery = DeliveryAnswer;
export type DeliveryWithAttempts = DeliveryDetail;
export type Attempt = DeliveryDetail['attempts'][number];
export type Endpoint = EndpointAnswer;
export type EndpointSecret = EndpointWithSecret;
export type EventKind = EventTypeAnswer;
export type UndeliveredGroup = Undelivered['groups'][number];

const LOGS = '/api/v1/webhook-logs';
const ENDPOINTS = '/api/v1/webhook-endpoints';
const DELIVERIES = '/api/v1/webhook-deliveries';

export const webhookLogsQuery = (filter: WebhookFilter) =>
  pagesOf<WebhookLog>('webhook-logs', LOGS, { ...filter });

export const webhookLogQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-logs', 'one', id],
    queryFn: () => getJson<WebhookDetail>(`${LOGS}/${id}`),
  });

export const replayWebhook = (id: string): Promise<WebhookDetail> =>
  postJson(`${LOGS}/${id}/replay`);

export const replayWebhooks = (ids: readonly string[]): Promise<ReplayedWebhookLogs> =>
  postJson(`${LOGS}/replay`, { ids });

/** The same that the list shows: of the chosen property. */
export const replayMatchingWebhooks = (
  filter: WebhookFilter,
  cursor: string | null,
): Promise<ReplayedWebhookLogs> =>
  postJson(`${LOGS}/replay`, {
    filter: { property_id: currentProperty(), ...filter },
    ...(cursor !== null && { cursor }),
  });

export const endpointsQuery = () => pagesOf<Endpoint>('endpoints', ENDPOINTS);

/** All of them, to name where a delivery goes; nobody has more than a page of them. */
export const allEndpointsQuery = queryOptions({
  queryKey: ['endpoints', 'all'],
  queryFn: async () => (await getJson<Page<Endpoint>>(`${ENDPOINTS}?limit=200`)).items,
});

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: ['endpoints', 'one', id],
    queryFn: () => getJson<Endpoint>(`${ENDPOINTS}/${id}`),
  });

export const createEndpoint = (body: CreateEndpoint): Promise<EndpointSecret> =>
  postJson(ENDPOINTS, body);
export const updateEndpoint = (id: string, body: UpdateEndpoint): Promise<Endpoint> =>
  patchJson(`${ENDPOINTS}/${id}`, body);
export const removeEndpoint = (id: string): Promise<unknown> => deleteJson(`${ENDPOINTS}/${id}`);
export const rotateEndpointSecret = (id: string, hours: number): Promise<EndpointSecret> =>
  postJson(`${ENDPOINTS}/${id}/rotate-secret`, { overlap_hours: hours });
export const testEndpoint = (id: string, event: string): Promise<DeliveryDetail> =>
  postJson(`${ENDPOINTS}/${id}/test`, { event });

export const deliveriesQuery = (filter: Filter) =>
  pagesOf<Delivery>('deliveries', DELIVERIES, filter);

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: () => getJson<DeliveryDetail>(`${DELIVERIES}/${id}`),
  });

export const undeliveredQuery = queryOptions({
  queryKey: ['deliveries', 'undelivered'],
  queryFn: () => getJson<Undelivered>(`${DELIVERIES}/undelivered`),
});

export const replayDeliveries = (body: ReplayDeliveries): Promise<ReplayAnswer> =>
  postJson(`${DELIVERIES}/replay`, body);

export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: async () => (await getJson<Page<EventKind>>('/api/v1/event-types')).items,
  staleTime: 60_000,
});
