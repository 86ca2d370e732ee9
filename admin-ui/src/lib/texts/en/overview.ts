import type { idOverview } from '../id/overview';

export const enOverview: Readonly<Record<keyof typeof idOverview, string>> = {
  'overview.all_well': 'All integrations are healthy.',
  'overview.trouble': '{count} things need a look.',
  'overview.none': 'No provider is connected yet.',
  'overview.connect': 'Connect the first provider',
  'overview.recent': 'Latest payments',
  'overview.see_all': 'See all',
};
