import { Injectable } from '@nestjs/common';
import { IncompleteAnswerError } from '#connectors/incomplete-answer.error.js';
import { Database } from '#core/database/database.js';
import type { AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { Clock } from '#core/time/clock.js';
import { PaymentRepository } from './payment.repository.js';
import { nextCheckAt } from './payment-schedule.js';
import type { PaymentRow, StoredFailure } from './payment.rows.js';

/** What is written about a create that no vendor answered well. */
@Injectable()
export class UnansweredPayments {
  constructor(
    private readonly database: Database,
    private readonly payments: PaymentRepository,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** Keeps the answer for repeats of the request. */
  store(key: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    return this.idempotency.store(this.database, key, answer);
  }

  /** The vendor may have it: the reconciler goes on asking, and nobody else is tried. */
  leaveUnconfirmed(paymentId: string, error: AppError): Promise<PaymentRow> {
    const failure = failureOf(error);
    return this.end(paymentId, 'pending_confirmation', {
      failure,
      refs: error instanceof IncompleteAnswerError ? textsOf(error.refs) : {},
      nextCheckAt: nextCheckAt({
        now: this.clock.now(),
        count: 0,
        isUnconfirmed: true,
        expiresAt: null,
      }),
    });
  }

  /** The vendors said no, or none could be reached. The row stays, so that the story can be told. */
  async fail(paymentId: string, error: AppError): Promise<void> {
    await this.end(paymentId, 'failed', { failure: failureOf(error), nextCheckAt: null });
  }

  private end(
    paymentId: string,
    status: 'pending_confirmation' | 'failed',
    change: { failure: StoredFailure; refs?: Record<string, string>; nextCheckAt: Date | null },
  ): Promise<PaymentRow> {
    return this.database.transaction(async (tx) => {
      const current = await this.payments.lock(tx, paymentId);
      if (!current) throw new Error(`payment ${paymentId} is gone`);
      if (current.status !== 'created') return current;
      const { failure } = change;
      await this.payments.addEvent(tx, {
        paymentId,
        type: 'status',
        from: 'created',
        to: status,
        source: 'api',
        detail: { ...failure },
      });
      return this.payments.change(tx, paymentId, { ...change, status });
    });
  }
}

function failureOf(error: AppError): StoredFailure {
  return {
    kind: error instanceof VendorError ? error.kind : 'invalid_request',
    message: error.message,
  };
}

function textsOf(refs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(refs).map(([key, value]) => [key, String(value)]));
}
