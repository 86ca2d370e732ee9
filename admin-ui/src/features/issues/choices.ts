/** What can be chosen in the address of the list of issues; the hub's own words. */
import type { IssueKind, IssueStatus } from '../../../../src/monitoring/issues/issue.types.js';

export type { IssueKind, IssueStatus };

export const ISSUE_STATUSES = [
  'open',
  'acknowledged',
  'resolved',
  'ignored',
] as const satisfies readonly IssueStatus[];
export const ISSUE_KINDS = ['call', 'webhook', 'delivery'] as const satisfies readonly IssueKind[];
