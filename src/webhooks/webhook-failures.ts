import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { maskPersonalText } from '#core/privacy/personal-fields.js';
import { IssueSources } from '#monitoring/issues/issue-sources.js';
import type { Failure, IssueSource } from '#monitoring/issues/issue.types.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { WebhookReplays } from './webhook-replays.js';

interface TroubledRow {
  readonly id: string;
  readonly provider_id: string;
  readonly integration_type: string;
  readonly route: string;
  readonly status: string;
  readonly reason: string | null;
  readonly processed_at: Date;
  readonly version: number;
}

/** Computed here and there alike: a date of JavaScript is coarser than one of Postgres. */
const VERSION = 'floor(extract(epoch FROM l.processed_at) * 1000)::bigint';

/** Webhooks that were turned away or could not be processed, as failures that are grouped by their cause. */
@Injectable()
export class WebhookFailures implements IssueSource, OnModuleInit {
  readonly kind = 'webhook';

  constructor(
    private readonly sources: IssueSources,
    private readonly database: Database,
    private readonly providers: ProviderRegistry,
    private readonly replays: WebhookReplays,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  /**
   * Those that ended since the last look, and again those of the minute before it: a transaction may commit after one
   * that began later. What was counted already is told by its version. Plan: the partial index on processed_at.
   */
  async take(tx: Sql, limit: number): Promise<readonly Failure[]> {
    const rows = await tx.query<TroubledRow>(
      `SELECT l.id, l.provider_id, l.integration_type, l.route, l.status, l.reason, l.processed_at,
              ${VERSION} AS version
       FROM webhook_logs l
       WHERE l.status IN ('rejected', 'failed')
         AND l.processed_at > coalesce((SELECT at - interval '1 minute' FROM issue_watermarks WHERE kind = 'webhook'),
                                       now() - interval '1 day')
         AND NOT EXISTS (SELECT 1 FROM issue_subjects s WHERE s.subject_id = l.id::text
                           AND s.version >= ${VERSION})
       ORDER BY l.processed_at LIMIT $1`,
      [limit],
    );
    const last = rows.at(-1);
    if (last) {
      await tx.query(
        `INSERT INTO issue_watermarks (kind, at) VALUES ('webhook', $1)
         ON CONFLICT (kind) DO UPDATE SET at = greatest(issue_watermarks.at, excluded.at)`,
        [last.processed_at],
      );
    }
    return rows.map((row) => this.toFailure(row));
  }

  async unsettled(subjectIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM webhook_logs
       WHERE id = ANY ($1::uuid[]) AND status IN ('rejected', 'failed') AND erased_at IS NULL ORDER BY id`,
      [subjectIds],
    );
    return rows.map(({ id }) => id);
  }

  /** One that somebody else has begun meanwhile is left to them. */
  async replay(subjectIds: readonly string[], actor: Actor): Promise<number> {
    const { replayed } = await this.replays.many({ ids: [...subjectIds] }, actor);
    return replayed;
  }

  private toFailure(row: TroubledRow): Failure {
    return {
      kind: 'webhook',
      propertyId: this.providers.find(row.provider_id)?.propertyId ?? null,
      providerId: row.provider_id,
      endpointId: null,
      integrationType: row.integration_type,
      operation: row.route,
      cause: row.status,
      code: null,
      message: row.reason === null ? null : maskPersonalText(row.reason).slice(0, 1_000),
      subjectId: row.id,
      version: row.version,
      at: row.processed_at,
    };
  }
}
