import { Injectable } from '@nestjs/common';
import { listedProperty, type Principal } from '#access/principal.js';
import type { FeatureAnswer, ListedFeature, ListFeatures } from './feature.schemas.js';
import { FeaturesService } from './features.service.js';
import { type UnservedFeature, UnservedFeatures } from './unserved-features.js';

/** All features, with what the PMS asked for in vain. */
@Injectable()
export class FeatureList {
  constructor(
    private readonly features: FeaturesService,
    private readonly unserved: UnservedFeatures,
  ) {}

  /** Every known key, mapped or not, and every one that was asked for, as the principal may see them. */
  async list(principal: Principal, query: ListFeatures): Promise<ListedFeature[]> {
    const asked = listedProperty(principal, query.property_id);
    const wishes = (await this.unserved.list()).filter(
      ({ propertyId }) => asked === null || propertyId === null || propertyId === asked,
    );
    const known = this.features.listFor(asked);
    const forAll = new Set(
      known.flatMap(({ feature_key: key, property_id: id }) => (id === null ? [key] : [])),
    );
    const keys = [...known.map(({ feature_key: key }) => key), ...wishes.map((w) => w.featureKey)];
    const unmapped = [...new Set(keys)].filter((key) => !forAll.has(key)).map(unmappedFeature);
    return [...known, ...unmapped]
      .sort((a, b) => a.feature_key.localeCompare(b.feature_key))
      .map((feature) => ({ ...feature, unserved: unservedOf(feature, wishes) }));
  }
}

const unmappedFeature = (key: string): FeatureAnswer => ({
  feature_key: key,
  property_id: null,
  strategy: 'priority',
  chain: [],
});

/** A mapping for all properties answers for those that have none of their own. */
function unservedOf(
  { feature_key: key, property_id: propertyId, chain }: FeatureAnswer,
  wishes: readonly UnservedFeature[],
): ListedFeature['unserved'] {
  const own = wishes.filter(
    (wish) => wish.featureKey === key && (propertyId === null || wish.propertyId === propertyId),
  );
  if (own.length === 0 || chain.some((link) => link.is_active)) return null;
  const last = Math.max(...own.map(({ lastAskedAt }) => lastAskedAt.getTime()));
  return {
    asked: own.reduce((sum, { asked }) => sum + asked, 0),
    last_asked_at: new Date(last).toISOString(),
  };
}
