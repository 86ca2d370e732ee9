/** Switching providers on and off, archiving them, and who takes over. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type FeatureAnswer,
  featuresQuery,
  type ProviderAnswer,
  putFeature,
} from '../../lib/providers.api';
import { archiveProvider, updateProvider } from './integrations.api';

/** Features that would be left to somebody else when this provider is switched off. */
export function usePrimaryFeatures(providerId: string): readonly FeatureAnswer[] {
  return useServedFeatures(providerId).filter(({ chain }) => chain[0]?.id === providerId);
}

/** Asks for the features if need be: a quick press must not pass for a provider that serves nothing. */
export function useIsPrimary(providerId: string): () => Promise<boolean> {
  const queries = useQueryClient();
  return async () => {
    const features = await queries
      .query({ ...featuresQuery, staleTime: 'static' })
      .catch((): readonly FeatureAnswer[] => []);
    return features.some(({ chain }) => chain[0]?.id === providerId);
  };
}

/** Features whose chain it stands in at any place, of every property. */
export function useServedFeatures(providerId: string): readonly FeatureAnswer[] {
  const { data } = useQuery({
    ...featuresQuery,
    select: (all: readonly FeatureAnswer[]): readonly FeatureAnswer[] => all,
  });
  return data?.filter(({ chain }) => chain.some(({ id }) => id === providerId)) ?? [];
}

/** Feature → the provider that becomes its primary. */
export type Successors = ReadonlyMap<FeatureAnswer, string>;

export interface ActiveChange {
  readonly isActive: boolean;
  /** The old primary stays as the last fallback. */
  readonly successors?: Successors;
}

export function useSwitchActive(provider: ProviderAnswer) {
  return useProviderChange(async ({ isActive, successors = new Map() }: ActiveChange) => {
    for (const [feature, successor] of successors) {
      await putChain(feature, chainAfter(feature, provider.id, successor, 'keep'));
    }
    return updateProvider(provider.id, { is_active: isActive });
  });
}

/** Takes it out of every chain first: the hub archives nobody who still serves something. */
export function useArchive(provider: ProviderAnswer) {
  const served = useServedFeatures(provider.id);
  return useProviderChange(async (successors: Successors) => {
    for (const feature of served) {
      await putChain(feature, chainAfter(feature, provider.id, successors.get(feature), 'leave'));
    }
    return archiveProvider(provider.id);
  });
}

function useProviderChange<V, R>(change: (variables: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: async () => {
      for (const key of ['providers', 'features', 'health']) {
        await queries.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}

/** The chain with a successor first, and the old one last or gone; pure. */
export function chainAfter(
  { chain }: Pick<FeatureAnswer, 'chain'>,
  from: string,
  to: string | undefined,
  old: 'keep' | 'leave',
): string[] {
  const others = chain.map(({ id }) => id).filter((id) => id !== from && id !== to);
  const first = to === undefined ? [] : [to];
  return [...first, ...others, ...(old === 'keep' ? [from] : [])];
}

async function putChain(feature: FeatureAnswer, chain: string[]): Promise<void> {
  const weights = feature.chain
    .filter(({ id }) => chain.includes(id))
    .map(({ id, weight }) => [id, weight]);
  await putFeature(feature.feature_key, {
    chain,
    strategy: feature.strategy,
    property_id: feature.property_id,
    weights: Object.fromEntries(weights) as Record<string, number>,
  });
}
