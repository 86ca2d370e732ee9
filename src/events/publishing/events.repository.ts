import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';

export interface EventRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly trace_id: string | null;
  readonly occurred_at: Date;
  readonly source: 'hub' | 'pms' | 'test';
}

export interface NewEvent {
  readonly id: string;
  readonly propertyId: string | null;
  readonly event: string;
  readonly data: string;
  readonly traceId: string | null;
  readonly occurredAt: Date;
  readonly source: EventRow['source'];
  readonly idempotencyKey: string | null;
  /** An event that is sent to one endpoint only is not fanned out. */
  readonly isDispatched: boolean;
}

const COLUMNS = 'id, property_id, event, data, trace_id, occurred_at, source';
const NO_PROPERTY = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class EventsRepository {
  constructor(private readonly database: Database) {}

  /** False when its idempotency key was used before. */
  async insert(sql: Sql, event: NewEvent): Promise<boolean> {
    const rows = await sql.query(
      `INSERT INTO domain_events
         (id, property_id, event, data, trace_id, occurred_at, source, idempotency_key, dispatched_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 THEN now() END)
       ON CONFLICT (coalesce(property_id, '${NO_PROPERTY}'), idempotency_key) WHERE idempotency_key IS NOT NULL
       DO NOTHING RETURNING id`,
      [
        event.id,
        event.propertyId,
        event.event,
        event.data,
        event.traceId,
        event.occurredAt,
        event.source,
        event.idempotencyKey,
        event.isDispatched,
      ],
    );
    return rows.length > 0;
  }

  async findByKey(propertyId: string | null, key: string): Promise<EventRow | undefined> {
    const [row] = await this.database.query<EventRow>(
      `SELECT ${COLUMNS} FROM domain_events
       WHERE coalesce(property_id, '${NO_PROPERTY}') = coalesce($1::uuid, '${NO_PROPERTY}') AND idempotency_key = $2`,
      [propertyId, key],
    );
    return row;
  }

  async findById(id: string): Promise<EventRow | undefined> {
    const [row] = await this.database.query<EventRow>(
      `SELECT ${COLUMNS} FROM domain_events WHERE id = $1`,
      [id],
    );
    return row;
  }

  list(query: {
    readonly propertyId: string | null;
    readonly event: string | undefined;
    readonly afterId: string | undefined;
    readonly limit: number;
  }): Promise<EventRow[]> {
    return this.database.query<EventRow>(
      `SELECT ${COLUMNS} FROM domain_events
       WHERE ($1::uuid IS NULL OR property_id = $1) AND ($2::text IS NULL OR event = $2)
         AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [query.propertyId, query.event ?? null, query.afterId ?? null, query.limit + 1],
    );
  }
}
