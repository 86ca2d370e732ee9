import type { TextKey } from '../lib/i18n';

export type PlaceIcon =
  'overview' | 'integrations' | 'features' | 'transactions' | 'webhooks' | 'health' | 'settings';

export interface Place {
  readonly to: string;
  readonly label: TextKey;
  readonly icon: PlaceIcon;
  /** One of the four in the bar of a phone; the others are behind its fifth item. */
  readonly isInBar?: boolean;
  /** Other beginnings of addresses that belong to it. */
  readonly also?: readonly string[];
}

/** Where one can go, in the order of the menu. */
export const NAVIGATION: readonly Place[] = [
  { to: '/', label: 'nav.overview', icon: 'overview', isInBar: true },
  { to: '/integrations', label: 'nav.integrations', icon: 'integrations', isInBar: true },
  { to: '/features', label: 'nav.features', icon: 'features' },
  {
    to: '/payments',
    label: 'nav.transactions',
    icon: 'transactions',
    isInBar: true,
    also: ['/messages', '/bookings', '/keys', '/invoices'],
  },
  { to: '/webhooks', label: 'nav.webhooks', icon: 'webhooks' },
  { to: '/health', label: 'nav.health', icon: 'health', isInBar: true },
  { to: '/settings', label: 'nav.settings', icon: 'settings' },
];

/** Whether a page is at this place or below it. */
export function isAt(place: Place, path: string): boolean {
  if (place.to === '/') return path === '/';
  return [place.to, ...(place.also ?? [])].some(
    (begin) => path === begin || path.startsWith(`${begin}/`),
  );
}
