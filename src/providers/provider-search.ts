import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type SearchHit,
  type SearchScope,
  type SearchSource,
  SearchSources,
} from '#core/search/search-source.js';
import type { SearchTerm } from '#core/search/search-term.js';
import { PresetCatalogue } from './preset-catalogue.js';
import type { ProviderRow } from './provider.entity.js';
import { ProviderRepository } from './provider.repository.js';

/** Providers by name, slug and vendor; there are a few dozen, so all are looked through. */
@Injectable()
export class ProviderSearch implements SearchSource, OnModuleInit {
  readonly kind = 'provider';
  readonly scope = 'providers:read';

  constructor(
    private readonly providers: ProviderRepository,
    private readonly presets: PresetCatalogue,
    private readonly sources: SearchSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async find(term: SearchTerm, { propertyId, limit }: SearchScope): Promise<SearchHit[]> {
    const [rows, presets] = await Promise.all([this.providers.all(), this.presets.list()]);
    const vendors = new Map(presets.map(({ preset_id: id, vendor }) => [id, vendor]));
    const isOurs = (row: ProviderRow): boolean =>
      propertyId === null || row.propertyId === null || row.propertyId === propertyId;
    return rows
      .filter((row) => row.archivedAt === null && isOurs(row))
      .map((row) => toHit(row, vendors.get(row.presetId ?? '') ?? ''))
      .filter((hit) => fits(hit, term))
      .slice(0, limit + 1);
  }
}

function toHit(row: ProviderRow, vendor: string): SearchHit {
  return {
    id: row.id,
    title: row.name,
    detail: [vendor, row.slug].filter((part) => part !== '').join(' · '),
    match: 'name',
    status: row.isActive ? 'active' : 'off',
    amount: null,
    currency: null,
    at: null,
    parentId: null,
  };
}

function fits({ id, title, detail }: SearchHit, { lower, id: asked }: SearchTerm): boolean {
  return id === asked || `${title}\n${detail ?? ''}`.toLowerCase().includes(lower);
}
