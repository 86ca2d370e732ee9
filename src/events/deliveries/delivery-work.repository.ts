import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import type { AttemptOutcome, ClaimedDelivery } from './delivery.rows.js';

/** Longer than a lane can take for what it holds, given that leases are renewed. */
const LEASE = '60 seconds';

export interface FannedEvent {
  readonly id: string;
  readonly property_id: string | null;
  readonly event: string;
  /** What it is about, where the event names it in one of the usual ways. */
  readonly subject_id: string | null;
}

export interface SubscribedEndpoint {
  readonly id: string;
  readonly property_id: string | null;
  readonly events: readonly string[];
  readonly status: 'enabled' | 'disabled';
  readonly disabled_reason: string | null;
}

export interface NewDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly event: string;
  readonly endpointId: string;
  readonly propertyId: string | null;
  /** Why it is not sent now. */
  readonly parkedBecause: string | null;
}

/** The working side of deliveries: making, leasing, finishing them. Many rows a statement. */
@Injectable()
export class DeliveryWorkRepository {
  constructor(private readonly database: Database) {}

  /** The oldest events that nobody was told of, locked until the transaction ends. */
  takeEvents(tx: Sql, limit: number): Promise<FannedEvent[]> {
    return tx.prepared<FannedEvent>(
      'delivery-take-events',
      `SELECT id, property_id, event,
              coalesce(data->>'payment_id', data->>'message_id', data->>'alert_id', data->>'provider_id') AS subject_id
       FROM domain_events WHERE dispatched_at IS NULL
       ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [limit],
    );
  }

  endpoints(tx: Sql): Promise<SubscribedEndpoint[]> {
    return tx.prepared<SubscribedEndpoint>(
      'delivery-endpoints',
      `SELECT id, property_id, events, status, disabled_reason FROM webhook_endpoints WHERE deleted_at IS NULL`,
      [],
    );
  }

  async markDispatched(tx: Sql, ids: readonly string[]): Promise<void> {
    await tx.prepared(
      'delivery-mark-dispatched',
      'UPDATE domain_events SET dispatched_at = now() WHERE id = ANY($1)',
      [ids],
    );
  }

  async insert(tx: Sql, rows: readonly NewDelivery[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.prepared(
      'delivery-insert',
      `INSERT INTO webhook_deliveries (id, event_id, endpoint_id, event, property_id, status, due_at, error)
       SELECT r.id, r.event_id, r.endpoint_id, r.event, r.property_id,
              CASE WHEN r.parked IS NULL THEN 'pending' ELSE 'parked' END,
              CASE WHEN r.parked IS NULL THEN now() END, r.parked
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[])
         AS r (id, event_id, endpoint_id, event, property_id, parked)
       ON CONFLICT (event_id, endpoint_id) DO NOTHING`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.eventId),
        rows.map((row) => row.endpointId),
        rows.map((row) => row.event),
        rows.map((row) => row.propertyId),
        rows.map((row) => row.parkedBecause),
      ],
    );
  }

  /** One that is sent at once by its maker: leased from the beginning, so that no worker takes it. */
  async insertLeased(tx: Sql, row: Omit<NewDelivery, 'parkedBecause'>): Promise<void> {
    await tx.query(
      `INSERT INTO webhook_deliveries (id, event_id, endpoint_id, event, property_id, status, due_at, leased_until)
       VALUES ($1, $2, $3, $4, $5, 'pending', now(), now() + interval '${LEASE}')`,
      [row.id, row.eventId, row.endpointId, row.event, row.propertyId],
    );
  }

  /** What a leased delivery needs to be sent. */
  async leased(id: string): Promise<ClaimedDelivery | undefined> {
    const [row] = await this.database.query<ClaimedDelivery>(
      `SELECT d.id, d.endpoint_id, d.attempt_count, d.round_attempts, d.event_id, e.event, e.data, e.occurred_at, e.trace_id,
              p.url, p.secrets_sealed, p.previous_secret_until, p.failing_since,
              p.property_id AS endpoint_property_id
       FROM webhook_deliveries d JOIN domain_events e ON e.id = d.event_id
         JOIN webhook_endpoints p ON p.id = d.endpoint_id
       WHERE d.id = $1`,
      [id],
    );
    return row;
  }

  /** Endpoints for which something is due that nobody works on. */
  async dueEndpoints(): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'delivery-due-endpoints',
      `SELECT e.id FROM webhook_endpoints e
       WHERE EXISTS (SELECT 1 FROM webhook_deliveries d
                     WHERE d.endpoint_id = e.id AND d.due_at <= now()
                       AND (d.leased_until IS NULL OR d.leased_until < now()))`,
      [],
    );
    return rows.map((row) => row.id);
  }

  /** Leases what is due for one endpoint, oldest first. */
  claim(endpointId: string, limit: number): Promise<ClaimedDelivery[]> {
    return this.database.prepared<ClaimedDelivery>(
      'delivery-claim',
      `WITH due AS (
         SELECT id FROM webhook_deliveries
         WHERE endpoint_id = $1 AND due_at <= now() AND (leased_until IS NULL OR leased_until < now())
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE webhook_deliveries d SET leased_until = now() + interval '${LEASE}' FROM due WHERE d.id = due.id
         RETURNING d.id, d.endpoint_id, d.event_id, d.attempt_count, d.round_attempts, d.due_at
       )
       SELECT c.id, c.endpoint_id, c.attempt_count, c.round_attempts, c.event_id, e.event, e.data, e.occurred_at, e.trace_id,
              p.url, p.secrets_sealed, p.previous_secret_until, p.failing_since,
              p.property_id AS endpoint_property_id
       FROM claimed c JOIN domain_events e ON e.id = c.event_id JOIN webhook_endpoints p ON p.id = c.endpoint_id
       ORDER BY c.due_at, c.id`,
      [endpointId, limit],
    );
  }

  async renew(ids: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE webhook_deliveries SET leased_until = now() + interval '${LEASE}' WHERE id = ANY($1)`,
      [ids],
    );
  }

  async release(ids: readonly string[]): Promise<void> {
    await this.database.query(
      'UPDATE webhook_deliveries SET leased_until = NULL WHERE id = ANY($1)',
      [ids],
    );
  }

  /**
   * Writes attempts and what follows from them. A delivery that was parked or opened anew meanwhile keeps that: only
   * its lease ends and its attempt is counted.
   */
  async finish(outcomes: readonly AttemptOutcome[]): Promise<void> {
    await this.database.prepared(
      'delivery-finish',
      `WITH r AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (
           id uuid, number int, round int, status text, due_at timestamptz, started_at timestamptz, duration_ms int,
           url text, request_headers jsonb, response_status int, response_headers jsonb, response_body text,
           error text, fault text)
       ), attempts AS (
         INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_ms, url, request_headers,
           response_status, response_headers, response_body, error, fault)
         SELECT id, number, started_at, duration_ms, url, request_headers, response_status, response_headers,
                response_body, error, fault FROM r
         ON CONFLICT DO NOTHING
       )
       UPDATE webhook_deliveries d SET
         attempt_count = r.number, leased_until = NULL,
         round_attempts = CASE WHEN d.round_attempts = r.round - 1 THEN r.round ELSE d.round_attempts END,
         status = CASE WHEN d.round_attempts <> r.round - 1 THEN d.status
                       WHEN r.status <> 'delivered' AND d.due_at IS NULL THEN d.status ELSE r.status END,
         due_at = CASE WHEN d.round_attempts <> r.round - 1 THEN d.due_at
                       WHEN d.due_at IS NULL THEN NULL ELSE r.due_at END,
         response_status = r.response_status, error = r.error, fault = r.fault,
         delivered_at = CASE WHEN r.status = 'delivered' THEN now() ELSE d.delivered_at END
       FROM r WHERE d.id = r.id`,
      [JSON.stringify(outcomes.map(toRecord))],
    );
  }
}

function toRecord({ delivery, attempt, status, dueAt }: AttemptOutcome): Record<string, unknown> {
  return {
    ...attempt,
    id: delivery.id,
    round: delivery.round_attempts + 1,
    status,
    due_at: dueAt,
  };
}
