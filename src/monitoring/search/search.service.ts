import { Injectable } from '@nestjs/common';
import { listedProperty, type Principal } from '#access/principal.js';
import { grants } from '#access/scopes.js';
import {
  type SearchHit,
  type SearchScope,
  type SearchSource,
  SearchSources,
} from '#core/search/search-source.js';
import { type SearchTerm, toSearchTerm } from '#core/search/search-term.js';
import type { SearchAnswer, SearchHitAnswer, SearchQuery } from './search.schemas.js';

/** As many as fit on a screen; more letters find the rest. */
const LIMIT = 6;

/** One field for everything: each kind of thing is asked for what fits. */
@Injectable()
export class SearchService {
  constructor(private readonly sources: SearchSources) {}

  async search(query: SearchQuery, principal: Principal): Promise<SearchAnswer> {
    const term = toSearchTerm(query.q);
    const scope = {
      propertyId: listedProperty(principal, query.property_id),
      showsGuests: grants(principal.scopes, 'guests:read'),
      limit: LIMIT,
    };
    const allowed = this.sources.all.filter((source) => grants(principal.scopes, source.scope));
    const groups = await Promise.all(allowed.map((source) => groupOf(source, term, scope)));
    return { query: term.text, groups: groups.filter(({ items }) => items.length > 0) };
  }
}

async function groupOf(
  source: SearchSource,
  term: SearchTerm,
  scope: SearchScope,
): Promise<SearchAnswer['groups'][number]> {
  const found = await source.find(term, scope);
  return {
    kind: source.kind,
    items: found.slice(0, scope.limit).map(toAnswer),
    has_more: found.length > scope.limit,
  };
}

function toAnswer({ at, parentId, ...hit }: SearchHit): SearchHitAnswer {
  return { ...hit, at: at?.toISOString() ?? null, parent_id: parentId };
}
