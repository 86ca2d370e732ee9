import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import type { IssueKind, IssueRow, IssueStatus, SubjectRow } from './issue.types.js';

export interface IssueFilter {
  readonly propertyId: string | null;
  /** Whoever is bound to a property does not see what concerns all of them. */
  readonly isBound: boolean;
  readonly status: IssueStatus | undefined;
  readonly kind: IssueKind | undefined;
  readonly providerId: string | undefined;
  readonly afterSeenId: string | undefined;
  readonly limit: number;
}

export interface IssueFigure {
  readonly issue_id: string;
  readonly at: Date;
  readonly count: number;
}

export interface StatusChange {
  readonly status: IssueStatus;
  readonly by: string;
  readonly note: string | undefined;
}

/** Reading issues, and what people say about them. */
@Injectable()
export class IssuesRepository {
  constructor(private readonly database: Database) {}

  /** What happened last comes first. */
  list(filter: IssueFilter): Promise<IssueRow[]> {
    return this.database.query<IssueRow>(
      `SELECT * FROM issues
       WHERE ($1::uuid IS NULL OR property_id = $1 OR (NOT $7 AND property_id IS NULL)) AND ($2::text IS NULL OR status = $2)
         AND ($3::text IS NULL OR kind = $3) AND ($4::uuid IS NULL OR provider_id = $4)
         AND ($5::uuid IS NULL OR seen_id < $5)
       ORDER BY seen_id DESC LIMIT $6`,
      [
        filter.propertyId,
        filter.status ?? null,
        filter.kind ?? null,
        filter.providerId ?? null,
        filter.afterSeenId ?? null,
        filter.limit + 1,
        filter.isBound,
      ],
    );
  }

  async findById(id: string): Promise<IssueRow | undefined> {
    const [row] = await this.database.query<IssueRow>('SELECT * FROM issues WHERE id = $1', [id]);
    return row;
  }

  figures(issueIds: readonly string[], since: Date): Promise<IssueFigure[]> {
    return this.database.query<IssueFigure>(
      'SELECT issue_id, at, count FROM issue_figures WHERE issue_id = ANY ($1) AND at >= $2',
      [issueIds, since],
    );
  }

  /** What an issue was about, the latest first. */
  subjects(issueId: string, limit: number): Promise<SubjectRow[]> {
    return this.database.query<SubjectRow>(
      `SELECT subject_id, seen_at FROM issue_subjects WHERE issue_id = $1 ORDER BY seen_at DESC LIMIT $2`,
      [issueId, limit],
    );
  }

  async countSubjects(issueId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM issue_subjects WHERE issue_id = $1',
      [issueId],
    );
    return row?.count ?? 0;
  }

  /** False when it has that status already. */
  async changeStatus(tx: Sql, id: string, { status, by, note }: StatusChange): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE issues SET status = $2, status_changed_at = now(), status_changed_by = $3, note = coalesce($4, note)
       WHERE id = $1 AND status <> $2 RETURNING id`,
      [id, status, by, note ?? null],
    );
    return rows.length > 0;
  }
}
