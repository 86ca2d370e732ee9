import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { toRefundAnswer } from '../payment.mapper.js';
import type { RefundRow } from '../payment.rows.js';
import type { RefundAnswer } from '../payment.schemas.js';
import { RefundObserver } from '../refund-observer.js';
import { RefundRepository } from '../refund.repository.js';
import { RefundVendors } from '../refund-vendors.js';
import type { SettledRefundParam, SettleRefund } from './refund-settlement.schemas.js';

/** The last word on a refund whose vendor gives none: that of a person who has looked. */
@Injectable()
export class RefundSettlements {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly observer: RefundObserver,
    private readonly vendors: RefundVendors,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /**
   * The same outcome again changes nothing.
   *
   * @throws NotFoundError when the payment has no such refund; ConflictError when it ended otherwise, or somebody else
   *   is about to tell its end
   */
  async settle(
    { id, refund_id: refundId }: SettledRefundParam,
    body: SettleRefund,
    actor: Actor,
  ): Promise<RefundAnswer> {
    const payment = await this.vendors.payment(id, actor.principal);
    const row = await this.database.transaction(async (tx) => {
      const known = await this.hold(tx, payment.id, refundId);
      if (known.status === body.outcome) return known;
      assertOpen(known);
      return this.write(tx, known, body, actor);
    });
    return toRefundAnswer(row);
  }

  private async write(
    tx: Sql,
    known: RefundRow,
    { outcome, note }: SettleRefund,
    actor: Actor,
  ): Promise<RefundRow> {
    const failure = outcome === 'failed' ? { kind: 'settled', message: note } : undefined;
    const row = await this.observer.observeIn(
      tx,
      known.id,
      { status: outcome, failure },
      'operator',
    );
    await this.audit.record(tx, {
      ...actor,
      action: 'refund.settled',
      subject: { type: 'refund', id: known.id },
      before: { status: known.status },
      after: { status: row.status, note, payment_id: known.payment_id },
    });
    return row;
  }

  private async hold(tx: Sql, paymentId: string, refundId: string): Promise<RefundRow> {
    const found = await this.refunds.findById(refundId);
    if (found?.payment_id !== paymentId) throw noRefund(paymentId, refundId);
    await this.observer.hold(tx, refundId);
    const held = await this.refunds.lock(tx, refundId);
    if (!held) throw noRefund(paymentId, refundId);
    return held;
  }
}

function assertOpen({ via, status }: RefundRow): void {
  if (status === 'succeeded' || status === 'failed') {
    throw new ConflictError(`This refund has ${status}; that can not be changed any more.`);
  }
  if (via === 'payout') {
    throw new ConflictError(
      'A person transfers this refund: complete or cancel its payout task instead.',
    );
  }
  if (status === 'created') {
    throw new ConflictError('The vendor is being asked for this refund; try again in a minute.');
  }
}

function noRefund(paymentId: string, refundId: string): NotFoundError {
  return new NotFoundError(
    `This payment has no refund ${refundId}; GET /api/v1/payments/${paymentId}/refunds lists them.`,
  );
}
