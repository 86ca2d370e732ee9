import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PropertyAnswer } from '../../../src/access/properties/properties.schemas.js';
import { getJson } from './api';
import type { Page } from './page-query';

const DEFAULT_ZONE = 'Asia/Jakarta';

export const propertiesQuery = queryOptions({
  queryKey: ['properties'],
  queryFn: () => getJson<Page<PropertyAnswer>>('/api/v1/properties?limit=200'),
  staleTime: 300_000,
});

/** The zone in which times are shown: that of the first property. */
export function useZone(): string {
  const { data } = useQuery(propertiesQuery);
  const [property] = data?.items ?? [];
  return property?.time_zone ?? DEFAULT_ZONE;
}
