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
  readonly subjectType: string | undefined;
  readonly action: string | undefined;
  readonly actorId: string | undefined;
  /** Inclusive. */
  readonly from: Date | undefined;
  /** Exclusive. */
  readonly to: Date | undefined;
  readonly beforeId: string | undefined;
  readonly limit: number;
}

/** How far the clock that made a row's id and the database's may be apart. */
const CLOCKS_APART_MS = 3_600_000;
/** Enough for every hotel; a list to choose from shows no more. */
const MOST_ACTORS = 200;

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
   * Newest first, one row more than `limit` when there is more. Unnamed statements are planned with their values, so each
   * filter uses its own index with `id` behind it. Ids follow time: a span of ids, a little wider than that of times,
   * keeps a look at last year from reading everything since.
   */
  list(sql: Sql, filter: AuditLogFilter): Promise<AuditLogRow[]> {
    const { from, to } = filter;
    return sql.query<AuditLogRow>(
      `SELECT id, at, actor_type, actor_id, actor_name, action, subject_type, subject_id,
              before, after, ip, trace_id
         FROM audit_log
        WHERE ($1::text IS NULL OR subject_id = $1)
          AND ($2::text IS NULL OR subject_type = $2)
          AND ($3::text IS NULL OR action = $3)
          AND ($4::text IS NULL OR actor_id = $4)
          AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::uuid IS NULL OR id >= $6)
          AND ($7::timestamptz IS NULL OR at < $7) AND ($8::uuid IS NULL OR id < $8)
          AND ($9::uuid IS NULL OR id < $9)
        ORDER BY id DESC LIMIT $10`,
      [
        filter.subjectId ?? null,
        filter.subjectType ?? null,
        filter.action ?? null,
        filter.actorId ?? null,
        from ?? null,
        from ? firstIdAt(from.getTime() - CLOCKS_APART_MS) : null,
        to ?? null,
        to ? firstIdAt(to.getTime() + CLOCKS_APART_MS) : null,
        filter.beforeId ?? null,
        filter.limit + 1,
      ],
    );
  }

  /** Everybody who ever did something, under the name of the last time; hops from one to the next in the index. */
  actors(sql: Sql): Promise<Pick<AuditLogRow, 'actor_type' | 'actor_id' | 'actor_name'>[]> {
    return sql.query(
      `WITH RECURSIVE actors AS (
         (SELECT actor_id FROM audit_log ORDER BY actor_id LIMIT 1)
         UNION ALL
         SELECT (SELECT l.actor_id FROM audit_log l WHERE l.actor_id > a.actor_id ORDER BY l.actor_id LIMIT 1)
           FROM actors a WHERE a.actor_id IS NOT NULL
       )
       SELECT last.* FROM (SELECT actor_id FROM actors WHERE actor_id IS NOT NULL LIMIT $1) a
         CROSS JOIN LATERAL (
           SELECT actor_type, actor_id, actor_name FROM audit_log l
            WHERE l.actor_id = a.actor_id ORDER BY l.id DESC LIMIT 1
         ) last
        ORDER BY last.actor_name`,
      [MOST_ACTORS],
    );
  }
}

/** The smallest time-ordered id of a moment. */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The driver would send a JavaScript array as a Postgres array, so jsonb goes as text. */
function toJsonb(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
