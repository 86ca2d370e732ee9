import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { AppError, ConflictError, InvalidInputError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import { type IdempotentRequest, type StoredAnswer } from '#core/idempotency/idempotency.js';
import { runInScope } from '#gateway/call-scope.js';
import { toQuery } from '../payment.mapper.js';
import type { CaptureRequest, PaymentState } from '../payment.port.js';
import { PaymentObserver } from '../payment-observer.js';
import { PaymentPresenter } from '../payment-presenter.js';
import { PaymentReconciler } from '../payment-reconciler.js';
import type { PaymentRow } from '../payment.rows.js';
import { isOpen } from '../payment-status.js';
import { RefundVendors } from '../refund-vendors.js';
import { mayHaveActed } from '../vendor-doubt.js';
import type { CreateCapture } from './capture.schemas.js';
import { CaptureClaims } from './capture-claims.js';

const DONE_STATUS = 200;
/** The vendor may or may not have taken the money; the payment's status tells, once it is known. */
const ACCEPTED_STATUS = 202;

/** Takes money that a card's bank holds for the hotel, once, all of it or a part. */
@Injectable()
export class CapturesService {
  constructor(
    private readonly claims: CaptureClaims,
    private readonly vendors: RefundVendors,
    private readonly observer: PaymentObserver,
    private readonly reconciler: PaymentReconciler,
    private readonly presenter: PaymentPresenter,
  ) {}

  /**
   * @throws ConflictError when nothing is held; InvalidInputError for more than is held, or a part where the
   *   vendor takes all or nothing; VendorError when the vendor refused
   */
  async capture(
    id: string,
    key: IdempotentRequest,
    body: CreateCapture,
    actor: Actor,
  ): Promise<StoredAnswer> {
    const payment = await this.vendors.payment(id, actor.principal);
    this.assertPossible(payment, body);
    for (;;) {
      const claimed = await this.claims.begin(payment, key, body.amount, actor);
      if (claimed) return this.ask(key, claimed);
      const stored = await this.claims.answerOf(key, () => this.recover(id));
      if (stored) return stored;
    }
  }

  private assertPossible(payment: PaymentRow, { amount = payment.amount }: CreateCapture): void {
    const name = this.vendors.nameOf(payment);
    if (!this.vendors.port(payment).can('capture')) {
      const message = `${name} takes the money of this payment by itself; there is nothing to capture.`;
      throw new ConflictError(message, [
        { field: 'provider', code: 'capture_unsupported', message },
      ]);
    }
    if (amount > payment.amount) {
      throw new InvalidInputError(
        'amount',
        `At most ${payment.amount} ${payment.currency} is held for this payment.`,
        'too_big',
      );
    }
    if (amount < payment.amount && !this.vendors.allows(payment, 'partial_capture')) {
      throw new InvalidInputError(
        'amount',
        `${name} captures all of what it holds or nothing: send ${payment.amount} ${payment.currency}, or leave amount out.`,
        'partial_unsupported',
      );
    }
  }

  private async ask(key: IdempotentRequest, payment: PaymentRow): Promise<StoredAnswer> {
    const request = toCaptureRequest(payment);
    try {
      const port = this.vendors.port(payment);
      const state = await runInScope({ reference: payment.id }, () => port.capture(request));
      return await this.tell(key, await this.observe(payment, state));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return this.afterError(key, payment, error);
    }
  }

  /** A vendor that agrees without a word has taken the money. */
  private async observe(payment: PaymentRow, state: PaymentState): Promise<PaymentRow> {
    const seen = await this.observer.observe(payment.id, {
      source: 'api',
      providerId: payment.provider_id,
      state: { ...state, status: state.status ?? 'paid' },
    });
    return seen.row;
  }

  /** Where it may have acted, or says that it has already, the payment's own status decides. */
  private async afterError(
    key: IdempotentRequest,
    payment: PaymentRow,
    error: AppError,
  ): Promise<StoredAnswer> {
    if (mayHaveActed(error)) return this.tell(key, await this.look(payment));
    const seen = isRefusal(error) ? await this.look(payment) : payment;
    if (!isOpen(seen.status)) return this.tell(key, seen);
    await this.claims.drop(payment);
    if (isRefusal(error)) {
      await this.claims.keep(key, { status: error.status, body: toErrorBody(error) });
    } else {
      await this.claims.release(key);
    }
    throw error;
  }

  private async look(payment: PaymentRow): Promise<PaymentRow> {
    try {
      return (await this.reconciler.check(payment.id, 'api')) ?? payment;
    } catch (error) {
      // It is asked again by schedule.
      if (error instanceof VendorError) return payment;
      throw error;
    }
  }

  private async tell(key: IdempotentRequest, payment: PaymentRow): Promise<StoredAnswer> {
    const status = payment.status === 'authorized' ? ACCEPTED_STATUS : DONE_STATUS;
    const answer = { status, body: await this.presenter.present(payment) };
    await this.claims.keep(key, answer);
    return answer;
  }

  /** The process that asked the vendor died: the payment tells what came of it, once somebody has looked. */
  private async recover(id: string): Promise<StoredAnswer | undefined> {
    const row = await this.vendors.find(id);
    if (!row) return undefined;
    const now = await this.look(row);
    const status = now.status === 'authorized' ? ACCEPTED_STATUS : DONE_STATUS;
    return { status, body: await this.presenter.present(now) };
  }
}

function toCaptureRequest(payment: PaymentRow): CaptureRequest {
  const captureAmount = payment.capture_asked ?? payment.amount;
  return {
    ...toQuery(payment),
    captureAmount,
    isFull: captureAmount === payment.amount,
    // Equal for every try: a payment is captured once.
    idempotencyKey: payment.id,
  };
}

/** The vendor's own no, which may also mean that it has the capture already. */
function isRefusal(error: AppError): boolean {
  return !(error instanceof VendorError) || VENDOR_ERROR_KINDS[error.kind].fallback === 'no';
}
