/** Switching providers on and off, and who takes over. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type FeatureAnswer,
  featuresQuery,
  type ProviderAnswer,
  putFeature,
} from '../../lib/providers.api';
import { updateProvider } from './integrations.api';

/** Features that would be left to somebody else when this provider is switched off. */
export function usePrimaryFeatures(providerId: string): readonly FeatureAnswer[] {
  const { data } = useQuery(featuresQuery);
  return data?.filter(({ chain }) => chain[0]?.id === providerId) ?? [];
}

export interface ActiveChange {
  readonly isActive: boolean;
  /** Feature → the provider that becomes its primary; the old primary stays as the last fallback. */
  readonly successors?: ReadonlyMap<FeatureAnswer, string>;
}

export function useSwitchActive(provider: ProviderAnswer) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ isActive, successors = new Map() }: ActiveChange) => {
      for (const [feature, successor] of successors) {
        await handOver(feature, provider.id, successor);
      }
      return updateProvider(provider.id, { is_active: isActive });
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['providers'] });
      await queries.invalidateQueries({ queryKey: ['features'] });
    },
  });
}

async function handOver(feature: FeatureAnswer, from: string, to: string): Promise<void> {
  const between = feature.chain.map(({ id }) => id).filter((id) => id !== from && id !== to);
  await putFeature(feature.feature_key, {
    chain: [to, ...between, from],
    strategy: feature.strategy,
    property_id: feature.property_id,
    weights: Object.fromEntries(feature.chain.map(({ id, weight }) => [id, weight])),
  });
}
