import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { ISSUE_KINDS, ISSUE_STATUSES } from './issue.types.js';

export const listIssuesSchema = z.strictObject({
  ...pageQueryShape,
  status: z.enum(ISSUE_STATUSES).optional(),
  kind: z.enum(ISSUE_KINDS).optional(),
  provider_id: z.uuid().optional(),
  /** Only this property's, and what concerns all of them. */
  property_id: z.uuid().optional(),
});
export type ListIssues = z.infer<typeof listIssuesSchema>;

export const issueParamSchema = z.strictObject({ id: z.uuid('expected the id of an issue') });

export const changeIssueSchema = z.strictObject({
  status: z.enum(ISSUE_STATUSES, `expected one of ${ISSUE_STATUSES.join(', ')}`),
  note: z.string().trim().min(1).max(500).optional(),
});
export type ChangeIssue = z.infer<typeof changeIssueSchema>;

export const issueAnswerSchema = z.object({
  id: z.uuid(),
  kind: z.enum(ISSUE_KINDS),
  status: z.enum(ISSUE_STATUSES),
  property_id: z.uuid().nullable(),
  provider_id: z.uuid().nullable(),
  endpoint_id: z.uuid().nullable(),
  integration_type: z.string().nullable(),
  /** Of a call its operation, of a webhook its route, `deliver` of an event. */
  operation: z.string(),
  /** The kind of failure, such as `unavailable`, `rejected` or `dead`. */
  cause: z.string(),
  /** HTTP status of the last answer. */
  code: z.string().nullable(),
  /** What was said the last time. */
  message: z.string().nullable(),
  count: z.int(),
  first_seen_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  /** Failures of each of the last 24 hours, the oldest first. */
  trend: z.array(z.int()),
  note: z.string().nullable(),
  status_changed_at: z.iso.datetime().nullable(),
  status_changed_by: z.string().nullable(),
  /** When it happened again after it was resolved. */
  reopened_at: z.iso.datetime().nullable(),
});
export type IssueAnswer = z.infer<typeof issueAnswerSchema>;
export const issuePageSchema = pageSchema(issueAnswerSchema);

export const issueDetailSchema = issueAnswerSchema.extend({
  /** What it was about, the latest first: ids of payments or messages, of webhook logs, of deliveries. */
  subjects: z.array(z.object({ id: z.string(), seen_at: z.iso.datetime() })),
  subject_count: z.int(),
  /** How many of them still wait and can be done again. */
  replayable: z.int(),
});
export type IssueDetail = z.infer<typeof issueDetailSchema>;

export const replayIssueAnswerSchema = z.object({ replayed: z.int(), remaining: z.int() });
export type ReplayIssueAnswer = z.infer<typeof replayIssueAnswerSchema>;
