import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import type { RefundState } from './payment.port.js';
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
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The same in a transaction of its own. */
  observe(
    refundId: string,
    state: RefundState & { failure?: StoredFailure },
    source: PaymentEventSource,
  ): Promise<RefundRow> {
    return this.database.transaction((tx) => this.observeIn(tx, refundId, state, source));
  }

  /** Repeats and late words change nothing. */
  async observeIn(
    tx: Sql,
    refundId: string,
    state: RefundState & { failure?: StoredFailure },
    source: PaymentEventSource,
  ): Promise<RefundRow> {
    const { known, payment } = await this.lock(tx, refundId);
    // Both ends are final, and a late "pending" does not reopen them.
    if (known.status === 'succeeded' || known.status === 'failed') return known;
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
      detail: { refund_id: row.id, amount: row.amount, from: known.status, to: row.status },
    });
    if (row.status === 'succeeded') await this.settle(tx, payment, source);
    if (row.status === 'failed') await this.announceFailure(tx, payment, row);
    return row;
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

  private async announceFailure(tx: Sql, payment: PaymentRow, refund: RefundRow): Promise<void> {
    await this.outbox.record(tx, {
      event: 'payment.refund_failed',
      propertyId: payment.property_id,
      occurredAt: this.clock.now(),
      data: {
        payment_id: payment.id,
        order_id: payment.order_id,
        refund_id: refund.id,
        amount: refund.amount,
        currency: refund.currency,
        failure: refund.failure,
      },
    });
  }

  private async settle(tx: Sql, payment: PaymentRow, source: PaymentEventSource): Promise<void> {
    // A vendor may have told of the refund on the payment itself, before the refund's own word came.
    const sum = Math.max(await this.refunds.succeeded(tx, payment.id), payment.refunded_amount);
    const status: PaymentStatus = sum >= payment.amount ? 'refunded' : 'partially_refunded';
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
    await this.outbox.record(tx, {
      event: 'payment.refunded',
      propertyId: payment.property_id,
      occurredAt: this.clock.now(),
      data: {
        payment_id: payment.id,
        order_id: payment.order_id,
        status,
        amount: payment.amount,
        refunded_amount: changed.refunded_amount,
        currency: payment.currency,
      },
    });
  }
}
