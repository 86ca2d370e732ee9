/** Which property is looked at. Lists, figures and times follow it; without a choice all are shown. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PropertyAnswer } from '../../../src/access/properties/properties.schemas.js';
import { getJson } from './api';
import { storedChoice } from './stored-choice';

export const propertiesQuery = queryOptions({
  queryKey: ['properties'],
  queryFn: () =>
    getJson<{ items: PropertyAnswer[]; next_cursor: string | null }>(
      '/api/v1/properties?limit=200',
    ),
  staleTime: 300_000,
});

const choice = storedChoice('kunci.property');

/** Id of the chosen property; undefined for all of them. For queries, which are no components. */
export const currentProperty = choice.get;
export const chooseProperty = choice.set;

/** Forgets a choice that this person may not see, or that is gone. */
export function forgetUnknownProperty(known: readonly { readonly id: string }[]): void {
  const chosen = choice.get();
  if (known.length < 2 || !known.some(({ id }) => id === chosen)) choice.set(undefined);
}

/** What a page needs to know about the choice; `property` is undefined while all are shown. */
export function useProperty(): {
  readonly id: string | undefined;
  readonly property: PropertyAnswer | undefined;
  readonly properties: readonly PropertyAnswer[];
} {
  const id = choice.use();
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  return { id, property: properties.find((one) => one.id === id), properties };
}

/** Whether something is shown now: it belongs to the chosen property, or to all of them. */
export function isShown(item: { readonly property_id: string | null }): boolean {
  const chosen = choice.get();
  return chosen === undefined || item.property_id === null || item.property_id === chosen;
}
