/** Failures that have one cause in common, and how the parts of the hub report them. */
import type { Actor } from '#access/principal.js';
import type { Sql } from '#core/database/database.js';

/** What failed: a call to a vendor, a webhook that came in, an event on its way to a subscriber. */
export const ISSUE_KINDS = ['call', 'webhook', 'delivery'] as const;
export type IssueKind = (typeof ISSUE_KINDS)[number];

/** `resolved` opens again when it happens again, `ignored` does not. */
export const ISSUE_STATUSES = ['open', 'acknowledged', 'resolved', 'ignored'] as const;
export type IssueStatus = (typeof ISSUE_STATUSES)[number];

/** One failure, as its source knows it. */
export interface Failure {
  readonly kind: IssueKind;
  readonly propertyId: string | null;
  readonly providerId: string | null;
  readonly endpointId: string | null;
  readonly integrationType: string | null;
  /** Of a call its operation, of a webhook its route, of a delivery its event. */
  readonly operation: string;
  /** The kind of failure: `unavailable`, `rejected`, `dead`. */
  readonly cause: string;
  /** HTTP status of the answer, if there was one. */
  readonly code: string | null;
  /** What was said about it; without secrets and guest data. */
  readonly message: string | null;
  /** What it was about: a payment, a webhook log, a delivery. */
  readonly subjectId: string | null;
  /** Grows each time the same subject fails. */
  readonly version: number;
  readonly at: Date;
}

/** Where failures of one kind come from. Each part of the hub registers its own. */
export interface IssueSource {
  readonly kind: IssueKind;
  /** The next failures that were not taken yet, at most `limit`; taken for good when the transaction commits. */
  take(tx: Sql, limit: number): Promise<readonly Failure[]>;
  /** Those subjects that still wait to be done again; absent where nothing can be. */
  unsettled?(subjectIds: readonly string[]): Promise<readonly string[]>;
  /** Does them again; returns how many were begun. */
  replay?(subjectIds: readonly string[], actor: Actor): Promise<number>;
}

/** A row of `issues`. */
export interface IssueRow {
  readonly id: string;
  readonly fingerprint: string;
  readonly kind: IssueKind;
  readonly status: IssueStatus;
  readonly property_id: string | null;
  readonly provider_id: string | null;
  readonly endpoint_id: string | null;
  readonly integration_type: string | null;
  readonly operation: string;
  readonly cause: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly count: number;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly seen_id: string;
  readonly note: string | null;
  readonly status_changed_at: Date | null;
  readonly status_changed_by: string | null;
  readonly reopened_at: Date | null;
}

export interface SubjectRow {
  readonly subject_id: string;
  readonly seen_at: Date;
}
