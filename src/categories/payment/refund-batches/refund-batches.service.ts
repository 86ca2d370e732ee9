import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import {
  type Actor,
  hasPropertyAccess,
  listedProperty,
  type Principal,
} from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { RefundBatchHints } from './refund-batch-hints.js';
import { RefundBatchRepository, type RefundBatchRow } from './refund-batch.repository.js';
import type {
  BatchItemAnswer,
  CreateRefundBatch,
  ListBatchItems,
  ListRefundBatches,
  RefundBatchAnswer,
} from './refund-batch.schemas.js';

const ACCEPTED_STATUS = 202;

/** Many refunds at once: taken at once, worked through behind, each with an end of its own. */
@Injectable()
export class RefundBatchesService {
  constructor(
    private readonly batches: RefundBatchRepository,
    private readonly hints: RefundBatchHints,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  async create(
    key: IdempotentRequest,
    body: CreateRefundBatch,
    actor: Actor,
  ): Promise<StoredAnswer> {
    for (;;) {
      const id = await this.begin(key, body, actor);
      if (id !== undefined) {
        await this.hints.give(id);
        const answer = await this.accepted(id);
        await this.idempotency.keep(key, answer);
        return answer;
      }
      const stored = await this.idempotency.answerOf(key, (batchId) => this.accepted(batchId));
      if (stored) return stored;
    }
  }

  async list(query: ListRefundBatches, principal: Principal): Promise<Page<RefundBatchAnswer>> {
    const rows = await this.batches.list(
      listedProperty(principal, query.property_id),
      decodeCursor(query.cursor),
      query.limit,
    );
    const page = toPage(rows, query.limit, (row) => row.id);
    return { ...page, items: page.items.map(toAnswer) };
  }

  async get(id: string, principal: Principal): Promise<RefundBatchAnswer> {
    return toAnswer(await this.visible(this.database, id, principal));
  }

  async items(
    id: string,
    query: ListBatchItems,
    principal: Principal,
  ): Promise<Page<BatchItemAnswer>> {
    await this.visible(this.database, id, principal);
    const rows = await this.batches.items(id, {
      status: query.status,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    const items = page.items.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }));
    return { ...page, items };
  }

  /** Stops what has not begun; what has goes on to its end. A batch without such items stays as it is. */
  cancel(id: string, actor: Actor): Promise<RefundBatchAnswer> {
    return this.database.transaction(async (tx) => {
      await this.visible(tx, id, actor.principal);
      const count = await this.batches.cancel(tx, id);
      if (count > 0) {
        await this.audit.record(tx, {
          ...actor,
          action: 'refund_batch.cancelled',
          subject: { type: 'refund_batch', id },
          after: { cancelled_items: count },
        });
      }
      return toAnswer(await this.visible(tx, id, actor.principal));
    });
  }

  /** Undefined when the key is taken. */
  private begin(
    key: IdempotentRequest,
    { refunds }: CreateRefundBatch,
    actor: Actor,
  ): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const id = newId();
      if (!(await this.idempotency.claim(tx, key, id))) return undefined;
      const items = refunds.map(({ payment_id: paymentId, amount, reason }) => ({
        id: newId(),
        paymentId,
        amount: amount ?? null,
        reason: reason ?? null,
      }));
      await this.batches.insert(tx, { id, actor, items });
      await this.audit.record(tx, {
        ...actor,
        action: 'refund_batch.created',
        subject: { type: 'refund_batch', id },
        after: { total: items.length },
      });
      return id;
    });
  }

  private async accepted(id: string): Promise<StoredAnswer> {
    const row = await this.batches.findById(this.database, id);
    if (!row) throw new Error(`refund batch ${id} is gone`);
    return { status: ACCEPTED_STATUS, body: toAnswer(row) };
  }

  private async visible(sql: Sql, id: string, principal: Principal): Promise<RefundBatchRow> {
    const row = await this.batches.findById(sql, id);
    if (row && hasPropertyAccess(principal, row.property_id)) return row;
    throw new NotFoundError(
      `There is no refund batch ${id}; GET /api/v1/refund-batches lists them.`,
    );
  }
}

function toAnswer(row: RefundBatchRow): RefundBatchAnswer {
  const { id, total, queued, running, pending, succeeded, failed, cancelled } = row;
  return {
    id,
    status: statusOf(row),
    total,
    queued,
    running,
    pending,
    succeeded,
    failed,
    cancelled,
    created_at: row.created_at.toISOString(),
  };
}

function statusOf(row: RefundBatchRow): RefundBatchAnswer['status'] {
  if (row.queued === row.total) return 'queued';
  if (row.queued + row.running > 0) return 'running';
  if (row.cancelled > 0) return 'cancelled';
  return row.failed > 0 ? 'completed_with_failures' : 'completed';
}
