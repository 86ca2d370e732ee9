/** Which new provider serves which feature, and before or behind whom; pure. */
import type { FeatureAnswer, FeatureChange } from '../../lib/providers.api';

export interface Choice {
  readonly providerId: string;
  readonly role: 'primary' | 'fallback';
}

export interface MadeProvider {
  readonly id: string;
  readonly name: string;
  readonly format: string;
}

/** What each format is good for. */
const FORMAT_OF: Readonly<Record<string, string>> = {
  'payment.page': 'redirect_flow',
  'payment.embed': 'embed_flow',
  'payment.qris': 'qris_dynamic',
  'payment.virtual_account': 'va_static',
  'payment.card': 'direct_charge',
  'payment.e_wallet': 'e_wallet_redirect',
  'payment.subscription': 'recurring',
};

/** Ticked at the start: what is served already, and what nobody serves though the format fits. */
export function choicesFor(
  features: readonly FeatureAnswer[],
  made: readonly MadeProvider[],
): ReadonlyMap<string, Choice> {
  const choices = features.flatMap((feature): [string, Choice][] => {
    const place = feature.chain.findIndex(({ id }) => made.some((provider) => provider.id === id));
    const served = feature.chain[place];
    if (served) {
      const role = place === 0 ? 'primary' : 'fallback';
      return [[feature.feature_key, { providerId: served.id, role }]];
    }
    const fitting = fittingProvider(feature.feature_key, made);
    if (feature.chain.length > 0 || !fitting) return [];
    return [[feature.feature_key, { providerId: fitting.id, role: 'primary' }]];
  });
  return new Map(choices);
}

export function fittingProvider(
  featureKey: string,
  made: readonly MadeProvider[],
): MadeProvider | undefined {
  return made.find(({ format }) => format === FORMAT_OF[featureKey]);
}

/** The chain with the provider before or behind all others. */
export function chainWith(
  feature: FeatureAnswer | undefined,
  { providerId, role }: Choice,
): FeatureChange {
  const others = feature?.chain.filter(({ id }) => id !== providerId) ?? [];
  const ids = others.map(({ id }) => id);
  return {
    chain: role === 'primary' ? [providerId, ...ids] : [...ids, providerId],
    strategy: feature?.strategy ?? 'priority',
    weights: Object.fromEntries(others.map(({ id, weight }) => [id, weight])),
    property_id: null,
  };
}
