import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { DeliveriesService } from '#events/deliveries/deliveries.service.js';
import { IssueSources } from './issue-sources.js';
import type { Failure, IssueSource } from './issue.types.js';

interface DeadRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly property_id: string | null;
  readonly attempt_count: number;
  readonly response_status: number | null;
  readonly error: string | null;
  readonly url: string;
}

/** Events that a subscriber did not take, after all attempts. */
@Injectable()
export class DeliveryFailures implements IssueSource, OnModuleInit {
  readonly kind = 'delivery';

  constructor(
    private readonly sources: IssueSources,
    private readonly database: Database,
    private readonly deliveries: DeliveriesService,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  /**
   * Dead ones of the last days that were not counted with as many attempts: one that is replayed and dies again counts
   * again. Plan: the partial index on troubled deliveries, then a look by key into those counted.
   */
  async take(tx: Sql, limit: number): Promise<readonly Failure[]> {
    const rows = await tx.query<DeadRow>(
      `SELECT d.id, d.endpoint_id, e.property_id, d.attempt_count, d.response_status, d.error, e.url
       FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id AND e.deleted_at IS NULL
       WHERE d.status = 'dead'
         AND d.id > (lpad(to_hex((extract(epoch FROM now() - interval '3 days') * 1000)::bigint), 12, '0')
                     || '00000000000000000000')::uuid
         AND NOT EXISTS (SELECT 1 FROM issue_subjects s WHERE s.subject_id = d.id::text AND s.version >= d.attempt_count)
       ORDER BY d.id LIMIT $1`,
      [limit],
    );
    const now = new Date();
    return rows.map((row) => toFailure(row, now));
  }

  async unsettled(subjectIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM webhook_deliveries WHERE id = ANY ($1::uuid[]) AND status = 'dead'`,
      [subjectIds],
    );
    return rows.map(({ id }) => id);
  }

  /** @throws ConflictError while the endpoint is disabled */
  async replay(subjectIds: readonly string[], actor: Actor): Promise<number> {
    const { replayed } = await this.deliveries.replayMany({ ids: [...subjectIds] }, actor);
    return replayed;
  }
}

function toFailure(row: DeadRow, at: Date): Failure {
  const host = URL.canParse(row.url) ? new URL(row.url).host : row.url;
  return {
    kind: 'delivery',
    propertyId: row.property_id,
    providerId: null,
    endpointId: row.endpoint_id,
    integrationType: null,
    operation: 'deliver',
    cause: 'dead',
    code: row.response_status === null ? null : String(row.response_status),
    message: row.error === null ? host : `${host}: ${row.error}`,
    subjectId: row.id,
    version: row.attempt_count,
    at,
  };
}
