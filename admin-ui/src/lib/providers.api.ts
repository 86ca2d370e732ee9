/** Providers and the features they serve, as several pages need them. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ListedFeature as FeatureAnswer,
  PutFeature,
} from '../../../src/gateway/features/feature.schemas.js';
import type { ProviderAnswer } from '../../../src/providers/provider.schemas.js';
import { getJson, putJson } from './api';
import type { Page } from './page-query';
import { isShown } from './property';

export type { FeatureAnswer, ProviderAnswer };

const MOST = 200;

/** All providers that are in use, in the owner's order; those of other properties than the chosen one are left out. */
export const providersQuery = queryOptions({
  queryKey: ['providers', 'list'],
  queryFn: async () => {
    const all: ProviderAnswer[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<ProviderAnswer> = await getJson(`/api/v1/providers?limit=${MOST}${from}`);
      all.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return all.sort((a, b) => a.display_order - b.display_order || a.name.localeCompare(b.name));
  },
  select: (all) => all.filter(isShown),
});

export const featuresQuery = queryOptions({
  queryKey: ['features'],
  queryFn: async () => (await getJson<Page<FeatureAnswer>>('/api/v1/features')).items,
  select: (all) => all.filter(isShown),
});

export type FeatureChange = Partial<PutFeature> & { readonly chain: string[] };

export function putFeature(key: string, change: FeatureChange): Promise<FeatureAnswer> {
  return putJson(`/api/v1/features/${encodeURIComponent(key)}`, change);
}
