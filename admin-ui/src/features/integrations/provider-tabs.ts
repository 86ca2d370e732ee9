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

export function isProviderTab(value: unknown): value is ProviderTab {
  return PROVIDER_TABS.some((tab) => tab === value);
}
