import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';

export interface EndpointRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
  readonly status: 'enabled' | 'disabled';
  readonly disabled_reason: string | null;
  readonly disabled_at: Date | null;
  readonly secrets_sealed: string;
  readonly previous_secret_until: Date | null;
  readonly failing_since: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly parked_count: number;
  readonly dead_count: number;
  /** Of the last day, or of the newest of it where it had very many. */
  readonly day_delivered: number;
  readonly day_failed: number;
}

export interface EndpointChange {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly description?: string | null;
  readonly secrets?: { readonly sealed: string; readonly previousUntil: Date | null };
}

/** Counting stops there: more than this is "very many" to any reader. */
const COUNT_LIMIT = 10_000;

const COUNTED = (status: string): string =>
  `(SELECT count(*)::int FROM (SELECT 1 FROM webhook_deliveries d
     WHERE d.endpoint_id = e.id AND d.status = '${status}' LIMIT ${COUNT_LIMIT}) AS counted)`;

/** Enough for a rate that deserves its name. */
const DAY_LIMIT = 2_000;

/** Its ids begin with the time, so a day of an endpoint is one walk along its index. */
const LAST_DAY = `LATERAL (
    SELECT count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
           count(*) FILTER (WHERE status IN ('dead', 'retrying'))::int AS failed
    FROM (SELECT d.status FROM webhook_deliveries d
          WHERE d.endpoint_id = e.id
            AND d.id > (lpad(to_hex((extract(epoch FROM now() - interval '1 day') * 1000)::bigint), 12, '0')
                        || '00000000000000000000')::uuid
          ORDER BY d.id DESC LIMIT ${DAY_LIMIT}) AS recent) AS day`;

const ROW = `e.id, e.property_id, e.url, e.events, e.description, e.status, e.disabled_reason, e.disabled_at,
  e.secrets_sealed, e.previous_secret_until, e.failing_since, e.created_at, e.updated_at,
  ${COUNTED('parked')} AS parked_count, ${COUNTED('dead')} AS dead_count,
  day.delivered AS day_delivered, day.failed AS day_failed`;
const FROM = `webhook_endpoints e CROSS JOIN ${LAST_DAY}`;

/** Subscribers' addresses. */
@Injectable()
export class EndpointsRepository {
  constructor(private readonly database: Database) {}

  async insert(
    tx: Sql,
    row: {
      readonly id: string;
      readonly propertyId: string | null;
      readonly url: string;
      readonly events: readonly string[];
      readonly description: string | null;
      readonly secretsSealed: string;
    },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO webhook_endpoints (id, property_id, url, events, description, secrets_sealed)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.id, row.propertyId, row.url, row.events, row.description, row.secretsSealed],
    );
  }

  async findById(id: string): Promise<EndpointRow | undefined> {
    const [row] = await this.database.query<EndpointRow>(
      `SELECT ${ROW} FROM ${FROM} WHERE e.id = $1 AND e.deleted_at IS NULL`,
      [id],
    );
    return row;
  }

  list(query: {
    readonly propertyId: string | null;
    readonly afterId: string | undefined;
    readonly limit: number;
  }): Promise<EndpointRow[]> {
    return this.database.query<EndpointRow>(
      `SELECT ${ROW} FROM ${FROM}
       WHERE e.deleted_at IS NULL AND ($1::uuid IS NULL OR e.property_id = $1)
         AND ($2::uuid IS NULL OR e.id < $2)
       ORDER BY e.id DESC LIMIT $3`,
      [query.propertyId, query.afterId ?? null, query.limit + 1],
    );
  }

  /** Who hears of what, for the catalogue. */
  subscriptions(propertyId: string | null): Promise<Pick<EndpointRow, 'id' | 'url' | 'events'>[]> {
    return this.database.query(
      `SELECT id, url, events FROM webhook_endpoints
       WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR property_id = $1) ORDER BY id LIMIT 500`,
      [propertyId],
    );
  }

  async update(tx: Sql, id: string, change: EndpointChange): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoints SET
         url = coalesce($2, url), events = coalesce($3, events),
         description = CASE WHEN $4 THEN $5 ELSE description END,
         secrets_sealed = coalesce($6, secrets_sealed),
         previous_secret_until = CASE WHEN $6::text IS NULL THEN previous_secret_until ELSE $7 END,
         updated_at = now()
       WHERE id = $1`,
      [
        id,
        change.url ?? null,
        change.events ?? null,
        change.description !== undefined,
        change.description ?? null,
        change.secrets?.sealed ?? null,
        change.secrets?.previousUntil ?? null,
      ],
    );
  }

  /** False when it is so already. */
  async disable(tx: Sql, id: string, reason: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = $2, disabled_at = now(), updated_at = now()
       WHERE id = $1 AND status = 'enabled' AND deleted_at IS NULL RETURNING id`,
      [id, reason],
    );
    return rows.length > 0;
  }

  async enable(tx: Sql, id: string): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoints SET status = 'enabled', disabled_reason = NULL, disabled_at = NULL,
         failing_since = NULL, updated_at = now()
       WHERE id = $1`,
      [id],
    );
  }

  async markDeleted(tx: Sql, id: string): Promise<void> {
    await tx.query(
      'UPDATE webhook_endpoints SET deleted_at = now(), updated_at = now() WHERE id = $1',
      [id],
    );
  }

  /** Remembers when an endpoint began to fail, and forgets it with the first success. */
  async markHealth(id: string, isFailing: boolean): Promise<void> {
    await this.database.query(
      isFailing
        ? 'UPDATE webhook_endpoints SET failing_since = now() WHERE id = $1 AND failing_since IS NULL'
        : 'UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL',
      [id],
    );
  }
}
