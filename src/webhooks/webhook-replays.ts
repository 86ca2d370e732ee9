import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, toPage } from '#core/paging/page.js';
import { WebhookHints } from './webhook-hints.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import { toFilter } from './webhook-log.mapper.js';
import type {
  ReplayedWebhookLogs,
  ReplayWebhookLogs,
  WebhookLogAnswer,
} from './webhook-log.schemas.js';
import { WebhookLogSearch } from './webhook-log-search.repository.js';
import { WebhookLogService } from './webhook-log.service.js';

type ByFilter = Extract<ReplayWebhookLogs, { filter: unknown }>;

/**
 * Stored webhooks processed again; the signature of a rejected one is checked anew, so a corrected secret helps. What
 * was applied before is not applied twice, so a replay may be repeated.
 */
@Injectable()
export class WebhookReplays {
  constructor(
    private readonly reader: WebhookLogService,
    private readonly logs: WebhookLogRepository,
    private readonly search: WebhookLogSearch,
    private readonly hints: WebhookHints,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** @throws ConflictError while it is being processed, or when its body was erased */
  async one(id: string, actor: Actor): Promise<WebhookLogAnswer> {
    const row = await this.reader.visible(id, actor.principal);
    if (row.erased_at !== null) throw bodyErased(row.erased_at);
    await this.database.transaction(async (tx) => {
      const [opened] = await this.logs.reopen(tx, [id]);
      if (opened === undefined) {
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
    await this.hints.again([id]);
    return this.reader.get(id, actor.principal);
  }

  /** @throws NotFoundError when one of the ids is not there */
  async many(body: ReplayWebhookLogs, actor: Actor): Promise<ReplayedWebhookLogs> {
    const { ids, next_cursor } =
      'ids' in body
        ? { ids: await this.named(body.ids, actor), next_cursor: null }
        : await this.meant(body, actor);
    const opened = await this.database.transaction(async (tx) => {
      const done = await this.logs.reopen(tx, ids);
      if (done.length > 0) await this.note(tx, body, { actor, opened: done });
      return done;
    });
    if (opened.length > 0) await this.hints.again(opened);
    return { replayed: opened.length, skipped: ids.length - opened.length, next_cursor };
  }

  private async named(ids: readonly string[], actor: Actor): Promise<string[]> {
    const wanted = [...new Set(ids)];
    const known = await this.search.visible(wanted, actor.principal.propertyId);
    const unknown = wanted.find((id) => !known.has(id));
    if (unknown !== undefined) {
      throw new NotFoundError(
        `There is no webhook log ${unknown}; GET /api/v1/webhook-logs lists them.`,
      );
    }
    return wanted;
  }

  private async meant(
    { filter, limit, cursor }: ByFilter,
    { principal }: Actor,
  ): Promise<{ readonly ids: string[]; readonly next_cursor: string | null }> {
    const ids = await this.search.listIds({
      ...toFilter(filter, principal),
      afterId: decodeCursor(cursor),
      limit,
    });
    const page = toPage(ids, limit, (id) => id);
    return { ids: page.items, next_cursor: page.next_cursor };
  }

  /** One line for the whole batch: which ids, or which filter. */
  private async note(
    tx: Sql,
    body: ReplayWebhookLogs,
    { actor, opened }: { readonly actor: Actor; readonly opened: readonly string[] },
  ): Promise<void> {
    const [first = ''] = opened;
    await this.audit.record(tx, {
      ...actor,
      action: 'webhook.replayed',
      subject: { type: 'webhook_log', id: first },
      after: {
        count: opened.length,
        ...('ids' in body ? { ids: opened } : { filter: body.filter }),
      },
    });
  }
}

function bodyErased(at: Date): ConflictError {
  return new ConflictError(
    `The body of this webhook was erased at a guest's wish on ${at.toISOString()}, so it can't be replayed; ask the vendor for the state of the payment instead (GET /api/v1/payments/{id}?refresh=true).`,
  );
}
