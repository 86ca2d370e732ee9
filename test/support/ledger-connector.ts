/** How a hub speaks with the vendor that keeps books (`ledger-vendor.ts`), and a provider that does. */
import { randomUUID } from 'node:crypto';
import type { HubClient } from './hub-client.js';
import type { LedgerVendor } from './ledger-vendor.js';
import { API_KEY, type PlainProvider, WEBHOOK_SECRET } from './plain-vendor.js';

const text = (words: string) => ({ id: words, en: words });

const STATUSES = {
  open: 'pending',
  held: 'authorized',
  paid: 'paid',
  refused: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
  part_refunded: 'partially_refunded',
  refunded: 'refunded',
};

const CHARGE = {
  reference: '=body.reference',
  status: '=body.status',
  amount: '=body.amount',
  currency: 'IDR',
};
const REFUND = {
  status: '=body.status',
  status_map: 'refund',
  gateway_refund_id: '=body.reference',
};

const OPERATIONS = {
  create: {
    path: '/charges',
    idempotent: true,
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
    result: CHARGE,
  },
  cancel: { path: "='/charges/' & request.reference & '/cancel'", result: CHARGE },
  capture: {
    path: "='/charges/' & request.reference & '/capture'",
    body: { amount: '=request.amount' },
    result: CHARGE,
  },
  refund: {
    path: "='/charges/' & request.reference & '/refunds'",
    body: { refund_ref: '=request.refund_reference', amount: '=request.amount' },
    result: REFUND,
  },
  refund_status: {
    method: 'GET',
    path: "='/refunds/' & request.refund_reference",
    encoding: 'none',
    result: REFUND,
  },
};

/** @param without operations that this vendor lacks */
export function aLedgerConnector(
  without: readonly string[] = [],
  webhook: Readonly<Record<string, unknown>> = {},
) {
  const operations = Object.entries(OPERATIONS).filter(([name]) => !without.includes(name));
  return {
    credentials: [
      { key: 'api_key', label: text('API key') },
      { key: 'webhook_secret', label: text('Webhook secret') },
    ],
    base_urls: {
      default: { production: 'https://vendor.example', sandbox: 'https://sandbox.vendor.example' },
    },
    auth: { scheme: 'bearer', token: '=credentials.api_key' },
    operations: Object.fromEntries(operations),
    statuses: STATUSES,
    status_maps: { refund: { succeeded: 'succeeded', pending: 'pending', failed: 'failed' } },
    webhook: {
      signature: { scheme: 'hmac', key: '=credentials.webhook_secret', header: 'x-signature' },
      match: [
        {
          when: '=$exists(body.refund)',
          events: [
            {
              type: 'refund',
              refund_reference: '=body.refund.reference',
              status: '=body.refund.status',
              status_map: 'refund',
              amount: '=body.refund.amount',
              currency: 'IDR',
            },
          ],
          event_id: '=body.event_id',
        },
        { events: [CHARGE], event_id: '=body.event_id' },
      ],
      ...webhook,
    },
  };
}

/** A provider on the ledger, made through the API; its breaker never opens, because faults are part of the play. */
export async function addLedgerProvider(
  api: HubClient,
  ledger: LedgerVendor,
  connector: Readonly<Record<string, unknown>> = aLedgerConnector(),
): Promise<PlainProvider> {
  const answer = await api.post('/api/v1/providers', {
    name: `Ledger ${randomUUID().slice(0, 8)}`,
    integration_type: 'payment',
    api_format: 'redirect_flow',
    connector,
    credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET },
    base_urls: { default: ledger.url },
    extra_config: { breaker: { failures: 100 } },
  });
  if (answer.status !== 201) throw new Error(`no provider: ${answer.text}`);
  return answer.body;
}
