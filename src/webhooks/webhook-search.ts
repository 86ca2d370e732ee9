import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import {
  type SearchHit,
  type SearchMatch,
  type SearchScope,
  type SearchSource,
  SearchSources,
} from '#core/search/search-source.js';
import { beginsWith, type SearchTerm } from '#core/search/search-term.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { WebhookStatus } from './webhook-log.rows.js';

interface FoundRow {
  readonly id: string;
  readonly provider_id: string;
  readonly status: WebhookStatus;
  readonly received_at: Date;
  readonly event_id: string | null;
  readonly match: SearchMatch;
}

/** Inbound webhooks by the id that the vendor gave the event, and by our own. */
@Injectable()
export class WebhookSearch implements SearchSource, OnModuleInit {
  readonly kind = 'webhook';
  readonly scope = 'webhooks:read';

  constructor(
    private readonly database: Database,
    private readonly providers: ProviderRegistry,
    private readonly sources: SearchSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  /** Plans: webhook_events_begins, and the primary key of the log's partitions. */
  async find(term: SearchTerm, { propertyId, limit }: SearchScope): Promise<SearchHit[]> {
    const rows = await this.database.query<FoundRow>(
      `WITH found AS MATERIALIZED (
         (SELECT webhook_log_id AS id, event_id, 'vendor_id' AS match FROM webhook_events
          WHERE event_id LIKE $1 ORDER BY event_id USING ~>~ LIMIT 200)
         UNION ALL SELECT $2::uuid, NULL, 'id' WHERE $2 IS NOT NULL)
       SELECT l.id, l.provider_id, l.status, l.received_at, f.event_id, f.match
       FROM (SELECT DISTINCT ON (id) id, event_id, match FROM found ORDER BY id DESC) f
       JOIN webhook_logs l ON l.id = f.id
       WHERE $3::uuid IS NULL OR l.provider_id IN (SELECT id FROM providers WHERE property_id = $3)
       ORDER BY l.id DESC LIMIT $4`,
      [beginsWith(term.text), term.id ?? null, propertyId, limit + 1],
    );
    return rows.map((row) => this.toHit(row));
  }

  private toHit(row: FoundRow): SearchHit {
    return {
      id: row.id,
      title: row.event_id ?? row.id,
      detail: this.providers.find(row.provider_id)?.name ?? null,
      match: row.match,
      status: row.status,
      amount: null,
      currency: null,
      at: row.received_at,
      parentId: null,
    };
  }
}
