import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, InvalidInputError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { Clock } from '#core/time/clock.js';
import { receivedAmount } from './payment-amounts.js';
import type { PaymentPort } from './payment.port.js';
import { makeReference } from './payment-reference.js';
import type { PaymentRow, RefundRow } from './payment.rows.js';
import type { CreateRefund } from './payment.schemas.js';
import { isRefundable } from './payment-status.js';
import { PayoutOpening } from './payouts/payout-opening.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';

const CHECK_MS = 60_000;

/**
 * Ties the refund to what it is made for (an Idempotency-Key, an item of a batch, a decision), in the transaction
 * that writes it; false when that has a refund already.
 */
export type ClaimRefund = (tx: Sql, refundId: string) => Promise<boolean>;

export interface RefundOrder {
  readonly payment: PaymentRow;
  readonly body: CreateRefund;
  readonly actor: Actor;
  readonly claim: ClaimRefund;
}

export interface OpenedRefund {
  readonly payment: PaymentRow;
  readonly refund: RefundRow;
  readonly port: PaymentPort;
}

interface Wanted {
  readonly payment: PaymentRow;
  readonly via: RefundRow['via'];
  readonly amount: number;
  /** What has not gone back, and is not on its way. */
  readonly left: number;
}

/** Writes a refund before anybody is asked for it; what is promised never exceeds what came in. */
@Injectable()
export class RefundOpening {
  constructor(
    private readonly refunds: RefundRepository,
    private readonly vendors: RefundVendors,
    private readonly payouts: PayoutOpening,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns undefined when the claim was taken
   * @throws ConflictError when there is nothing to give back, or the rail can't and nothing else is wanted;
   *   InvalidInputError for an amount above what is left, or a part where the vendor gives back all or nothing
   */
  open(order: RefundOrder): Promise<OpenedRefund | undefined> {
    const port = this.vendors.port(order.payment);
    return this.database.transaction(async (tx) => {
      const id = newId();
      if (!(await order.claim(tx, id))) return undefined;
      const payment = (await this.vendors.lock(tx, order.payment.id)) ?? order.payment;
      const wanted = await this.wanted(tx, payment, order.body, port);
      this.assertPossible(wanted, port);
      const refund = await this.insert(tx, id, wanted, order.body.reason);
      if (wanted.via === 'payout') {
        const { actor, body } = order;
        await this.payouts.open(tx, { payment, refund, destination: body.destination, actor });
      }
      return { payment, refund, port };
    });
  }

  private async wanted(
    tx: Sql,
    payment: PaymentRow,
    body: CreateRefund,
    port: PaymentPort,
  ): Promise<Wanted> {
    const gone = Math.max(await this.refunds.promised(tx, payment.id), payment.refunded_amount);
    const left = receivedAmount(payment) - gone;
    const via = body.via ?? (port.can('refund') ? 'vendor' : 'payout');
    return { payment, via, left, amount: body.amount ?? left };
  }

  private insert(
    tx: Sql,
    id: string,
    { payment, via, amount }: Wanted,
    reason: string | undefined,
  ): Promise<RefundRow> {
    const isPayout = via === 'payout';
    const paused = isPayout ? undefined : this.vendors.pausedBy(payment);
    const wait = paused?.waitMs ?? CHECK_MS;
    return this.refunds.insert(tx, {
      id,
      paymentId: payment.id,
      reference: makeReference(`R-${payment.order_id}`, [this.vendors.limitOf(payment)]),
      amount,
      currency: payment.currency,
      reason: reason ?? null,
      via,
      status: isPayout ? 'pending' : 'created',
      isHeld: paused !== undefined,
      nextCheckAt: isPayout ? null : new Date(this.clock.now().getTime() + wait),
    });
  }

  private assertPossible(wanted: Wanted, port: PaymentPort): void {
    const { payment, via, amount, left } = wanted;
    if (!isRefundable(payment.status)) throw notPaid(payment);
    if (via === 'vendor' && !port.can('refund')) throw unsupported();
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
    const isPart = amount !== receivedAmount(payment);
    if (via === 'vendor' && isPart && !this.vendors.allows(payment, 'partial_refund')) {
      throw noParts(payment, this.vendors.nameOf(payment));
    }
  }
}

function notPaid({ status }: PaymentRow): ConflictError {
  return new ConflictError(`This payment is ${status}; only a paid one can be refunded.`);
}

function unsupported(): ConflictError {
  const message =
    'This provider has no refunds for this kind of payment; leave "via" out to get a payout task, and pay the guest back by transfer.';
  return new ConflictError(message, [{ field: 'via', code: 'refund_unsupported', message }]);
}

function noParts(payment: PaymentRow, provider: string): InvalidInputError {
  return new InvalidInputError(
    'amount',
    `${provider} gives back all of a payment or nothing: send ${receivedAmount(payment)} ${payment.currency}, or "via": "payout" to pay a part back by transfer.`,
    'partial_unsupported',
  );
}
