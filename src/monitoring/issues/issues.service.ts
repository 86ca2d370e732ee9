import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import {
  type Actor,
  hasPropertyAccess,
  listedProperty,
  type Principal,
} from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { Clock } from '#core/time/clock.js';
import { IssueSources } from './issue-sources.js';
import { IssuesRepository } from './issues.repository.js';
import type {
  ChangeIssue,
  IssueAnswer,
  IssueDetail,
  ListIssues,
  ReplayIssueAnswer,
} from './issues.schemas.js';
import type { IssueRow } from './issue.types.js';

const HOUR_MS = 3_600_000;
const TREND_HOURS = 24;
const SHOWN_SUBJECTS = 50;
/** The latest subjects, as many as are kept of an issue. */
const KEPT_SUBJECTS = 1_000;
/** At once; more take another request. */
const REPLAYED_AT_ONCE = 200;

/** Failures grouped by cause: looking at them, saying what is done about them, doing again what they affected. */
@Injectable()
export class IssuesService {
  constructor(
    private readonly issues: IssuesRepository,
    private readonly sources: IssueSources,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(query: ListIssues, principal: Principal): Promise<Page<IssueAnswer>> {
    const rows = await this.issues.list({
      propertyId: listedProperty(principal, query.property_id),
      isBound: principal.propertyId !== null,
      status: query.status,
      kind: query.kind,
      providerId: query.provider_id,
      afterSeenId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.seen_id);
    const trends = await this.trendsOf(page.items);
    return { ...page, items: page.items.map((row) => toAnswer(row, trends.get(row.id))) };
  }

  async get(id: string, principal: Principal): Promise<IssueDetail> {
    const row = await this.visible(id, principal);
    const [trends, subjects, count, waiting] = await Promise.all([
      this.trendsOf([row]),
      this.issues.subjects(id, SHOWN_SUBJECTS),
      this.issues.countSubjects(id),
      this.waitingOf(row),
    ]);
    return {
      ...toAnswer(row, trends.get(id)),
      subjects: subjects.map((subject) => ({
        id: subject.subject_id,
        seen_at: subject.seen_at.toISOString(),
      })),
      subject_count: count,
      replayable: waiting.length,
    };
  }

  /** @throws ConflictError when it has that status already */
  async change(id: string, { status, note }: ChangeIssue, actor: Actor): Promise<IssueDetail> {
    const row = await this.visible(id, actor.principal);
    await this.database.transaction(async (tx) => {
      const by = actor.principal.name;
      if (!(await this.issues.changeStatus(tx, id, { status, by, note }))) {
        throw new ConflictError(`This issue is ${status} already.`);
      }
      await this.audit.record(tx, {
        ...actor,
        action: `issue.${status}`,
        subject: { type: 'issue', id },
        before: { status: row.status },
        after: { status, note },
      });
    });
    return this.get(id, actor.principal);
  }

  /**
   * Does again what an issue affected and what still waits, the latest first.
   *
   * @throws ConflictError where nothing waits, or what failed can not be done again
   */
  async replay(id: string, actor: Actor): Promise<ReplayIssueAnswer> {
    const row = await this.visible(id, actor.principal);
    const replay = this.sources.of(row.kind)?.replay?.bind(this.sources.of(row.kind));
    const waiting = await this.waitingOf(row);
    if (!replay || waiting.length === 0) {
      throw new ConflictError(
        'Nothing that this issue affected waits to be done again; calls are repeated by whoever asked for them.',
      );
    }
    const replayed = await replay(waiting.slice(0, REPLAYED_AT_ONCE), actor);
    await this.audit.record(this.database, {
      ...actor,
      action: 'issue.replayed',
      subject: { type: 'issue', id },
      after: { count: replayed },
    });
    return { replayed, remaining: Math.max(0, waiting.length - REPLAYED_AT_ONCE) };
  }

  private async waitingOf(row: IssueRow): Promise<readonly string[]> {
    const source = this.sources.of(row.kind);
    if (!source?.unsettled) return [];
    const subjects = await this.issues.subjects(row.id, KEPT_SUBJECTS);
    return source.unsettled(subjects.map(({ subject_id }) => subject_id));
  }

  private async trendsOf(rows: readonly IssueRow[]): Promise<Map<string, number[]>> {
    const thisHour = Math.floor(this.clock.now().getTime() / HOUR_MS) * HOUR_MS;
    const since = thisHour - (TREND_HOURS - 1) * HOUR_MS;
    const ids = rows.map(({ id }) => id);
    const trends = new Map(ids.map((id) => [id, Array.from({ length: TREND_HOURS }, () => 0)]));
    for (const { issue_id, at, count } of await this.issues.figures(ids, new Date(since))) {
      const place = Math.floor((at.getTime() - since) / HOUR_MS);
      const trend = trends.get(issue_id);
      if (trend && place < TREND_HOURS) trend[place] = count;
    }
    return trends;
  }

  private async visible(id: string, principal: Principal): Promise<IssueRow> {
    const row = await this.issues.findById(id);
    if (!row || !hasPropertyAccess(principal, row.property_id)) {
      throw new NotFoundError(`There is no issue ${id}; GET /api/v1/issues lists them.`);
    }
    return row;
  }
}

function toAnswer(row: IssueRow, trend: number[] = []): IssueAnswer {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    property_id: row.property_id,
    provider_id: row.provider_id,
    endpoint_id: row.endpoint_id,
    integration_type: row.integration_type,
    operation: row.operation,
    cause: row.cause,
    code: row.code,
    message: row.message,
    count: row.count,
    first_seen_at: row.first_seen_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    trend,
    note: row.note,
    status_changed_at: row.status_changed_at?.toISOString() ?? null,
    status_changed_by: row.status_changed_by,
    reopened_at: row.reopened_at?.toISOString() ?? null,
  };
}
