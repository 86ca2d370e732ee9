import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import type { FailureGroup } from './issue-groups.js';

/** Any number that nothing else in the database uses. */
const LOCK = 0x6973737565;

/** An issue that has just been counted. */
export interface CountedIssue {
  readonly id: string;
  readonly fingerprint: string;
  readonly property_id: string | null;
}

// What was resolved opens again by a failure that came after; an ignored one only counts.
const COMES_BACK = `known.status = 'resolved' AND excluded.last_seen_at > known.status_changed_at`;

const COUNT_SQL = `
  INSERT INTO issues AS known (id, fingerprint, kind, property_id, provider_id, endpoint_id, integration_type, operation,
                               cause, code, message, count, first_seen_at, last_seen_at, seen_id)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
                       $9::text[], $10::text[], $11::text[], $12::bigint[], $13::timestamptz[], $14::timestamptz[],
                       $15::uuid[])
  ON CONFLICT (fingerprint) DO UPDATE SET
    count = known.count + excluded.count,
    last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
    seen_id = excluded.seen_id,
    code = excluded.code,
    message = excluded.message,
    status = CASE WHEN ${COMES_BACK} THEN 'open' ELSE known.status END,
    reopened_at = CASE WHEN ${COMES_BACK} THEN now() ELSE known.reopened_at END
  RETURNING id, fingerprint, property_id`;

/** Writes what was found; one process of the cluster at a time. */
@Injectable()
export class IssueCollectionRepository {
  /** Whether this process collects this time. The lock ends with the transaction. */
  async tryLock(tx: Sql): Promise<boolean> {
    const [row] = await tx.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS locked',
      [LOCK],
    );
    return row?.locked ?? false;
  }

  /** Which of these fingerprints there are already. */
  async known(tx: Sql, fingerprints: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ fingerprint: string }>(
      'SELECT fingerprint FROM issues WHERE fingerprint = ANY ($1)',
      [fingerprints],
    );
    return new Set(rows.map(({ fingerprint }) => fingerprint));
  }

  /** How many issues there are of one place and kind of failure. */
  async variety(tx: Sql, [kind, place, operation, cause]: readonly string[]): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM issues
       WHERE kind = $1 AND coalesce(provider_id, endpoint_id)::text = $2 AND operation = $3 AND cause = $4`,
      [kind, place, operation, cause],
    );
    return row?.count ?? 0;
  }

  count(tx: Sql, groups: readonly FailureGroup[]): Promise<CountedIssue[]> {
    const of = <T>(read: (group: FailureGroup) => T): T[] => groups.map(read);
    return tx.query<CountedIssue>(COUNT_SQL, [
      of(() => newId()),
      of(({ fingerprint }) => fingerprint),
      of(({ latest }) => latest.kind),
      of(({ latest }) => latest.propertyId),
      of(({ latest }) => latest.providerId),
      of(({ latest }) => latest.endpointId),
      of(({ latest }) => latest.integrationType),
      of(({ latest }) => latest.operation),
      of(({ latest }) => latest.cause),
      of(({ latest }) => latest.code),
      of(({ latest }) => latest.message),
      of(({ count }) => count),
      of(({ firstAt }) => firstAt),
      of(({ latest }) => latest.at),
      of(() => newId()),
    ]);
  }

  /** The figures behind the trend, by the hour. */
  async countHours(tx: Sql, issueId: string, hours: ReadonlyMap<number, number>): Promise<void> {
    await tx.query(
      `INSERT INTO issue_figures AS known (issue_id, at, count)
       SELECT $1, at, count FROM unnest($2::timestamptz[], $3::bigint[]) AS h (at, count)
       ON CONFLICT (issue_id, at) DO UPDATE SET count = known.count + excluded.count`,
      [issueId, [...hours.keys()].map((ms) => new Date(ms)), [...hours.values()]],
    );
  }

  async keepSubjects(tx: Sql, issueId: string, subjects: FailureGroup['subjects']): Promise<void> {
    await tx.query(
      `INSERT INTO issue_subjects AS known (issue_id, subject_id, version, seen_at)
       SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::timestamptz[])
       ON CONFLICT (subject_id, issue_id) DO UPDATE SET version = excluded.version, seen_at = excluded.seen_at`,
      [
        issueId,
        subjects.map(({ subjectId }) => subjectId),
        subjects.map(({ version }) => version),
        subjects.map(({ at }) => at),
      ],
    );
  }

  /**
   * Erases what nobody looks at any more: issues that have not been seen for 90 days, figures beyond the trend, and
   * all but the latest thousand subjects of each issue once no source could count them again.
   */
  async forgetOld(tx: Sql): Promise<void> {
    await tx.query(`DELETE FROM issues WHERE last_seen_at < now() - interval '90 days'`);
    await tx.query(`DELETE FROM issue_figures WHERE at < now() - interval '15 days'`);
    await tx.query(
      `DELETE FROM issue_subjects s USING (
         SELECT subject_id, issue_id, row_number() OVER (PARTITION BY issue_id ORDER BY seen_at DESC) AS place
         FROM issue_subjects) AS ranked
       WHERE ranked.place > 1000 AND s.subject_id = ranked.subject_id AND s.issue_id = ranked.issue_id
         AND s.seen_at < now() - interval '4 days'`,
    );
  }
}
