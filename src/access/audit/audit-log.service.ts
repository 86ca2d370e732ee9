import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { assertPropertyAccess, type Principal } from '../principal.js';
import { AuditLogRepository, type AuditLogRow } from './audit-log.repository.js';
import type { AuditLogEntry, ListAuditLog } from './audit-log.schemas.js';

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
      subjectId: query.subject_id,
      action: query.action,
      beforeId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    return toPage(rows.map(toEntry), query.limit, (entry) => entry.id);
  }
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
