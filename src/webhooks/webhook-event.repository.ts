import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';

interface Lookup {
  readonly providerId: string;
  /** A replay of the row that brought the event first is not a repeat. */
  readonly logId: string;
  /** Ids made of the body are forgotten after this; the vendor's own ids stay for good. */
  readonly windowS: number;
}

const IS_OLD = `(event_id LIKE 'body:%' AND created_at < now() - make_interval(secs => $4))`;

/** Which events of a provider were seen, so that each is applied once. */
@Injectable()
export class WebhookEventRepository {
  constructor(private readonly database: Database) {}

  /** Those of the ids that came before, with another row. A quick look that saves asking the vendor again. */
  async seen(lookup: Lookup & { readonly ids: readonly string[] }): Promise<Set<string>> {
    const rows = await this.database.prepared<{ event_id: string }>(
      'webhook-events-seen',
      `SELECT event_id FROM webhook_events
       WHERE provider_id = $1 AND event_id = ANY ($2) AND webhook_log_id <> $3 AND NOT ${IS_OLD}`,
      [lookup.providerId, lookup.ids, lookup.logId, lookup.windowS],
    );
    return new Set(rows.map((row) => row.event_id));
  }

  /** Marks the event; false when it is marked already. A second worker waits here for the first one's commit. */
  async mark(tx: Sql, lookup: Lookup & { readonly id: string }): Promise<boolean> {
    const rows = await tx.prepared(
      'webhook-event-mark',
      `INSERT INTO webhook_events AS seen (provider_id, event_id, webhook_log_id) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT webhook_events_pk DO UPDATE
         SET webhook_log_id = excluded.webhook_log_id, created_at = now()
         WHERE seen.webhook_log_id = excluded.webhook_log_id
            OR (seen.event_id LIKE 'body:%' AND seen.created_at < now() - make_interval(secs => $4))
       RETURNING event_id`,
      [lookup.providerId, lookup.id, lookup.logId, lookup.windowS],
    );
    return rows.length > 0;
  }

  /** Takes this row's mark away again, so that the event can still come. */
  async free(
    tx: Sql,
    lookup: Pick<Lookup, 'providerId' | 'logId'> & { readonly id: string },
  ): Promise<void> {
    await tx.prepared(
      'webhook-event-free',
      'DELETE FROM webhook_events WHERE provider_id = $1 AND event_id = $2 AND webhook_log_id = $3',
      [lookup.providerId, lookup.id, lookup.logId],
    );
  }
}
