import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import type {
  IntegrationLogRepository,
  StoredIntegrationLog,
} from './integration-log.repository.js';
import type { IntegrationLogAnswer, IntegrationLogQuery } from './integration-logs.schemas.js';

/** Looks into the record of vendor calls. */
export class IntegrationLogsService {
  constructor(private readonly repository: Pick<IntegrationLogRepository, 'list'>) {}

  /** @param propertyId the one property whose calls the caller may see; null for all */
  async list(
    query: IntegrationLogQuery,
    propertyId: string | null,
  ): Promise<Page<IntegrationLogAnswer>> {
    const rows = await this.repository.list({
      propertyId: propertyId ?? undefined,
      providerId: query.provider_id,
      operation: query.action,
      outcome: query.status,
      traceId: query.trace_id,
      reference: query.reference,
      beforeId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    return { items: page.items.map(toAnswer), next_cursor: page.next_cursor };
  }
}

function toAnswer(row: StoredIntegrationLog): IntegrationLogAnswer {
  const { operation, outcome, feature_key, created_at, ...same } = row;
  return {
    ...same,
    created_at: created_at.toISOString(),
    action: operation,
    status: outcome,
    feature: feature_key,
    latency_ms: Math.round(row.latency_ms * 100) / 100,
  };
}
