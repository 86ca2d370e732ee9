/** Lists that continue: the hub hands out a cursor with each page. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { getJson } from './api';
import { currentProperty } from './property';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

export type Filter = Readonly<Record<string, string | undefined>>;

/** Lists that the hub narrows to one property. */
const BY_PROPERTY: ReadonlySet<string> = new Set([
  '/api/v1/payments',
  '/api/v1/payments/subscriptions',
  '/api/v1/payout-tasks',
  '/api/v1/refund-batches',
  '/api/v1/webhook-logs',
  '/api/v1/alerts',
  '/api/v1/issues',
]);

/** `key` names what is listed; the filter and the chosen property become part of it. */
export function pagesOf<T>(key: string, path: string, filter: Filter = {}) {
  const narrowed = BY_PROPERTY.has(path) ? { property_id: currentProperty(), ...filter } : filter;
  return infiniteQueryOptions({
    queryKey: [key, 'list', narrowed],
    queryFn: ({ pageParam }) =>
      getJson<Page<T>>(withQuery(path, { ...narrowed, cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

/** `path?a=1`, without what is empty. */
export function withQuery(path: string, query: Filter): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
