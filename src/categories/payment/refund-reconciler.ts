import { Injectable } from '@nestjs/common';
import { AppError } from '#core/errors/app-error.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import type { PaymentPort, RefundState } from './payment.port.js';
import type { RefundRow, StoredFailure } from './payment.rows.js';
import { nextCheckAt } from './payment-schedule.js';
import { RefundAsking } from './refund-asking.js';
import { RefundObserver } from './refund-observer.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';
import { mayHaveActed } from './vendor-doubt.js';
import { toRefundRequest } from './refund-request.js';

/** Shorter than vendors remember refunds by our reference: repeated later, it could be a second one. */
const REPEATABLE_MS = 12 * 60 * 60_000;

/** After this a refund that the vendor may never have got, and does not tell of, is a case for a person. */
const DOUBT_MS = 60 * 60_000;
/** The same for one that the vendor took and then says nothing about: banks take days. */
const SILENCE_MS = 7 * 24 * 60 * 60_000;

type StatusRequest = Parameters<PaymentPort['refundStatus']>[0];
type SeenRefund = RefundState & { readonly failure?: StoredFailure };

/** Finds out about refunds whose answer was lost or that the vendor works on for longer. */
@Injectable()
export class RefundReconciler {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly observer: RefundObserver,
    private readonly vendors: RefundVendors,
    private readonly asking: RefundAsking,
  ) {}

  async check(id: string): Promise<void> {
    const refund = await this.refunds.findById(id);
    if (!refund || !isWaiting(refund) || refund.via === 'payout') return;
    if (await this.isWaitingForPause(refund)) return;
    if (refund.is_held) return this.begin(refund);
    let state: SeenRefund | undefined;
    try {
      state = await this.ask(refund);
      if (state) await this.observer.observe(id, state, 'poll');
    } finally {
      await this.schedule(id, { isAnswered: state !== undefined });
    }
  }

  /** Its provider goes on. A process that dies between the two leaves a refund in doubt, as any other would. */
  private async begin({ id }: RefundRow): Promise<void> {
    const refund = await this.refunds.letGo(id);
    const payment = refund && (await this.vendors.find(refund.payment_id));
    if (!payment) return;
    try {
      await this.asking.ask({ refund, payment, port: this.vendors.port(payment) });
    } catch (error) {
      // The refund has failed, and whoever listens was told.
      if (!(error instanceof AppError)) throw error;
    } finally {
      await this.schedule(id, { isAnswered: true });
    }
  }

  /** While an operator holds the provider back nobody asks it, and the time does not count against the refund. */
  private async isWaitingForPause({ id, payment_id: paymentId }: RefundRow): Promise<boolean> {
    const payment = await this.vendors.find(paymentId);
    const paused = payment && this.vendors.pausedBy(payment);
    if (!paused) return false;
    await this.refunds.waitWithCheck(id, new Date(this.observer.now().getTime() + paused.waitMs));
    return true;
  }

  /** Undefined when the vendor can't be asked, or does not tell. */
  private async ask(refund: RefundRow): Promise<SeenRefund | undefined> {
    const payment = await this.vendors.find(refund.payment_id);
    if (!payment) return undefined;
    const port = this.vendors.port(payment);
    const request = {
      ...toRefundRequest({ payment, refund }),
      gatewayRefundId: refund.gateway_refund_id ?? undefined,
    };
    const mayRepeat =
      refund.gateway_refund_id === null &&
      port.canRepeat('refund') &&
      this.ageOf(refund) < REPEATABLE_MS;
    return runInScope({ reference: payment.id }, () =>
      mayRepeat ? repeat(port, request) : askStatus(port, request),
    );
  }

  private async schedule(
    id: string,
    { isAnswered }: { readonly isAnswered: boolean },
  ): Promise<void> {
    const refund = await this.refunds.findById(id);
    if (!refund || !isWaiting(refund)) return;
    const patience = refund.gateway_refund_id === null ? DOUBT_MS : SILENCE_MS;
    if (!isAnswered && this.ageOf(refund) > patience) await this.observer.flagUnanswered(id);
    await this.refunds.scheduleCheck(
      id,
      nextCheckAt({
        now: this.observer.now(),
        count: refund.check_count,
        isUnconfirmed: false,
        expiresAt: null,
      }),
    );
  }

  private ageOf({ created_at: createdAt }: RefundRow): number {
    return this.observer.now().getTime() - createdAt.getTime();
  }
}

function isWaiting({ status }: RefundRow): boolean {
  return status === 'created' || status === 'pending';
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
    // A question changes nothing, so whatever the vendor says instead of an answer, it does not tell.
    const isAnswer =
      error instanceof VendorError && VENDOR_ERROR_KINDS[error.kind].fallback === 'no';
    if (isAnswer) return undefined;
    throw error;
  }
}
