import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import type { PaymentPort, RefundState } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { RefundRow, StoredFailure } from './payment.rows.js';
import { nextCheckAt } from './payment-schedule.js';
import { RefundObserver } from './refund-observer.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';
import { mayHaveActed } from './vendor-doubt.js';
import { toRefundRequest } from './refund-request.js';

/** Shorter than vendors remember refunds by our reference: repeated later, it could be a second one. */
const REPEATABLE_MS = 12 * 60 * 60_000;

type StatusRequest = Parameters<PaymentPort['refundStatus']>[0];
type SeenRefund = RefundState & { readonly failure?: StoredFailure };

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

  /** Undefined when the vendor can't be asked, or does not tell. */
  private async ask(refund: RefundRow): Promise<SeenRefund | undefined> {
    const payment = await this.payments.findById(refund.payment_id);
    if (!payment) return undefined;
    const port = this.vendors.port(payment);
    const request = {
      ...toRefundRequest({ payment, refund }),
      gatewayRefundId: refund.gateway_refund_id ?? undefined,
    };
    return runInScope({ reference: payment.id }, () =>
      refund.gateway_refund_id === null && port.canRepeat('refund') && isRepeatable(refund)
        ? repeat(port, request)
        : askStatus(port, request),
    );
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

function isRepeatable({ created_at: createdAt }: RefundRow): boolean {
  return Date.now() - createdAt.getTime() < REPEATABLE_MS;
}

/**
 * Sends a refund again whose request may never have arrived: the vendor knows it by its reference. A refusal now
 * may mean that the first one has succeeded, so the vendor's own list is asked before the refund counts as failed.
 */
async function repeat(port: PaymentPort, request: StatusRequest): Promise<SeenRefund | undefined> {
  try {
    return await port.refund(request);
  } catch (error) {
    if (!(error instanceof VendorError) || !isRefusal(error)) throw error;
    const known = await askStatus(port, request);
    if (known || error.kind === 'duplicate') return known;
    return { status: 'failed', failure: { kind: error.kind, message: error.message } };
  }
}

function isRefusal(error: VendorError): boolean {
  if (error.kind === 'duplicate') return true;
  return VENDOR_ERROR_KINDS[error.kind].fallback === 'no' && !mayHaveActed(error);
}

/** Vendors that know refunds by their own id alone answer a question without it with `invalid_request`. */
async function askStatus(
  port: PaymentPort,
  request: StatusRequest,
): Promise<SeenRefund | undefined> {
  if (!port.can('refund_status')) return undefined;
  try {
    return await port.refundStatus(request);
  } catch (error) {
    if (error instanceof VendorError && isRefusal(error)) return undefined;
    throw error;
  }
}
