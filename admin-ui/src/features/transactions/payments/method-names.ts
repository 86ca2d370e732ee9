import { queryOptions, useQuery } from '@tanstack/react-query';
import type { MethodSettingsAnswer } from '../../../../../src/categories/payment/methods/payment-methods.schemas.js';
import { getJson } from '../../../lib/api';
import { useTexts } from '../../../lib/i18n';

const methodsQuery = queryOptions({
  queryKey: ['payment-methods', 'names'],
  queryFn: () => getJson<MethodSettingsAnswer>('/api/v1/payment-methods/settings'),
  staleTime: 300_000,
});

/** A way to pay as guests know it; one that the hub has no name for goes by its key. */
export function useMethodName(): (method: string) => string {
  const { pick } = useTexts();
  const { data } = useQuery(methodsQuery);
  return (method) => {
    const label = data?.items.find((one) => one.method === method)?.label;
    return label === undefined ? method : pick(label);
  };
}
