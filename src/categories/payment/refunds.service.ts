import { Injectable } from '@nestjs/common';
import { type Actor, type Principal } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { AppError, ConflictError, InvalidInputError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { newId } from '#core/ids/uuid.js';
import { runInScope } from '#gateway/call-scope.js';
import { toRefundAnswer } from './payment.mapper.js';
import type { PaymentPort, RefundState } from './payment.port.js';
import { makeReference } from './payment-reference.js';
import type { PaymentRow, RefundRow } from './payment.rows.js';
import type { CreateRefund, RefundAnswer } from './payment.schemas.js';
import { isRefundable } from './payment-status.js';
import { RefundObserver } from './refund-observer.js';
import { toRefundRequest } from './refund-request.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';
import { mayHaveActed } from './vendor-doubt.js';

const CHECK_MS = 60_000;
const CREATED_STATUS = 201;
const ACCEPTED_STATUS = 202;

interface Begun {
  readonly payment: PaymentRow;
  readonly refund: RefundRow;
  readonly port: PaymentPort;
}

/** Gives money back: row first, then the vendor; what was promised never exceeds what was paid. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly observer: RefundObserver,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly vendors: RefundVendors,
  ) {}

  async list(paymentId: string, principal: Principal): Promise<RefundAnswer[]> {
    const payment = await this.vendors.payment(paymentId, principal);
    return (await this.vendors.refundsOf(this.database, payment.id)).map(toRefundAnswer);
  }

  /**
   * @throws ConflictError when there is nothing to give back or the rail can't; InvalidInputError for an
   *   amount above what is left; VendorError when the vendor refused
   */
  async create(
    paymentId: string,
    key: IdempotentRequest,
    body: CreateRefund,
    actor: Actor,
  ): Promise<StoredAnswer> {
    const payment = await this.vendors.payment(paymentId, actor.principal);
    for (;;) {
      const begun = await this.begin(payment, key, body);
      if (begun) return this.ask(key, begun);
      const stored = await this.idempotency.answerOf(key, (refundId) => this.recover(refundId));
      if (stored) return stored;
    }
  }

  /** The process that asked the vendor died: the row tells what came of it, once the reconciler has looked. */
  private async recover(refundId: string): Promise<StoredAnswer | undefined> {
    const refund = await this.refunds.findById(refundId);
    if (!refund || refund.status === 'created') return undefined;
    return { status: CREATED_STATUS, body: toRefundAnswer(refund) };
  }

  private begin(
    payment: PaymentRow,
    key: IdempotentRequest,
    body: CreateRefund,
  ): Promise<Begun | undefined> {
    const port = this.vendors.port(payment);
    return this.database.transaction(async (tx) => {
      const id = newId();
      if (!(await this.refunds.claimKey(tx, key, id))) return undefined;
      const current = (await this.vendors.lock(tx, payment.id)) ?? payment;
      const gone = Math.max(await this.refunds.promised(tx, current.id), current.refunded_amount);
      const left = current.amount - gone;
      const amount = body.amount ?? left;
      assertRefundable(current, port, { amount, left });
      const refund = await this.refunds.insert(tx, {
        id,
        paymentId: current.id,
        reference: makeReference(`R-${current.order_id}`, [this.vendors.limitOf(current)]),
        amount,
        currency: current.currency,
        reason: body.reason ?? null,
        nextCheckAt: new Date(Date.now() + CHECK_MS),
      });
      return { payment: current, refund, port };
    });
  }

  private async ask(key: IdempotentRequest, begun: Begun): Promise<StoredAnswer> {
    let state: RefundState;
    try {
      state = await runInScope({ reference: begun.payment.id }, () =>
        begun.port.refund(toRefundRequest(begun)),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return this.refuse(key, begun, error);
    }
    return this.answer(
      key,
      CREATED_STATUS,
      await this.observer.observe(begun.refund.id, state, 'api'),
    );
  }

  private async refuse(
    key: IdempotentRequest,
    begun: Begun,
    error: AppError,
  ): Promise<StoredAnswer> {
    const kind = error instanceof VendorError ? error.kind : 'invalid_request';
    if (mayHaveActed(error)) {
      // It may be on its way: the reconciler finds out, and nothing is sent a second time.
      const pending = await this.observer.observe(begun.refund.id, { status: 'pending' }, 'api');
      return this.answer(key, ACCEPTED_STATUS, pending);
    }
    const failure = { kind, message: error.message };
    await this.observer.observe(begun.refund.id, { status: 'failed', failure }, 'api');
    if (VENDOR_ERROR_KINDS[kind].fallback === 'yes') {
      await this.idempotency.release(key);
    } else {
      await this.idempotency.store(this.database, key, {
        status: error.status,
        body: toErrorBody(error),
      });
    }
    throw error;
  }

  private async answer(
    key: IdempotentRequest,
    status: number,
    refund: RefundRow,
  ): Promise<StoredAnswer> {
    const answer = { status, body: toRefundAnswer(refund) };
    await this.idempotency.store(this.database, key, answer);
    return answer;
  }
}

function assertRefundable(
  payment: PaymentRow,
  port: PaymentPort,
  { amount, left }: { readonly amount: number; readonly left: number },
): void {
  if (!isRefundable(payment.status)) {
    throw new ConflictError(`This payment is ${payment.status}; only a paid one can be refunded.`);
  }
  if (!port.can('refund')) {
    throw new ConflictError(
      'This provider has no refunds for this kind of payment; pay the guest back by transfer and keep the proof with the booking.',
      [
        {
          field: 'provider',
          code: 'refund_unsupported',
          message: 'refunds are not possible with this provider',
        },
      ],
    );
  }
  if (left <= 0) {
    throw new ConflictError('Everything of this payment is refunded or on its way back already.');
  }
  if (amount > left) {
    throw new InvalidInputError(
      'amount',
      `At most ${left} ${payment.currency} of this payment can be refunded.`,
      'too_big',
    );
  }
}
