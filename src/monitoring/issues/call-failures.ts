import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { IssueSources } from './issue-sources.js';
import type { Failure, IssueSource } from './issue.types.js';

interface FailedCallRow {
  readonly created_at: Date;
  readonly property_id: string | null;
  readonly provider_id: string;
  readonly integration_type: string;
  readonly operation: string;
  readonly outcome: string;
  readonly http_status: number | null;
  readonly reference: string | null;
  readonly error_message: string | null;
}

/** Calls to vendors that failed. The log leaves them in a table of their own, where each is taken once. */
@Injectable()
export class CallFailures implements IssueSource, OnModuleInit {
  readonly kind = 'call';

  constructor(private readonly sources: IssueSources) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async take(tx: Sql, limit: number): Promise<readonly Failure[]> {
    const rows = await tx.query<FailedCallRow>(
      `DELETE FROM failed_calls WHERE id IN
         (SELECT id FROM failed_calls ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING created_at, property_id, provider_id, integration_type, operation, outcome, http_status, reference,
         error_message`,
      [limit],
    );
    return rows.map(toFailure);
  }
}

function toFailure(row: FailedCallRow): Failure {
  return {
    kind: 'call',
    propertyId: row.property_id,
    providerId: row.provider_id,
    endpointId: null,
    integrationType: row.integration_type,
    operation: row.operation,
    cause: row.outcome,
    code: row.http_status === null ? null : String(row.http_status),
    message: row.error_message,
    subjectId: row.reference,
    version: row.created_at.getTime(),
    at: row.created_at,
  };
}
