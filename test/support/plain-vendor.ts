/**
 * A payment vendor that no preset knows: its connector is written out here, as an owner would in the UI, with a small
 * server behind it. Its webhooks carry an HMAC and are believed without asking back, so they are quick to process.
 */
import { createHmac, randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubClient } from './hub-client.js';

export const API_KEY = 'plain-api-key-0001';
export const WEBHOOK_SECRET = 'plain-webhook-secret-0001';

export interface PlainVendor {
  readonly url: string;
  /** `<method> <path>` of everything it was asked. */
  readonly requests: string[];
  /** Headers of the same, in the same order. */
  readonly headers: IncomingHttpHeaders[];
  close(): Promise<void>;
}

/** Takes every charge, and says of each that it is paid. */
export async function startPlainVendor({ delayMs = 0 } = {}): Promise<PlainVendor> {
  const requests: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    headers.push(request.headers);
    request.resume().on('end', () => setTimeout(() => respond(request, response), delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(request: IncomingMessage, response: ServerResponse): void {
  const body =
    request.method === 'POST'
      ? { id: randomUUID(), page: 'https://vendor.example/pay' }
      : { status: 'PAID' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const text = (words: string) => ({ id: words, en: words });

/** The webhook part; a test replaces what it is about. */
export const PLAIN_WEBHOOK = {
  signature: { scheme: 'hmac', key: '=credentials.webhook_secret', header: 'x-signature' },
  secrets: ['webhook_secret'],
  match: [
    { when: '=$exists(body.events)', events: '=body.events' },
    {
      when: '=$exists(body.reference)',
      events: [
        {
          reference: '=body.reference',
          status: '=body.status',
          amount: '=body.amount',
          currency: 'IDR',
        },
      ],
      event_id: '=body.event_id',
    },
    { ignore: 'not about a payment' },
  ],
};

export function aPlainConnector(webhook: Readonly<Record<string, unknown>> = {}) {
  return {
    credentials: [
      { key: 'api_key', label: text('API key') },
      { key: 'webhook_secret', label: text('Webhook secret') },
    ],
    base_urls: {
      default: { production: 'https://vendor.example', sandbox: 'https://sandbox.vendor.example' },
    },
    auth: { scheme: 'bearer', token: '=credentials.api_key' },
    operations: {
      create: {
        path: '/charges',
        body: { reference: '=request.reference', amount: '=request.amount' },
        result: {
          status: 'pending',
          gateway_transaction_id: '=body.id',
          action: { type: 'redirect', url: '=body.page' },
        },
      },
      status: {
        method: 'GET',
        path: "='/charges/' & request.reference",
        encoding: 'none',
        result: { status: '=body.status' },
      },
    },
    statuses: { paid: 'paid', pending: 'pending', failed: 'failed' },
    webhook: { ...PLAIN_WEBHOOK, ...webhook },
  };
}

export interface PlainProvider {
  readonly id: string;
  readonly slug: string;
  readonly webhook_url: string;
}

/** A provider of the plain vendor, made through the API. */
export async function addPlainProvider(
  api: HubClient,
  vendorUrl: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<PlainProvider> {
  const answer = await api.post('/api/v1/providers', {
    name: `Plain ${randomUUID().slice(0, 8)}`,
    integration_type: 'payment',
    api_format: 'redirect_flow',
    connector: aPlainConnector(),
    credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET },
    base_urls: { default: vendorUrl },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(`no provider: ${answer.text}`);
  return answer.body;
}

export interface PostedWebhook {
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  /** Behind the slug: `/inquiry`, `?a=b`. */
  readonly suffix?: string;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends a webhook as the vendor does, signed unless the headers say otherwise. */
export async function postWebhook(
  provider: { readonly webhook_url: string },
  body: string | Uint8Array | Readonly<Record<string, unknown>>,
  options: PostedWebhook = {},
): Promise<WebhookAnswer> {
  const bytes = bytesOf(body);
  const { method = 'POST' } = options;
  const response = await fetch(provider.webhook_url + (options.suffix ?? ''), {
    method,
    headers: {
      'content-type': 'application/json',
      'x-signature': sign(bytes, options.secret),
      ...options.headers,
    },
    ...(method !== 'GET' && { body: new Uint8Array(bytes) }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

export function sign(body: Uint8Array, secret = WEBHOOK_SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

function bytesOf(body: string | Uint8Array | Readonly<Record<string, unknown>>): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
