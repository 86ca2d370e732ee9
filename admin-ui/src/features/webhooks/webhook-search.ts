/** What stands in the address of the webhook pages: the tab and its filters. */
import { oneOf, textOf } from '../../lib/search-params';

export const WEBHOOK_TABS = ['in', 'out', 'deliveries', 'dead', 'events'] as const;
export type WebhookTab = (typeof WEBHOOK_TABS)[number];

export const WEBHOOK_STATUSES = [
  'processed',
  'rejected',
  'failed',
  'duplicate',
  'ignored',
  'received',
  'processing',
] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

export const DELIVERY_STATUSES = ['pending', 'retrying', 'delivered', 'dead', 'parked'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface WebhookSearch {
  readonly tab?: WebhookTab;
  readonly provider?: string;
  readonly status?: WebhookStatus;
  /** Days in the property's zone, `2026-11-21`. */
  readonly from?: string;
  readonly to?: string;
  readonly ref?: string;
  readonly endpoint?: string;
  readonly delivery?: DeliveryStatus;
  readonly event?: string;
  /** Of the event catalogue. */
  readonly q?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EVENT = /^[a-z0-9_.]{1,100}$/;

export function webhookSearch(search: Record<string, unknown>): WebhookSearch {
  return {
    ...oneOf(search, 'tab', WEBHOOK_TABS),
    ...shaped(search, 'provider', UUID),
    ...oneOf(search, 'status', WEBHOOK_STATUSES),
    ...shaped(search, 'from', DAY),
    ...shaped(search, 'to', DAY),
    // A reference of digits only is written without quotes into the address, and comes back as a number.
    ...textOf({ ref: asText(search['ref']) }, 'ref'),
    ...shaped(search, 'endpoint', UUID),
    ...oneOf(search, 'delivery', DELIVERY_STATUSES),
    ...shaped(search, 'event', EVENT),
    ...textOf(search, 'q'),
  };
}

function shaped<K extends string>(
  search: Record<string, unknown>,
  key: K,
  pattern: RegExp,
): Partial<Record<K, string>> {
  const found = textOf(search, key);
  const value = (found as Record<string, string>)[key];
  return value !== undefined && pattern.test(value) ? found : {};
}

function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
