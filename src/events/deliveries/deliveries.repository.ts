import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import type {
  AttemptRow,
  DeliveryRow,
  DeliveryStatus,
  Fault,
  UndeliveredRow,
} from './delivery.rows.js';

const ROW = `id, event_id, endpoint_id, event, property_id, status, attempt_count, due_at, response_status, error,
  fault, created_at, delivered_at`;

export interface DeliveryFilter {
  readonly propertyId: string | null;
  readonly endpointId: string | undefined;
  readonly eventId: string | undefined;
  readonly event: string | undefined;
  readonly status: DeliveryStatus | undefined;
  readonly fault: Fault | undefined;
  readonly afterId: string | undefined;
  readonly limit: number;
}

export interface ReplaySelection {
  readonly endpointId: string;
  readonly since: Date;
  readonly until: Date | null;
  readonly statuses: readonly DeliveryStatus[];
  readonly fault: Fault | undefined;
  readonly error: string | undefined;
}

/** Of what did not arrive the newest so many are grouped; more is "very many" to any reader. */
export const MOST_COUNTED = 10_000;

/** Reading deliveries, and opening them again by hand. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly database: Database) {}

  /** What is pending is found by its `due_at`, so by the small index of what is left to do. */
  list(filter: DeliveryFilter): Promise<DeliveryRow[]> {
    return this.database.query<DeliveryRow>(
      `SELECT ${ROW} FROM webhook_deliveries
       WHERE ($1::uuid IS NULL OR property_id = $1) AND ($2::uuid IS NULL OR endpoint_id = $2)
         AND ($3::uuid IS NULL OR event_id = $3) AND ($4::text IS NULL OR status = $4)
         AND ($4::text IS NULL OR $4 <> 'pending' OR due_at IS NOT NULL)
         AND ($5::text IS NULL OR fault = $5) AND ($6::uuid IS NULL OR id < $6)
         AND ($7::text IS NULL OR event = $7)
       ORDER BY id DESC LIMIT $8`,
      [
        filter.propertyId,
        filter.endpointId ?? null,
        filter.eventId ?? null,
        filter.status ?? null,
        filter.fault ?? null,
        filter.afterId ?? null,
        filter.event ?? null,
        filter.limit + 1,
      ],
    );
  }

  async findById(id: string): Promise<DeliveryRow | undefined> {
    const [row] = await this.database.query<DeliveryRow>(
      `SELECT ${ROW} FROM webhook_deliveries WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Grouped by endpoint and reason, of endpoints that are still there; the greatest group first. */
  async undelivered(
    propertyId: string | null,
  ): Promise<{ readonly groups: UndeliveredRow[]; readonly counted: number }> {
    const groups = await this.database.query<UndeliveredRow>(
      `SELECT endpoint_id, status, fault, response_status, error, count(*)::int AS count,
              min(created_at) AS oldest_at, max(created_at) AS newest_at
       FROM (SELECT d.endpoint_id, d.status, d.fault, d.response_status, d.error, d.created_at
             FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id AND e.deleted_at IS NULL
             WHERE d.status IN ('dead', 'parked') AND ($1::uuid IS NULL OR d.property_id = $1)
             ORDER BY d.id DESC LIMIT ${MOST_COUNTED}) AS newest
       GROUP BY endpoint_id, status, fault, response_status, error
       ORDER BY count(*) DESC, max(created_at) DESC LIMIT 200`,
      [propertyId],
    );
    return { groups, counted: groups.reduce((sum, { count }) => sum + count, 0) };
  }

  attemptsOf(id: string): Promise<AttemptRow[]> {
    return this.database.query<AttemptRow>(
      `SELECT number, started_at, duration_ms, url, request_headers, response_status, response_headers, response_body,
              error, fault
       FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number`,
      [id],
    );
  }

  /** Due at once, with a fresh round of attempts. One under way keeps its lease, so it is not sent twice at a time. */
  async reopen(tx: Sql, ids: readonly string[]): Promise<number> {
    const rows = await tx.query(
      `UPDATE webhook_deliveries SET status = 'pending', round_attempts = 0, due_at = now(), delivered_at = NULL
       WHERE id = ANY($1) RETURNING id`,
      [ids],
    );
    return rows.length;
  }

  async reopenSince(tx: Sql, selection: ReplaySelection): Promise<number> {
    const rows = await tx.query(
      `UPDATE webhook_deliveries SET status = 'pending', round_attempts = 0, due_at = now(), delivered_at = NULL
       WHERE endpoint_id = $1 AND created_at >= $2 AND ($3::timestamptz IS NULL OR created_at < $3)
         AND status = ANY($4) AND ($5::text IS NULL OR fault = $5) AND ($6::text IS NULL OR error = $6)
       RETURNING id`,
      [
        selection.endpointId,
        selection.since,
        selection.until,
        selection.statuses,
        selection.fault ?? null,
        selection.error ?? null,
      ],
    );
    return rows.length;
  }

  async parkAll(tx: Sql, endpointId: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE webhook_deliveries SET status = 'parked', due_at = NULL, error = $2
       WHERE endpoint_id = $1 AND due_at IS NOT NULL`,
      [endpointId, reason],
    );
  }
}
