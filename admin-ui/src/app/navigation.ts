import type { TextKey } from '../lib/i18n';

export interface Place {
  readonly to: string;
  readonly label: TextKey;
}

/** Where one can go, in the order of the menu. */
export const NAVIGATION: readonly Place[] = [
  { to: '/', label: 'nav.overview' },
  { to: '/integrations', label: 'nav.integrations' },
  { to: '/features', label: 'nav.features' },
  { to: '/payments', label: 'nav.transactions' },
  { to: '/webhooks', label: 'nav.webhooks' },
  { to: '/health', label: 'nav.health' },
  { to: '/settings', label: 'nav.settings' },
];
