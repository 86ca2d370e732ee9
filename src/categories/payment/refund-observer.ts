import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { receivedAmount } from './payment-amounts.js';
import { PaymentAnnouncer } from './payment-announcer.js';
import type { RefundState } from './payment.port.js';
import { PaymentRemarks } from './payment-remarks.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow, RefundRow, StoredFailure } from './payment.rows.js';
import type { PaymentStatus } from './payment-status.js';
import { RefundRepository } from './refund.repository.js';

/** The one place where a refund's state moves; the payment's own state follows from the sum of its refunds. */
@Injectable()
export class RefundObserver {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly payments: PaymentRepository,
    private readonly announcer: PaymentAnnouncer,
    private readonly remarks: PaymentRemarks,
    private readonly database: Database,
  ) {}

  /** The same in a transaction of its own. */
  observe(
    refundId: string,
    state: RefundState & { failure?: StoredFailure },
    source: PaymentEventSource,
  ): Promise<RefundRow> {
    return this.database.transaction((tx) => this.observeIn(tx, refundId, state, source));
  }

  now(): Date {
    return this.announcer.now();
  }

  /** Keeps everybody else from moving the refund until the transaction ends. */
  async hold(tx: Sql, refundId: string): Promise<void> {
    await this.lock(tx, refundId);
  }

  /** Repeats and late words change nothing; a vendor that takes its word back is told to people. */
  async observeIn(
    tx: Sql,
    refundId: string,
    state: RefundState & { failure?: StoredFailure },
    source: PaymentEventSource,
  ): Promise<RefundRow> {
    const { known, payment } = await this.lock(tx, refundId);
    // Both ends are final, and a late "pending" does not reopen them.
    if (known.status === 'succeeded' || known.status === 'failed') {
      await this.tellContradiction(tx, payment, known, { said: state.status, source });
      return known;
    }
    const isNewId = state.gatewayRefundId !== undefined && known.gateway_refund_id === null;
    if (known.status === state.status && !isNewId) return known;
    const row = await this.refunds.change(tx, refundId, {
      status: state.status,
      gatewayRefundId: state.gatewayRefundId,
      failure: state.failure,
      ...(state.status === 'pending' ? {} : { nextCheckAt: null }),
    });
    if (known.status === row.status) return row;
    await this.payments.addEvent(tx, {
      paymentId: payment.id,
      type: 'refund',
      source,
      detail: {
        refund_id: row.id,
        amount: row.amount,
        from: known.status,
        to: row.status,
        via: row.via,
      },
    });
    await this.calm(tx, payment, row);
    if (row.status === 'succeeded') await this.settle(tx, payment, source);
    if (row.status === 'failed') await this.tellFailure(tx, payment, row);
    return row;
  }

  /** Nobody can say whether it was made, so a person has to ask the vendor; it stays promised until then. */
  async flagUnanswered(refundId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { known, payment } = await this.lock(tx, refundId);
      if (known.status !== 'created' && known.status !== 'pending') return;
      await this.remarks.add(tx, payment, {
        type: 'refund_unanswered',
        source: 'poll',
        detail: { refund_id: known.id, amount: known.amount, provider_id: payment.provider_id },
      });
    });
  }

  /** Nobody has to ask the vendor any more, once every refund of the payment has its end. */
  private async calm(tx: Sql, payment: PaymentRow, row: RefundRow): Promise<void> {
    if (row.status !== 'succeeded' && row.status !== 'failed') return;
    const refunds = await this.payments.refunds(tx, payment.id);
    const isOver = refunds.every(({ status }) => status === 'succeeded' || status === 'failed');
    if (isOver) await this.remarks.settle(tx, payment, 'refund_unanswered');
  }

  /** The payment first, as everybody does who locks both: two observations must not wait for each other. */
  private async lock(
    tx: Sql,
    refundId: string,
  ): Promise<{ readonly known: RefundRow; readonly payment: PaymentRow }> {
    const payment = await this.payments.lockByRefund(tx, refundId);
    const known = await this.refunds.lock(tx, refundId);
    if (!payment || !known) throw new Error(`refund ${refundId} is gone`);
    return { known, payment };
  }

  private async tellContradiction(
    tx: Sql,
    payment: PaymentRow,
    known: RefundRow,
    { said, source }: { readonly said: RefundState['status']; readonly source: PaymentEventSource },
  ): Promise<void> {
    if (said === 'pending' || said === known.status) return;
    const { id, amount, status } = known;
    await this.remarks.add(tx, payment, {
      type: 'refund_contradicted',
      source,
      detail: { refund_id: id, amount, known: status, said, provider_id: payment.provider_id },
    });
  }

  private async tellFailure(tx: Sql, payment: PaymentRow, refund: RefundRow): Promise<void> {
    await this.announcer.announce(tx, payment, 'payment.refund_failed', {
      refund_id: refund.id,
      amount: refund.amount,
      failure: refund.failure,
    });
    await this.reopenDecision(tx, payment);
  }

  /** Late money that was to go back and did not waits for a decision again. */
  private async reopenDecision(tx: Sql, payment: PaymentRow): Promise<void> {
    const { status, late_decision: decision } = payment;
    if (status !== 'paid_late' || decision !== 'refund') return;
    if ((await this.refunds.promised(tx, payment.id)) > 0) return;
    await this.payments.change(tx, payment.id, { lateDecision: null });
    await this.payments.addEvent(tx, {
      paymentId: payment.id,
      type: 'late_decision_reopened',
      source: 'api',
      detail: { decision },
    });
  }

  private async settle(tx: Sql, payment: PaymentRow, source: PaymentEventSource): Promise<void> {
    // A vendor may have told of the refund on the payment itself, before the refund's own word came.
    const received = receivedAmount(payment);
    const succeeded = await this.refunds.succeeded(tx, payment.id);
    const sum = Math.min(received, Math.max(succeeded, payment.refunded_amount));
    const status: PaymentStatus = sum >= received ? 'refunded' : 'partially_refunded';
    if (
      payment.status === 'refunded' ||
      (payment.status === status && payment.refunded_amount === sum)
    ) {
      return;
    }
    const changed = await this.payments.change(tx, payment.id, {
      status,
      refundedAmount: sum,
      nextCheckAt: null,
    });
    await this.payments.addEvent(tx, {
      paymentId: payment.id,
      type: 'status',
      from: payment.status,
      to: status,
      source,
    });
    await this.announcer.announceStatus(tx, changed);
  }
}
