import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { AppError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { Clock } from '#core/time/clock.js';
import { incompleteAnswerIn, refsIn } from './vendor-doubt.js';
import { PaymentPresenter } from './payment-presenter.js';
import { type PaymentChange, PaymentRepository } from './payment.repository.js';
import { nextCheckAt } from './payment-schedule.js';
import type { PaymentRow } from './payment.rows.js';
import { isUnconfirmed } from './payment-status.js';

const CREATED_STATUS = 201;
/** The vendor may or may not have the payment; the PMS is told so and may ask again later. */
const ACCEPTED_STATUS = 202;

/** A look that began has ended when the next one is due. */
const LOOKS_UNTIL_ANSWERED = 2;

/** Creates without a good answer: what is written about them, and what their Idempotency-Key gives. */
@Injectable()
export class UnansweredPayments {
  constructor(
    private readonly database: Database,
    private readonly payments: PaymentRepository,
    private readonly idempotency: Idempotency,
    private readonly presenter: PaymentPresenter,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** What came of the first request with this key; undefined when the key is free. */
  answerOf(key: IdempotentRequest): Promise<StoredAnswer | undefined> {
    return this.idempotency.answerOf(key, (paymentId) => this.recover(paymentId));
  }

  /** Keeps the answer for repeats of the request. */
  store(key: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    return this.idempotency.store(this.database, key, answer);
  }

  /**
   * Ends a create that no vendor answered well.
   *
   * @throws the error itself, unless a vendor may have the payment or, as a webhook has shown, surely has it
   */
  async answer(
    key: IdempotentRequest,
    payment: PaymentRow,
    error: AppError,
  ): Promise<StoredAnswer> {
    const isUnknown = isInDoubt(error);
    const row = await this.end(payment.id, isUnknown ? this.inDoubt(error) : failed(error));
    if (row.status !== 'failed') {
      const answer = await this.told(row);
      await this.store(key, answer);
      return answer;
    }
    if (isRetryable(error)) {
      await this.idempotency.release(key);
    } else {
      await this.store(key, { status: error.status, body: toErrorBody(error) });
    }
    throw error;
  }

  /**
   * The process that asked the vendor died: the row tells what came of it, once the reconciler has looked. Where looks
   * tell nothing the PMS gets the payment as it is, and may ask for it: the key would keep it waiting for hours.
   */
  private async recover(paymentId: string): Promise<StoredAnswer | undefined> {
    const row = await this.payments.findById(paymentId);
    if (!row) return undefined;
    if (row.status === 'created' && row.check_count < LOOKS_UNTIL_ANSWERED) return undefined;
    return this.told(row);
  }

  private async told(row: PaymentRow): Promise<StoredAnswer> {
    const status = isUnconfirmed(row.status) ? ACCEPTED_STATUS : CREATED_STATUS;
    return { status, body: await this.presenter.present(row) };
  }

  /** The vendor may have it: the reconciler goes on asking, and nobody else is tried. */
  private inDoubt(error: AppError): End {
    const now = this.clock.now();
    return {
      status: 'pending_confirmation',
      failure: failureOf(error),
      refs: refsIn(error),
      nextCheckAt: nextCheckAt({ now, count: 0, isUnconfirmed: true, expiresAt: null }),
    };
  }

  private end(paymentId: string, end: End): Promise<PaymentRow> {
    return this.database.transaction(async (tx) => {
      const current = await this.payments.lock(tx, paymentId);
      if (!current) throw new Error(`payment ${paymentId} is gone`);
      if (current.status !== 'created') return current;
      await this.payments.addEvent(tx, {
        paymentId,
        type: 'status',
        from: 'created',
        to: end.status,
        source: 'api',
        detail: { ...end.failure },
      });
      return this.payments.change(tx, paymentId, end);
    });
  }
}

type End = PaymentChange & { readonly status: 'pending_confirmation' | 'failed' };

/** The vendors said no, or none could be reached. The row stays, so that the story can be told. */
function failed(error: AppError): End {
  return { status: 'failed', failure: failureOf(error), nextCheckAt: null };
}

function failureOf(error: AppError) {
  return {
    kind: error instanceof VendorError ? error.kind : 'invalid_request',
    message: error.message,
  };
}

/** Whether some vendor may have the payment although the call failed. */
function isInDoubt(error: AppError): boolean {
  return (
    incompleteAnswerIn(error) !== undefined ||
    (error instanceof VendorError && error.kind === 'ambiguous')
  );
}

/** Nothing happened at any vendor, and a later try may go better. */
function isRetryable(error: AppError): boolean {
  return error instanceof VendorError && VENDOR_ERROR_KINDS[error.kind].fallback === 'yes';
}
