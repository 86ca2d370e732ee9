import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ProviderSearch } from './provider-tabs';

type Filter = Omit<ProviderSearch, 'tab'>;

/** What the tabs of a provider are filtered by: in the address, so a reload or a sent link shows the same. */
export function useProviderSearch(): readonly [
  ProviderSearch,
  (change: { readonly [K in keyof Filter]: Filter[K] | undefined }) => void,
] {
  const search = useSearch({ from: '/shell/integrations/$providerId' });
  const navigate = useNavigate({ from: '/integrations/$providerId' });
  return [
    search,
    (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
  ];
}
