/** Webhooks in both directions on the wire; shapes are those of the hub's own schemas. */
import { queryOptions } from '@tanstack/react-query';
import type {
  DeliveryAnswer,
  DeliveryDetail,
  ReplayAnswer,
} from '../../../../src/events/deliveries/deliveries.schemas.js';
import type {
  CreateEndpoint,
  EndpointAnswer,
  EndpointWithSecret,
  UpdateEndpoint,
} from '../../../../src/events/endpoints/endpoints.schemas.js';
import type {
  WebhookLogAnswer,
  WebhookLogSummary,
} from '../../../../src/webhooks/webhook-log.schemas.js';
import { deleteJson, getJson, patchJson, postJson } from '../../lib/api';
import { type Filter, pagesOf } from '../../lib/page-query';

export type WebhookLog = WebhookLogSummary;
export type Delivery = DeliveryAnswer;
export type Endpoint = EndpointAnswer;

const LOGS = '/api/v1/webhook-logs';
const ENDPOINTS = '/api/v1/webhook-endpoints';
const DELIVERIES = '/api/v1/webhook-deliveries';

export const webhookLogsQuery = (filter: Filter) =>
  pagesOf<WebhookLog>('webhook-logs', LOGS, filter);

export const webhookLogQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-logs', 'one', id],
    queryFn: () => getJson<WebhookLogAnswer>(`${LOGS}/${id}`),
  });

export const replayWebhook = (id: string): Promise<WebhookLogAnswer> =>
  postJson(`${LOGS}/${id}/replay`);

export const endpointsQuery = () => pagesOf<Endpoint>('endpoints', ENDPOINTS);

export const createEndpoint = (body: CreateEndpoint): Promise<EndpointWithSecret> =>
  postJson(ENDPOINTS, body);
export const updateEndpoint = (id: string, body: UpdateEndpoint): Promise<Endpoint> =>
  patchJson(`${ENDPOINTS}/${id}`, body);
export const removeEndpoint = (id: string): Promise<unknown> => deleteJson(`${ENDPOINTS}/${id}`);
export const rotateEndpointSecret = (id: string): Promise<EndpointWithSecret> =>
  postJson(`${ENDPOINTS}/${id}/rotate-secret`, {});
export const testEndpoint = (id: string): Promise<DeliveryDetail> =>
  postJson(`${ENDPOINTS}/${id}/test`, {});

export const deliveriesQuery = (filter: Filter) =>
  pagesOf<Delivery>('deliveries', DELIVERIES, filter);

export const replayDeliveries = (ids: readonly string[]): Promise<ReplayAnswer> =>
  postJson(`${DELIVERIES}/replay`, { ids });
