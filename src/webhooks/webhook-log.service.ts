import { Injectable } from '@nestjs/common';
import { grants } from '#access/scopes.js';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { toPublicEventId } from '#events/event-id.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { toAnswer, toFilter, toSummary } from './webhook-log.mapper.js';
import type { WebhookLogRow } from './webhook-log.rows.js';
import type {
  ListWebhookLogs,
  WebhookLogAnswer,
  WebhookLogSummary,
} from './webhook-log.schemas.js';
import { WebhookLogSearch } from './webhook-log-search.repository.js';

/** Looking at inbound webhooks. */
@Injectable()
export class WebhookLogService {
  constructor(
    private readonly search: WebhookLogSearch,
    private readonly providers: ProviderRegistry,
  ) {}

  async list(query: ListWebhookLogs, principal: Principal): Promise<Page<WebhookLogSummary>> {
    const { limit, cursor, ...filter } = query;
    const rows = await this.search.list({
      ...toFilter(filter, principal),
      afterId: decodeCursor(cursor),
      limit,
    });
    return toPage(rows.map(toSummary), limit, (log) => log.id);
  }

  /** The newest webhooks that name an id, with what they said; guests are masked for everybody. */
  async about(reference: string, principal: Principal, limit: number): Promise<WebhookLogAnswer[]> {
    const filter = toFilter({ reference }, principal);
    const rows = await this.search.list({ ...filter, afterId: undefined, limit });
    return rows.slice(0, limit).map((row) => toAnswer(row, false, { repeats: [], caused: [] }));
  }

  async get(id: string, principal: Principal): Promise<WebhookLogAnswer> {
    const row = await this.visible(id, principal);
    const effects = {
      repeats: await this.repeatsOf(row),
      caused: await this.causedBy(row, principal),
    };
    return toAnswer(row, grants(principal.scopes, 'guests:read'), effects);
  }

  /** @throws NotFoundError when it is not there or belongs to another property */
  async visible(id: string, principal: Principal): Promise<WebhookLogRow> {
    const row = await this.search.findById(id);
    const owner = row && this.providers.find(row.provider_id);
    if (
      !row ||
      !(principal.propertyId === null || hasPropertyAccess(principal, owner?.propertyId))
    ) {
      throw new NotFoundError(
        `There is no webhook log ${id}; GET /api/v1/webhook-logs lists them.`,
      );
    }
    return row;
  }

  private async repeatsOf(row: WebhookLogRow): Promise<WebhookLogAnswer['repeats']> {
    const ids = row.results
      .filter(({ outcome }) => outcome === 'duplicate')
      .map(({ event_id }) => event_id);
    if (ids.length === 0) return [];
    const first = await this.search.firstOf(row.provider_id, ids);
    return first.filter(({ webhook_log_id: logId }) => logId !== row.id);
  }

  private async causedBy(
    row: WebhookLogRow,
    principal: Principal,
  ): Promise<WebhookLogAnswer['caused']> {
    const events = await this.search.causedBy(row);
    return events
      .filter((event) => hasPropertyAccess(principal, event.property_id))
      .map(({ id, event, occurred_at, deliveries }) => ({
        id: toPublicEventId(id),
        event,
        occurred_at: occurred_at.toISOString(),
        deliveries,
      }));
  }
}
