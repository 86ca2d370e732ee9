import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import type { PaymentPort, RefundState } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { RefundRow } from './payment.rows.js';
import { nextCheckAt } from './payment-schedule.js';
import { RefundObserver } from './refund-observer.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';
import { toRefundRequest } from './refund-request.js';

/** Finds out about refunds whose answer was lost or that the vendor works on for longer. */
@Injectable()
export class RefundReconciler {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly payments: PaymentRepository,
    private readonly observer: RefundObserver,
    private readonly vendors: RefundVendors,
    private readonly database: Database,
  ) {}

  async check(id: string): Promise<void> {
    const refund = await this.refunds.findById(id);
    if (refund?.status !== 'created' && refund?.status !== 'pending') return;
    try {
      const state = await this.ask(refund);
      if (state) await this.observer.observe(id, state, 'poll');
    } finally {
      await this.schedule(refund);
    }
  }

  /**
   * Undefined when the vendor can't be asked. A refund whose request may never have arrived is sent again
   * only where the vendor recognises it by its reference.
   */
  private async ask(
    refund: RefundRow,
  ): Promise<(RefundState & { failure?: { kind: string; message: string } }) | undefined> {
    const payment = await this.payments.findById(refund.payment_id);
    if (!payment) return undefined;
    const port = this.vendors.port(payment);
    const request = toRefundRequest({ payment, refund });
    return runInScope({ reference: payment.id }, async () => {
      if (port.can('refund_status')) {
        return askStatus(port, {
          ...request,
          gatewayRefundId: refund.gateway_refund_id ?? undefined,
        });
      }
      return refund.gateway_refund_id === null && port.canRepeat('refund')
        ? port.refund(request)
        : undefined;
    });
  }

  private async schedule(refund: RefundRow): Promise<void> {
    const now = await this.refunds.findById(refund.id);
    const isWaiting = now?.status === 'created' || now?.status === 'pending';
    if (!now || !isWaiting) return;
    await this.refunds.change(this.database, refund.id, {
      nextCheckAt: nextCheckAt({
        now: new Date(),
        count: now.check_count,
        isUnconfirmed: false,
        expiresAt: null,
      }),
    });
  }
}

async function askStatus(
  port: PaymentPort,
  request: Parameters<PaymentPort['refundStatus']>[0],
): Promise<RefundState | undefined> {
  try {
    return await port.refundStatus(request);
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return undefined;
    throw error;
  }
}
