import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type SearchHit,
  type SearchScope,
  type SearchSource,
  SearchSources,
} from '#core/search/search-source.js';
import type { SearchTerm } from '#core/search/search-term.js';
import type { FeatureAnswer } from './feature.schemas.js';
import { FeaturesService } from './features.service.js';

/** Features by their keys and by the names of who serves them. */
@Injectable()
export class FeatureSearch implements SearchSource, OnModuleInit {
  readonly kind = 'feature';
  readonly scope = 'features:read';

  constructor(
    private readonly features: FeaturesService,
    private readonly sources: SearchSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async find({ lower }: SearchTerm, { propertyId, limit }: SearchScope): Promise<SearchHit[]> {
    return this.features
      .listFor(propertyId)
      .filter(({ feature_key: key, chain }) =>
        [key, ...chain.map(({ name }) => name)].some((text) => text.toLowerCase().includes(lower)),
      )
      .map(toHit)
      .slice(0, limit + 1);
  }
}

function toHit({ feature_key: key, chain, property_id: propertyId }: FeatureAnswer): SearchHit {
  return {
    id: propertyId === null ? key : `${key}@${propertyId}`,
    title: key,
    detail: chain.map(({ name }) => name).join(' → ') || null,
    match: 'name',
    status: chain.length > 0 ? 'mapped' : 'unmapped',
    amount: null,
    currency: null,
    at: null,
    parentId: null,
  };
}
