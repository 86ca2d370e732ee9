import type { TextKey } from '../lib/i18n';

export interface Place {
  readonly to: string;
  readonly label: TextKey;
}

/** Where one can go, in the order of the menu. */
export const NAVIGATION: readonly Place[] = [{ to: '/', label: 'nav.overview' }];
