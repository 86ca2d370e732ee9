import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { assertPropertyAccess, type Principal } from '../principal.js';
import {
  type AuditLogFilter,
  AuditLogRepository,
  type AuditLogRow,
} from './audit-log.repository.js';
import { toAuditCsv } from './audit-csv.js';
import type {
  AuditActors,
  AuditLogEntry,
  ExportAuditLog,
  ListAuditLog,
} from './audit-log.schemas.js';

/** More than anybody reads; who needs all asks for a span of time after the other. */
const MOST_EXPORTED = 10_000;

/** Reads the audit log; `AuditLog` writes it. */
@Injectable()
export class AuditLogService {
  constructor(
    private readonly database: Database,
    private readonly repository: AuditLogRepository,
  ) {}

  /**
   * Newest first.
   *
   * @throws PropertyAccessError for a key bound to one property: the entries are of all of them
   */
  async list(query: ListAuditLog, principal: Principal): Promise<Page<AuditLogEntry>> {
    assertPropertyAccess(principal, null);
    const rows = await this.repository.list(this.database, {
      ...toFilter(query),
      beforeId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    return toPage(rows.map(toEntry), query.limit, (entry) => entry.id);
  }

  /**
   * The newest ten thousand that the filter lets through, as a file for spreadsheets.
   *
   * @throws PropertyAccessError for a key bound to one property
   */
  async export(query: ExportAuditLog, principal: Principal): Promise<string> {
    assertPropertyAccess(principal, null);
    const rows = await this.repository.list(this.database, {
      ...toFilter(query),
      beforeId: undefined,
      limit: MOST_EXPORTED,
    });
    return toAuditCsv(rows.slice(0, MOST_EXPORTED).map(toEntry));
  }

  /**
   * Everybody whose deeds are in the log, to choose from.
   *
   * @throws PropertyAccessError for a key bound to one property
   */
  async actors(principal: Principal): Promise<AuditActors> {
    assertPropertyAccess(principal, null);
    const rows = await this.repository.actors(this.database);
    return {
      items: rows.map((row) => ({ type: row.actor_type, id: row.actor_id, name: row.actor_name })),
    };
  }
}

function toFilter(query: ExportAuditLog): Omit<AuditLogFilter, 'beforeId' | 'limit'> {
  return {
    subjectId: query.subject_id,
    subjectType: query.subject_type,
    action: query.action,
    actorId: query.actor_id,
    from: query.from === undefined ? undefined : new Date(query.from),
    to: query.to === undefined ? undefined : new Date(query.to),
  };
}

function toEntry(row: AuditLogRow): AuditLogEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: { type: row.subject_type, id: row.subject_id },
    before: row.before,
    after: row.after,
    ip: row.ip,
    trace_id: row.trace_id,
  };
}
