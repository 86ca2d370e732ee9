/** The record of changes. */
import { queryOptions } from '@tanstack/react-query';
import type { AuditActors, AuditLogEntry } from '../../../../src/access/audit/audit-log.schemas.js';
import { getJson } from '../../lib/api';
import { type Filter, pagesOf, withQuery } from '../../lib/page-query';

export type AuditEntry = AuditLogEntry;

const PATH = '/api/v1/audit-log';

export const auditQuery = (filter: Filter) => pagesOf<AuditEntry>('audit', PATH, filter);
export const auditFileOf = (filter: Filter): string => withQuery(`${PATH}.csv`, filter);

export const auditActorsQuery = queryOptions({
  queryKey: ['audit', 'actors'],
  queryFn: async () => (await getJson<AuditActors>(`${PATH}/actors`)).items,
  staleTime: 60_000,
});
