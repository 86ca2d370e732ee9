import { Injectable } from '@nestjs/common';
import { AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import type { RefundState } from './payment.port.js';
import type { RefundRow } from './payment.rows.js';
import { RefundObserver } from './refund-observer.js';
import type { OpenedRefund } from './refund-opening.js';
import { toRefundRequest } from './refund-request.js';
import { mayHaveActed } from './vendor-doubt.js';

export interface AskedRefund {
  readonly refund: RefundRow;
  /** Whether its end is still to be found out: the vendor's answer was lost, or nobody was asked yet. */
  readonly isInDoubt: boolean;
}

/** Asks the vendor for a refund that was written before. */
@Injectable()
export class RefundAsking {
  constructor(private readonly observer: RefundObserver) {}

  /**
   * One that is held waits for its provider.
   *
   * @throws AppError when the vendor refused or was not reached; the refund has failed then
   */
  async ask(opened: OpenedRefund): Promise<AskedRefund> {
    const { refund, payment, port } = opened;
    if (refund.is_held) return { refund, isInDoubt: true };
    let state: RefundState;
    try {
      state = await runInScope({ reference: payment.id }, () =>
        port.refund(toRefundRequest(opened)),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { refund: await this.afterError(refund, error), isInDoubt: true };
    }
    return { refund: await this.observer.observe(refund.id, state, 'api'), isInDoubt: false };
  }

  private async afterError(refund: RefundRow, error: AppError): Promise<RefundRow> {
    if (mayHaveActed(error)) {
      // It may be on its way: the reconciler finds out, and nothing is sent a second time.
      return this.observer.observe(refund.id, { status: 'pending' }, 'api');
    }
    const kind = error instanceof VendorError ? error.kind : 'invalid_request';
    const failure = { kind, message: error.message };
    await this.observer.observe(refund.id, { status: 'failed', failure }, 'api');
    throw error;
  }
}
