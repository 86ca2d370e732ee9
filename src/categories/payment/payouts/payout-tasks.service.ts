import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import {
  type Actor,
  hasPropertyAccess,
  listedProperty,
  type Principal,
} from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import type { VendorRefundStatus } from '../payment.port.js';
import type { StoredFailure } from '../payment.rows.js';
import { RefundObserver } from '../refund-observer.js';
import {
  type PayoutProof,
  PayoutTaskRepository,
  type PayoutTaskRow,
  type StoredAttachment,
} from './payout-task.repository.js';
import { PayoutTaskPresenter } from './payout-task.presenter.js';
import type {
  CancelPayout,
  CompletePayout,
  ListPayoutTasks,
  PayoutTaskAnswer,
} from './payout-task.schemas.js';
import { readAttachment } from './proof-attachment.js';

const REFUND_STATUS = { open: 'pending', completed: 'succeeded', cancelled: 'failed' } as const;
/** Clocks of people and machines differ. */
const FUTURE_MS = 24 * 60 * 60_000;

interface Closing {
  readonly status: VendorRefundStatus;
  readonly failure?: StoredFailure;
  readonly action: string;
  readonly after: Readonly<Record<string, unknown>>;
  /** Whether a task that is closed already was closed by this very request. */
  readonly isRepeat: (row: PayoutTaskRow) => boolean;
  readonly write: (tx: Sql) => Promise<void>;
}

/** Money that a person transfers back: what is open, the proof once it is done, or why it is not done. */
@Injectable()
export class PayoutTasksService {
  constructor(
    private readonly tasks: PayoutTaskRepository,
    private readonly observer: RefundObserver,
    private readonly presenter: PayoutTaskPresenter,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  async list(query: ListPayoutTasks, principal: Principal): Promise<Page<PayoutTaskAnswer>> {
    const rows = await this.tasks.list({
      propertyId: listedProperty(principal, query.property_id),
      refundStatus: query.status && REFUND_STATUS[query.status],
      paymentId: query.payment_id,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    return { ...page, items: page.items.map((row) => this.presenter.inList(row)) };
  }

  async get(id: string, principal: Principal): Promise<PayoutTaskAnswer> {
    return this.presenter.alone(await this.visible(this.database, id, principal), principal);
  }

  /** @throws NotFoundError also when the transfer was proved without a document */
  async attachment(id: string, principal: Principal): Promise<StoredAttachment> {
    await this.visible(this.database, id, principal);
    const found = await this.tasks.findAttachment(id);
    if (!found) throw new NotFoundError('No document was kept with this payout task.');
    return found;
  }

  /**
   * The money is on its way by transfer: the refund has succeeded, and the payment follows.
   *
   * @throws ConflictError when it was closed otherwise; InvalidInputError for a document that is none
   */
  complete(id: string, { proof }: CompletePayout, actor: Actor): Promise<PayoutTaskAnswer> {
    const kept: PayoutProof = {
      reference: proof.reference,
      note: proof.note,
      paidAt: paidAt(proof.paid_at, this.observer.now()),
      attachment: proof.attachment && readAttachment(proof.attachment),
    };
    return this.close(id, actor, {
      status: 'succeeded',
      action: 'payout_task.completed',
      after: { status: 'completed', reference: kept.reference, paid_at: kept.paidAt },
      isRepeat: (row) => row.proof_reference === kept.reference,
      write: (tx) => this.tasks.complete(tx, id, kept, actor.principal.name),
    });
  }

  /** Nobody pays it out: the refund has failed, and its amount can be given back in another way. */
  cancel(id: string, { reason }: CancelPayout, actor: Actor): Promise<PayoutTaskAnswer> {
    return this.close(id, actor, {
      status: 'failed',
      failure: { kind: 'cancelled', message: reason },
      action: 'payout_task.cancelled',
      after: { status: 'cancelled', reason },
      isRepeat: (row) => row.cancel_reason === reason,
      write: (tx) => this.tasks.cancel(tx, id, reason, actor.principal.name),
    });
  }

  private async close(id: string, actor: Actor, closing: Closing): Promise<PayoutTaskAnswer> {
    const row = await this.database.transaction(async (tx) => {
      await this.visible(tx, id, actor.principal);
      await this.observer.hold(tx, id);
      const task = await this.visible(tx, id, actor.principal);
      if (task.refund_status !== 'pending') {
        if (closing.isRepeat(task)) return task;
        throw closed(task);
      }
      await closing.write(tx);
      const { status, failure } = closing;
      await this.observer.observeIn(tx, id, { status, failure }, 'operator');
      await this.audit.record(tx, {
        ...actor,
        action: closing.action,
        subject: { type: 'payout_task', id },
        before: { status: 'open' },
        after: closing.after,
      });
      return this.visible(tx, id, actor.principal);
    });
    return this.presenter.alone(row, actor.principal);
  }

  private async visible(sql: Sql, id: string, principal: Principal): Promise<PayoutTaskRow> {
    const row = await this.tasks.findById(sql, id);
    if (row && hasPropertyAccess(principal, row.property_id)) return row;
    throw new NotFoundError(`There is no payout task ${id}; GET /api/v1/payout-tasks lists them.`);
  }
}

function paidAt(given: string | undefined, now: Date): Date {
  const at = given === undefined ? now : new Date(given);
  if (at.getTime() <= now.getTime() + FUTURE_MS) return at;
  throw new InvalidInputError(
    'proof.paid_at',
    'This moment has not come yet; send when it was paid.',
  );
}

function closed({ refund_status: status }: PayoutTaskRow): ConflictError {
  return new ConflictError(
    status === 'succeeded'
      ? 'This payout is completed with another proof; it can not be changed any more.'
      : 'This payout task is cancelled; begin a new refund of the payment.',
  );
}
