import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { idBound } from '#core/database/partitions/week-partitions.js';
import type { WebhookLogRow, WebhookStatus } from './webhook-log.rows.js';

export interface WebhookLogFilter {
  readonly providerId: string | undefined;
  readonly status: WebhookStatus | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** An id of the vendor's or of ours, as it stands in `refs`. */
  readonly reference: string | undefined;
  /** Only webhooks of this property's providers and of those that all share; null for all. */
  readonly propertyId: string | null;
  /** Who is bound to a property does not see those of shared providers: other hotels' guests stand in them. */
  readonly isBound: boolean;
}

export interface WebhookLogSlice extends WebhookLogFilter {
  readonly afterId: string | undefined;
  readonly limit: number;
}

/** Nobody pages through more webhooks of one id than this. */
const MOST_NAMED = 1_000;

/**
 * Every condition that is not asked for is folded away by the planner. Times count by the ids, which are ordered by
 * time: that leaves out whole partitions. What is still to be done is found by its `due_at`, so by the smallest index.
 * Ids are gathered first: left to itself the planner walks the whole log backwards for a rare one
 * (measured on a million rows: 3.8 s for an id that is not there).
 */
const MATCHES = `($1::uuid IS NULL OR provider_id = $1) AND ($2::text IS NULL OR status = $2)
  AND ($2::text IS NULL OR $2 NOT IN ('received', 'processing') OR due_at IS NOT NULL)
  AND ($3::uuid IS NULL OR id >= $3) AND ($4::uuid IS NULL OR id < $4)
  AND ($5::text IS NULL OR id = ANY (ARRAY(
    SELECT id FROM webhook_logs WHERE refs @> ARRAY[$5::text] LIMIT ${MOST_NAMED})))
  AND ($6::uuid[] IS NULL OR provider_id = ANY ($6))`;

export interface FirstOfEvent {
  readonly event_id: string;
  readonly webhook_log_id: string;
}

/** An event of the hub that a webhook led to. */
export interface CausedEvent {
  readonly id: string;
  readonly event: string;
  readonly property_id: string | null;
  readonly occurred_at: Date;
  readonly deliveries: number;
}

/** Most webhooks cause one event, a batch of them some dozens. */
const MOST_CAUSED = 50;

/** Looking into `webhook_logs` and what its rows led to. */
@Injectable()
export class WebhookLogSearch {
  constructor(private readonly database: Database) {}

  async findById(id: string): Promise<WebhookLogRow | undefined> {
    const [row] = await this.database.query<WebhookLogRow>(
      'SELECT * FROM webhook_logs WHERE id = $1',
      [id],
    );
    return row;
  }

  async list(slice: WebhookLogSlice): Promise<WebhookLogRow[]> {
    const values = await this.valuesOf(slice);
    return this.database.query<WebhookLogRow>(
      `SELECT * FROM webhook_logs WHERE ${MATCHES} AND ($7::uuid IS NULL OR id < $7)
       ORDER BY id DESC LIMIT $8`,
      [...values, slice.afterId ?? null, slice.limit + 1],
    );
  }

  /** Only ids, for work on many. */
  async listIds(slice: WebhookLogSlice): Promise<string[]> {
    const values = await this.valuesOf(slice);
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM webhook_logs WHERE ${MATCHES} AND ($7::uuid IS NULL OR id < $7)
       ORDER BY id DESC LIMIT $8`,
      [...values, slice.afterId ?? null, slice.limit + 1],
    );
    return rows.map((row) => row.id);
  }

  /** Those of the ids that are there and belong to the property. */
  async visible(ids: readonly string[], propertyId: string | null): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM webhook_logs WHERE id = ANY ($1)
         AND ($2::uuid IS NULL OR provider_id IN (SELECT id FROM providers WHERE property_id = $2))`,
      [ids, propertyId],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Which webhooks brought these events first. */
  firstOf(providerId: string, eventIds: readonly string[]): Promise<FirstOfEvent[]> {
    return this.database.query<FirstOfEvent>(
      'SELECT event_id, webhook_log_id FROM webhook_events WHERE provider_id = $1 AND event_id = ANY ($2)',
      [providerId, eventIds],
    );
  }

  /** Processing runs in the webhook's own trace, so does what it writes down. */
  causedBy(row: WebhookLogRow): Promise<CausedEvent[]> {
    return this.database.query<CausedEvent>(
      `SELECT e.id, e.event, e.property_id, e.occurred_at,
              (SELECT count(*)::int FROM webhook_deliveries d WHERE d.event_id = e.id) AS deliveries
       FROM domain_events e WHERE e.trace_id = $1 AND e.id > $2 ORDER BY e.id LIMIT ${MOST_CAUSED}`,
      [row.trace_id, row.id],
    );
  }

  /** A property's providers are named to the planner, which then knows how rare they are. */
  private async valuesOf(filter: WebhookLogFilter): Promise<unknown[]> {
    return [
      filter.providerId ?? null,
      filter.status ?? null,
      boundOf(filter.from),
      boundOf(filter.to),
      filter.reference ?? null,
      filter.propertyId === null ? null : await this.providersOf(filter.propertyId, filter.isBound),
    ];
  }

  private async providersOf(propertyId: string, isBound: boolean): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM providers WHERE property_id = $1 OR (property_id IS NULL AND NOT $2)',
      [propertyId, isBound],
    );
    return rows.map((row) => row.id);
  }
}

/** Nothing came before 1970. */
function boundOf(moment: Date | undefined): string | null {
  return moment === undefined ? null : idBound(Math.max(moment.getTime(), 0));
}
