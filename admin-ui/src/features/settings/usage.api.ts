/** What vendors were asked in a month, and what providers may be used for. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ProviderUsage,
  SetUsageLimits,
  UsageAnswer,
  UsageItem,
  UsageLimitsAnswer,
} from '../../../../src/gateway/usage/usage.schemas.js';
import { getJson, putJson } from '../../lib/api';
import { withQuery } from '../../lib/page-query';

export type { ProviderUsage, UsageItem, UsageLimitsAnswer };
export type UsageLimits = SetUsageLimits;
export type UsageOfMonth = UsageAnswer;

export const usageQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: ['usage', month ?? 'now'],
    queryFn: () => getJson<UsageOfMonth>(withQuery('/api/v1/usage', { month })),
  });

export const setUsageLimits = (providerId: string, limits: UsageLimits): Promise<unknown> =>
  putJson(`/api/v1/providers/${providerId}/usage-limits`, limits);
