import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { grants } from '#access/scopes.js';
import {
  type Actor,
  hasPropertyAccess,
  listedProperty,
  type Principal,
} from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { maskPersonalBody } from '#core/privacy/personal-fields.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import type { WebhookLogRow } from './webhook-log.rows.js';
import type {
  ListWebhookLogs,
  WebhookLogAnswer,
  WebhookLogSummary,
} from './webhook-log.schemas.js';
import { WebhookHints } from './webhook-hints.js';

/** Looking at inbound webhooks and processing them again. */
@Injectable()
export class WebhookLogService {
  constructor(
    private readonly logs: WebhookLogRepository,
    private readonly providers: ProviderRegistry,
    private readonly hints: WebhookHints,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async list(query: ListWebhookLogs, principal: Principal): Promise<Page<WebhookLogSummary>> {
    const rows = await this.logs.list({
      providerId: query.provider_id,
      status: query.status,
      propertyId: listedProperty(principal, query.property_id),
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    return toPage(rows.map(toSummary), query.limit, (log) => log.id);
  }

  async get(id: string, principal: Principal): Promise<WebhookLogAnswer> {
    return toAnswer(await this.visible(id, principal), grants(principal.scopes, 'guests:read'));
  }

  /**
   * Processes a stored webhook again; the signature of a rejected one is checked anew, so a corrected secret helps.
   *
   * @throws ConflictError while it is being processed
   */
  async replay(id: string, actor: Actor): Promise<WebhookLogAnswer> {
    const row = await this.visible(id, actor.principal);
    if (row.erased_at !== null) throw bodyErased(row.erased_at);
    await this.database.transaction(async (tx) => {
      if (!(await this.logs.reopen(tx, id))) {
        throw new ConflictError(
          'This webhook is waiting or being processed already; look again in a moment.',
        );
      }
      await this.audit.record(tx, {
        ...actor,
        action: 'webhook.replayed',
        subject: { type: 'webhook_log', id },
        before: { status: row.status, reason: row.reason },
      });
    });
    await this.hints.again(id);
    return this.get(id, actor.principal);
  }

  private async visible(id: string, principal: Principal): Promise<WebhookLogRow> {
    const row = await this.logs.findById(id);
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
}

function bodyErased(at: Date): ConflictError {
  return new ConflictError(
    `The body of this webhook was erased at a guest's wish on ${at.toISOString()}, so it can't be replayed; ask the vendor for the state of the payment instead (GET /api/v1/payments/{id}?refresh=true).`,
  );
}

function toSummary(row: WebhookLogRow): WebhookLogSummary {
  return {
    id: row.id,
    provider_id: row.provider_id,
    integration_type: row.integration_type,
    status: row.status,
    reason: row.reason,
    method: row.method,
    route: row.route,
    attempts: row.attempts,
    results: [...row.results],
    trace_id: row.trace_id,
    received_at: row.received_at.toISOString(),
    processed_at: row.processed_at?.toISOString() ?? null,
  };
}

/** Bodies say who the guest is; whoever may not see that sees who it is about by the ids alone. */
function toAnswer(row: WebhookLogRow, showsGuests: boolean): WebhookLogAnswer {
  const text = row.body.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(row.body);
  return {
    ...toSummary(row),
    query: showsGuests ? row.query : maskPersonalBody(row.query),
    headers: { ...row.headers },
    body: isText ? shownText(text, showsGuests) : row.body.toString('base64'),
    body_encoding: isText ? 'utf8' : 'base64',
    body_masked: row.body_masked,
    remote_ip: row.remote_ip,
    next_attempt_at: row.due_at?.toISOString() ?? null,
    erased_at: row.erased_at?.toISOString() ?? null,
  };
}

function shownText(text: string, showsGuests: boolean): string {
  return showsGuests ? text : maskPersonalBody(text);
}
