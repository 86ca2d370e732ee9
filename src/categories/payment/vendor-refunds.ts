import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { newId } from '#core/ids/uuid.js';
import { runInScope } from '#gateway/call-scope.js';
import type { ApplyEvent } from '#webhooks/webhook-handlers.js';
import { receivedAmount } from './payment-amounts.js';
import { toQuery } from './payment.mapper.js';
import type { PaymentPort, RefundState } from './payment.port.js';
import { makeReference } from './payment-reference.js';
import { PaymentRemarks } from './payment-remarks.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow, RefundRow } from './payment.rows.js';
import { isOpen, isRefundable } from './payment-status.js';
import type { RefundEvent, RefundEventContext } from './refund-event.schemas.js';
import { RefundObserver } from './refund-observer.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';

interface Told {
  readonly gatewayRefundId: string;
  readonly status: RefundState['status'];
  readonly amount: number | undefined;
  /** Whether the vendor named a reference, which is none of ours: then it can't be a refund of ours. */
  readonly isForeign: boolean;
}

/** Refunds that somebody began at the vendor's own pages: they become rows of ours as soon as the vendor tells. */
@Injectable()
export class VendorRefunds {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly refunds: RefundRepository,
    private readonly observer: RefundObserver,
    private readonly vendors: RefundVendors,
    private readonly remarks: PaymentRemarks,
  ) {}

  /** Undefined when it is about no payment of ours. */
  async prepare(event: RefundEvent, context: RefundEventContext): Promise<ApplyEvent | undefined> {
    const found = await this.payments.findByVendor(context.account, {
      reference: event.reference,
      gatewayTransactionId: event.gateway_transaction_id,
    });
    if (!found || found.speakerId !== found.payment.provider_id) {
      return undefined;
    }
    const told = await this.believe(event, found.payment, context);
    if (!told) return ignored('the vendor does not confirm this refund');
    return async (tx) => ({
      ...(await this.apply(tx, found.payment.id, told)),
      isUnconfirmed: told.status !== event.status,
    });
  }

  /** The event's own word, or the vendor's answer where the signature does not cover the word. */
  private async believe(
    event: RefundEvent,
    payment: PaymentRow,
    { confirm }: RefundEventContext,
  ): Promise<Told | undefined> {
    const gatewayRefundId = event.gateway_refund_id ?? event.refund_reference;
    if (gatewayRefundId === undefined) return undefined;
    const port = this.vendors.port(payment);
    const { amount, status } = event;
    const isForeign = event.refund_reference !== undefined;
    if (confirm === 'none' || !port.can('refund_status')) {
      return status && { gatewayRefundId, status, amount, isForeign };
    }
    const asked = { ...event, gateway_refund_id: gatewayRefundId };
    try {
      const state = await runInScope({ reference: payment.id }, () =>
        port.refundStatus(toQuestion(payment, asked)),
      );
      const sum = state.amount ?? amount;
      return { gatewayRefundId, status: state.status, amount: sum, isForeign };
    } catch (error) {
      if (error instanceof VendorError && error.kind === 'not_found') return undefined;
      throw error;
    }
  }

  private async apply(
    tx: Sql,
    paymentId: string,
    told: Told,
  ): Promise<Awaited<ReturnType<ApplyEvent>>> {
    const payment = await this.payments.lock(tx, paymentId);
    if (!payment) throw new Error(`payment ${paymentId} is gone`);
    const known = await this.known(tx, payment, told);
    const refund = known ?? (await this.insert(tx, payment, told));
    if (!refund) {
      return { outcome: 'ignored', detail: 'nothing of this payment can have gone back' };
    }
    const { gatewayRefundId, status } = told;
    const row = await this.observer.observeIn(
      tx,
      refund.id,
      { gatewayRefundId, status },
      'webhook',
    );
    const promised = await this.refunds.promised(tx, payment.id);
    await this.remarks.whenTooMuch(tx, payment, promised);
    return {
      outcome: row.status === known?.status ? 'unchanged' : 'applied',
      detail: `refund ${row.reference} (${row.source}): ${known?.status ?? 'new'} → ${row.status}`,
      subjectId: payment.id,
    };
  }

  /**
   * A row that has this id already, or none yet and the same amount: one of ours whose answer was lost, or one that
   * the vendor told of by the payment's status.
   */
  private async known(
    tx: Sql,
    payment: PaymentRow,
    { gatewayRefundId, amount, isForeign }: Told,
  ): Promise<RefundRow | undefined> {
    const rows = (await this.payments.refunds(tx, payment.id)).filter(
      ({ via }) => via === 'vendor',
    );
    const isNameless = (row: RefundRow): boolean =>
      row.gateway_refund_id === null &&
      !row.is_held &&
      row.status !== 'failed' &&
      row.amount === amount &&
      (row.source === 'vendor' || !isForeign);
    return rows.find((row) => row.gateway_refund_id === gatewayRefundId) ?? rows.find(isNameless);
  }

  private async insert(
    tx: Sql,
    payment: PaymentRow,
    { gatewayRefundId, status, amount }: Told,
  ): Promise<RefundRow | undefined> {
    if (status === 'failed' || !(isRefundable(payment.status) || isOpen(payment.status))) {
      return undefined;
    }
    if (amount === undefined || amount <= 0) {
      const detail = { gateway_refund_id: gatewayRefundId };
      const source = 'webhook';
      await this.remarks.add(tx, payment, { type: 'refund_amount_unknown', source, detail });
      return undefined;
    }
    return this.refunds.insert(tx, {
      id: newId(),
      paymentId: payment.id,
      reference: makeReference(`V-${payment.order_id}`, []),
      amount,
      currency: payment.currency,
      reason: null,
      source: 'vendor',
      gatewayRefundId,
      nextCheckAt: this.observer.now(),
    });
  }
}

function toQuestion(
  payment: PaymentRow,
  told: RefundEvent & { readonly gateway_refund_id: string },
): Parameters<PaymentPort['refundStatus']>[0] {
  const { gateway_refund_id: gatewayRefundId, amount = receivedAmount(payment) } = told;
  return {
    ...toQuery(payment),
    gatewayRefundId,
    refundReference: told.refund_reference ?? gatewayRefundId,
    refundAmount: amount,
    isFull: amount === receivedAmount(payment),
    idempotencyKey: gatewayRefundId.slice(0, 36),
  };
}

function ignored(detail: string): ApplyEvent {
  return async () => ({ outcome: 'ignored', detail });
}
