import type { WebhookLogSummary, Window } from './integrations.api';

export const PROVIDER_TABS = [
  'overview',
  'credentials',
  'settings',
  'connector',
  'logs',
  'webhooks',
  'history',
] as const;
export type ProviderTab = (typeof PROVIDER_TABS)[number];

export const FIGURE_WINDOWS = ['1h', '24h', '7d', '30d'] as const satisfies readonly Window[];
export const CALL_RESULTS = ['ok', 'failed'] as const;
export const WEBHOOK_STATES = [
  'processed',
  'rejected',
  'failed',
  'ignored',
  'duplicate',
  'processing',
  'received',
] as const satisfies readonly WebhookLogSummary['status'][];
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** What stands after the `?` of a provider's page; each filter belongs to one tab. */
export interface ProviderSearch {
  readonly tab?: ProviderTab;
  /** How far back the figures of the overview reach. */
  readonly window?: Window;
  /** Which calls are listed. */
  readonly result?: (typeof CALL_RESULTS)[number];
  /** Which webhooks are listed. */
  readonly state?: WebhookState;
}

export function isProviderTab(value: unknown): value is ProviderTab {
  return PROVIDER_TABS.some((tab) => tab === value);
}
