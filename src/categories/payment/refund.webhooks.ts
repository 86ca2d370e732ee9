import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import type { ApplyEvent } from '#webhooks/webhook-handlers.js';
import type { RefundState } from './payment.port.js';
import type { PaymentRow, RefundRow } from './payment.rows.js';
import type { RefundEvent, RefundEventContext } from './refund-event.schemas.js';
import { RefundObserver } from './refund-observer.js';
import { RefundRepository } from './refund.repository.js';
import { toRefundRequest } from './refund-request.js';
import { RefundVendors } from './refund-vendors.js';
import { VendorRefunds } from './vendor-refunds.js';
import { WebhookSubjects } from './webhook-subjects.js';

/** What vendors tell about refunds. */
@Injectable()
export class RefundWebhooks {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly observer: RefundObserver,
    private readonly vendors: RefundVendors,
    private readonly foreign: VendorRefunds,
    private readonly subjects: WebhookSubjects,
  ) {}

  async prepare(event: RefundEvent, context: RefundEventContext): Promise<ApplyEvent> {
    const refund = await this.refunds.findByVendor(context.account, {
      reference: event.refund_reference,
      gatewayRefundId: event.gateway_refund_id,
    });
    const payment = refund && (await this.vendors.find(refund.payment_id));
    if (!refund || !payment) {
      const foreign = await this.foreign.prepare(event, context);
      return foreign ?? this.subjects.unmatchedRefund(context.provider, event);
    }
    const state = await this.believe(event, { refund, payment }, context);
    if (!state) return ignored('the vendor does not confirm this refund');
    return async (tx) => {
      const row = await this.observer.observeIn(tx, refund.id, state, 'webhook');
      return {
        outcome: row.status === refund.status ? 'unchanged' : 'applied',
        detail: `refund ${refund.reference}: ${refund.status} → ${row.status}`,
        subjectId: payment.id,
        isUnconfirmed: state.status !== event.status,
      };
    };
  }

  /** The event's own word, or the vendor's answer where the signature does not cover the word. */
  private async believe(
    event: RefundEvent,
    known: { readonly refund: RefundRow; readonly payment: PaymentRow },
    context: RefundEventContext,
  ): Promise<RefundState | undefined> {
    const port = this.vendors.port(known.payment);
    if (context.confirm === 'none' || !port.can('refund_status')) {
      return event.status && { status: event.status, gatewayRefundId: event.gateway_refund_id };
    }
    const gatewayRefundId = known.refund.gateway_refund_id ?? event.gateway_refund_id;
    try {
      return await runInScope({ reference: known.payment.id }, () =>
        port.refundStatus({ ...toRefundRequest(known), gatewayRefundId }),
      );
    } catch (error) {
      if (error instanceof VendorError && error.kind === 'not_found') return undefined;
      throw error;
    }
  }
}

function ignored(detail: string): ApplyEvent {
  return async () => ({ outcome: 'ignored', detail });
}
