import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import type { AlertCause, AlertRow, AlertStatus } from './alert.types.js';

export interface AlertFilter {
  readonly propertyId: string | null;
  /** Who is bound to a property does not see what concerns all of them. */
  readonly isBound: boolean;
  readonly status: AlertStatus | undefined;
  readonly providerId: string | undefined;
  readonly afterId: string | undefined;
  readonly limit: number;
}

/** Any number that nothing else in the database uses. */
const LOCK = 0x616c657274;

@Injectable()
export class AlertsRepository {
  constructor(private readonly database: Database) {}

  /** Whether this process looks this time; another one may be at it. The lock ends with the transaction. */
  async tryLock(tx: Sql): Promise<boolean> {
    const [row] = await tx.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS locked',
      [LOCK],
    );
    return row?.locked ?? false;
  }

  /** A new alert, or undefined when that cause has one already, which then is only seen again. */
  async raise(tx: Sql, rule: string, cause: AlertCause): Promise<AlertRow | undefined> {
    const [row] = await tx.query<AlertRow & { is_new: boolean }>(
      `INSERT INTO alerts AS known (id, rule, cause, severity, property_id, provider_id, message, data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (cause) WHERE status <> 'resolved'
       DO UPDATE SET last_seen_at = now(), message = excluded.message, data = excluded.data
       RETURNING known.*, (xmax = 0) AS is_new`,
      [
        newId(),
        rule,
        `${rule}:${cause.key}`,
        cause.severity,
        cause.propertyId,
        cause.providerId ?? null,
        JSON.stringify(cause.message),
        JSON.stringify(cause.data ?? {}),
      ],
    );
    return row?.is_new ? row : undefined;
  }

  /** Ends the alert of one cause, if there is one. */
  resolveCause(tx: Sql, rule: string, key: string): Promise<AlertRow[]> {
    return tx.query<AlertRow>(
      `UPDATE alerts SET status = 'resolved', resolved_at = now()
       WHERE cause = $1 AND status <> 'resolved' RETURNING *`,
      [`${rule}:${key}`],
    );
  }

  /** Ends alerts of a rule whose cause has not been seen for so long. */
  resolveUnseen(tx: Sql, rule: string, minutes: number): Promise<AlertRow[]> {
    return tx.query<AlertRow>(
      `UPDATE alerts SET status = 'resolved', resolved_at = now()
       WHERE rule = $1 AND status <> 'resolved' AND last_seen_at < now() - make_interval(mins => $2) RETURNING *`,
      [rule, minutes],
    );
  }

  /** Alerts that no channel was given yet; each is taken once. */
  takeUnsent(): Promise<AlertRow[]> {
    return this.database.query<AlertRow>(
      `UPDATE alerts SET sent_at = now() WHERE id IN
         (SELECT id FROM alerts WHERE sent_at IS NULL ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED)
       RETURNING *`,
    );
  }

  /** The id of the alert that is open for a cause. */
  async idOf(tx: Sql, rule: string, key: string): Promise<string> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM alerts WHERE cause = $1 AND status <> 'resolved'`,
      [`${rule}:${key}`],
    );
    const [row] = rows as [{ id: string }];
    return row.id;
  }

  async findById(id: string): Promise<AlertRow | undefined> {
    const [row] = await this.database.query<AlertRow>('SELECT * FROM alerts WHERE id = $1', [id]);
    return row;
  }

  /** By the unique index on causes that are not resolved. */
  unresolved(causes: readonly string[]): Promise<AlertRow[]> {
    return this.database.query<AlertRow>(
      `SELECT * FROM alerts WHERE cause = ANY ($1) AND status <> 'resolved'`,
      [causes],
    );
  }

  list(filter: AlertFilter): Promise<AlertRow[]> {
    return this.database.query<AlertRow>(
      `SELECT * FROM alerts
       WHERE ($1::uuid IS NULL OR property_id = $1 OR (property_id IS NULL AND NOT $6))
         AND ($2::text IS NULL OR status = $2)
         AND ($3::uuid IS NULL OR provider_id = $3) AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [
        filter.propertyId,
        filter.status ?? null,
        filter.providerId ?? null,
        filter.afterId ?? null,
        filter.limit + 1,
        filter.isBound,
      ],
    );
  }

  async acknowledge(tx: Sql, id: string, by: string, note: string | undefined): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE alerts SET status = 'acknowledged', acknowledged_at = now(), acknowledged_by = $2, note = coalesce($3, note)
       WHERE id = $1 AND status = 'open' RETURNING id`,
      [id, by, note ?? null],
    );
    return rows.length > 0;
  }

  async resolve(tx: Sql, id: string, note: string | undefined): Promise<AlertRow | undefined> {
    const [row] = await tx.query<AlertRow>(
      `UPDATE alerts SET status = 'resolved', resolved_at = now(), note = coalesce($2, note)
       WHERE id = $1 AND status <> 'resolved' RETURNING *`,
      [id, note ?? null],
    );
    return row;
  }
}
