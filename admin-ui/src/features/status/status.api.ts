/** What the front desk may see without a login. */
import { queryOptions } from '@tanstack/react-query';
import type { StatusAnswer } from '../../../../src/gateway/health/status/status.schemas.js';
import { getJson } from '../../lib/api';
import { withQuery } from '../../lib/page-query';

export type { StatusAnswer };

const LOOK_MS = 10_000;

export const statusQuery = (key: string) =>
  queryOptions({
    queryKey: ['status', key],
    queryFn: () => getJson<StatusAnswer>(withQuery('/api/v1/status', { key })),
    enabled: key !== '',
    refetchInterval: LOOK_MS,
    // A screen on the wall is never in front of anybody's window.
    refetchIntervalInBackground: true,
  });
