/** The one search field: everything that the hub finds for what was typed. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SearchAnswer } from '../../../../src/monitoring/search/search.schemas.js';
import { getJson } from '../../lib/api';
import { withQuery } from '../../lib/page-query';

export type SearchHit = SearchAnswer['groups'][number]['items'][number];

/** Fewer letters stand everywhere. */
export const SHORTEST = 2;

export const searchQuery = (q: string, property_id: string | undefined) =>
  queryOptions({
    queryKey: ['search', q, property_id],
    queryFn: () => getJson<SearchAnswer>(withQuery('/api/v1/search', { q, property_id })),
    enabled: q.length >= SHORTEST,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
