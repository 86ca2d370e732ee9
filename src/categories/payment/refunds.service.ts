import { Injectable } from '@nestjs/common';
import type { Actor, Principal } from '#access/principal.js';
import type { Sql } from '#core/database/database.js';
import { AppError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { toRefundAnswer } from './payment.mapper.js';
import type { RefundRow } from './payment.rows.js';
import type { CreateRefund, RefundAnswer } from './payment.schemas.js';
import { RefundAsking } from './refund-asking.js';
import { type OpenedRefund, RefundOpening } from './refund-opening.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';

const CREATED_STATUS = 201;
const ACCEPTED_STATUS = 202;

/** Gives money back: row first, then the vendor or a person; one request is one refund. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly opening: RefundOpening,
    private readonly asking: RefundAsking,
    private readonly idempotency: Idempotency,
    private readonly vendors: RefundVendors,
  ) {}

  async list(paymentId: string, principal: Principal): Promise<RefundAnswer[]> {
    const payment = await this.vendors.payment(paymentId, principal);
    return (await this.refunds.ofPayment(payment.id)).map(toRefundAnswer);
  }

  /**
   * Asks the vendor, or opens a payout task where the rail has no refunds.
   *
   * @throws ConflictError when there is nothing to give back; InvalidInputError for an amount above what is
   *   left; VendorError when the vendor refused
   */
  async create(
    paymentId: string,
    key: IdempotentRequest,
    body: CreateRefund,
    actor: Actor,
  ): Promise<StoredAnswer> {
    const payment = await this.vendors.payment(paymentId, actor.principal);
    const claim = (tx: Sql, refundId: string) => this.idempotency.claim(tx, key, refundId);
    for (;;) {
      const opened = await this.opening.open({ payment, body, actor, claim });
      if (opened) return this.answer(key, opened);
      const stored = await this.idempotency.answerOf(key, (refundId) => this.recover(refundId));
      if (stored) return stored;
    }
  }

  /** The process that asked the vendor died: the row tells what came of it, once the reconciler has looked. */
  private async recover(refundId: string): Promise<StoredAnswer | undefined> {
    const refund = await this.refunds.findById(refundId);
    if (!refund || refund.status === 'created') return undefined;
    const status = refund.via === 'payout' ? ACCEPTED_STATUS : CREATED_STATUS;
    return { status, body: toRefundAnswer(refund) };
  }

  private async answer(key: IdempotentRequest, opened: OpenedRefund): Promise<StoredAnswer> {
    if (opened.refund.via === 'payout') return this.keep(key, ACCEPTED_STATUS, opened.refund);
    try {
      const { refund, isInDoubt } = await this.asking.ask(opened);
      return await this.keep(key, isInDoubt ? ACCEPTED_STATUS : CREATED_STATUS, refund);
    } catch (error) {
      if (error instanceof AppError) await this.keepRefusal(key, error);
      throw error;
    }
  }

  /** A repeat with the same key is refused the same way, unless a later try may go better. */
  private async keepRefusal(key: IdempotentRequest, error: AppError): Promise<void> {
    const kind = error instanceof VendorError ? error.kind : 'invalid_request';
    if (VENDOR_ERROR_KINDS[kind].fallback === 'yes') {
      await this.idempotency.release(key);
      return;
    }
    const body = toErrorBody(error);
    await this.idempotency.keep(key, { status: error.status, body });
  }

  private async keep(
    key: IdempotentRequest,
    status: number,
    refund: RefundRow,
  ): Promise<StoredAnswer> {
    const answer = { status, body: toRefundAnswer(refund) };
    await this.idempotency.keep(key, answer);
    return answer;
  }
}
