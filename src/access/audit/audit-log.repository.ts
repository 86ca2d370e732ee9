import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `audit_log`. */
export interface AuditLogRow {
  readonly id: string;
  readonly at: Date;
  readonly actor_type: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: string;
  readonly subject_type: string;
  readonly subject_id: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly ip: string | null;
  readonly trace_id: string | null;
}

export interface AuditLogFilter {
  readonly subjectId: string | undefined;
  readonly action: string | undefined;
  readonly beforeId: string | undefined;
  readonly limit: number;
}

@Injectable()
export class AuditLogRepository {
  async insert(tx: Sql, row: Omit<AuditLogRow, 'at'>): Promise<void> {
    await tx.query(
      `INSERT INTO audit_log (id, actor_type, actor_id, actor_name, action, subject_type, subject_id,
                              before, after, ip, trace_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        row.id,
        row.actor_type,
        row.actor_id,
        row.actor_name,
        row.action,
        row.subject_type,
        row.subject_id,
        toJsonb(row.before),
        toJsonb(row.after),
        row.ip,
        row.trace_id,
      ],
    );
  }

  /**
   * Newest first, one row more than `limit` when there is more. Unnamed statements are planned with
   * their values, so each filter uses its index `(subject_id, id)` or `(action, id)`.
   */
  list(sql: Sql, { subjectId, action, beforeId, limit }: AuditLogFilter): Promise<AuditLogRow[]> {
    return sql.query<AuditLogRow>(
      `SELECT id, at, actor_type, actor_id, actor_name, action, subject_type, subject_id,
              before, after, ip, trace_id
         FROM audit_log
        WHERE ($1::text IS NULL OR subject_id = $1)
          AND ($2::text IS NULL OR action = $2)
          AND ($3::uuid IS NULL OR id < $3)
        ORDER BY id DESC LIMIT $4`,
      [subjectId ?? null, action ?? null, beforeId ?? null, limit + 1],
    );
  }
}

/** The driver would send a JavaScript array as a Postgres array, so jsonb goes as text. */
function toJsonb(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
