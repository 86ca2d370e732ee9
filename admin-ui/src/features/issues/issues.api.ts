/** Failures grouped by their cause. */
import { queryOptions } from '@tanstack/react-query';
import type {
  IssueAnswer,
  IssueDetail,
  ReplayIssueAnswer,
} from '../../../../src/monitoring/issues/issues.schemas.js';
import { getJson, postJson } from '../../lib/api';
import { type Filter, pagesOf } from '../../lib/page-query';
import type { IssueStatus } from './choices';

export type Issue = IssueAnswer;
export type { IssueDetail };

export const issuesQuery = (filter: Filter) => pagesOf<Issue>('issues', '/api/v1/issues', filter);

export const issueQuery = (id: string) =>
  queryOptions({
    queryKey: ['issues', 'one', id],
    queryFn: () => getJson<IssueDetail>(`/api/v1/issues/${id}`),
  });

export const changeIssue = (id: string, status: IssueStatus): Promise<IssueDetail> =>
  postJson(`/api/v1/issues/${id}/status`, { status });
export const replayIssue = (id: string): Promise<ReplayIssueAnswer> =>
  postJson(`/api/v1/issues/${id}/replay`);
