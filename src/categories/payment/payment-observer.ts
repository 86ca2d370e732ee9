import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { changeOf, detailOf, learnt, type Observation } from './observed-change.js';
import { differenceOf, receivedAmount } from './payment-amounts.js';
import { PaymentAnnouncer } from './payment-announcer.js';
import { makeReference } from './payment-reference.js';
import type { VendorPaymentStatus } from './payment.port.js';
import { PaymentRemarks } from './payment-remarks.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { RefundRepository } from './refund.repository.js';
import {
  claimsMoney,
  claimsRefund,
  newsOf,
  nextStatus,
  type PaymentStatus,
} from './payment-status.js';

export interface Observed {
  readonly row: PaymentRow;
  readonly outcome: 'applied' | 'unchanged' | 'refused';
  readonly detail: string;
}

/** The one place where a payment's state moves after its creation, whoever saw it: webhook, poll, operator or timer. */
@Injectable()
export class PaymentObserver {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly refunds: RefundRepository,
    private readonly remarks: PaymentRemarks,
    private readonly announcer: PaymentAnnouncer,
    private readonly database: Database,
  ) {}

  now(): Date {
    return this.announcer.now();
  }

  /** The same in a transaction of its own. */
  observe(paymentId: string, observation: Observation): Promise<Observed> {
    return this.database.transaction((tx) => this.observeIn(tx, paymentId, observation));
  }

  /**
   * Applies what was seen by the state machine: repeats and late words change nothing, an amount that differs
   * never counts as paid, and a provider that a fallback left behind never moves the payment.
   */
  async observeIn(tx: Sql, paymentId: string, observation: Observation): Promise<Observed> {
    const row = await this.payments.lock(tx, paymentId);
    if (!row) throw new Error(`payment ${paymentId} is gone`);
    const { status } = observation.state;
    if (observation.onlyIf?.(row.status) === false) return unchanged(row);
    if (observation.providerId !== row.provider_id) return this.elsewhere(tx, row, observation);
    if (status === undefined) return this.learnIds(tx, row, observation);
    const problem = await this.problemWith(tx, row, observation);
    if (problem !== undefined) return this.refuse(tx, row, { observation, problem });
    return this.follow(tx, row, observation, status);
  }

  /** The state machine's turn: the word fits the payment and its money. */
  private async follow(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    said: VendorPaymentStatus,
  ): Promise<Observed> {
    const next = nextStatus(row.status, said);
    if (next === undefined || next === row.status) return this.keep(tx, row, observation, said);
    const cause = claimsRefund(said) ? await this.causeOfRefund(tx, row, observation) : 'vendor';
    if (cause === 'ours') return this.keep(tx, row, observation, said);
    if (cause === 'unclear') return this.doubt(tx, row, observation, said);
    return this.move(tx, row, observation, { next, said });
  }

  private async move(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    { next, said }: { readonly next: PaymentStatus; readonly said: VendorPaymentStatus },
  ): Promise<Observed> {
    const changed = await this.payments.change(tx, row.id, {
      ...learnt(row, observation),
      ...changeOf(row, observation, { next, now: this.announcer.now() }),
    });
    await this.payments.addEvent(tx, {
      paymentId: row.id,
      type: 'status',
      from: row.status,
      to: next,
      source: observation.source,
      detail: detailOf(observation),
    });
    if (claimsRefund(said)) await this.keepForeignRefund(tx, changed, observation);
    await this.announcer.announceStatus(tx, changed);
    return {
      row: changed,
      outcome: 'applied',
      detail: `payment ${row.reference}: ${row.status} → ${next}`,
    };
  }

  /** Begun at the vendor's own pages, and told by the payment's status alone. */
  private async keepForeignRefund(
    tx: Sql,
    row: PaymentRow,
    { source }: Observation,
  ): Promise<void> {
    if (row.status !== 'refunded') {
      const detail = { refunded_amount: row.refunded_amount };
      await this.remarks.add(tx, row, { type: 'refund_amount_unknown', source, detail });
      return;
    }
    const amount = receivedAmount(row) - (await this.refunds.succeeded(tx, row.id));
    if (amount > 0) {
      await this.refunds.insert(tx, {
        id: newId(),
        paymentId: row.id,
        reference: makeReference(`V-${row.order_id}`, []),
        amount,
        currency: row.currency,
        reason: null,
        source: 'vendor',
        status: 'succeeded',
        nextCheckAt: null,
      });
    }
    await this.remarks.whenTooMuch(tx, row, await this.refunds.promised(tx, row.id));
  }

  /** A repeat, a late word, or one that the state machine does not take backwards. */
  private async keep(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    said: VendorPaymentStatus,
  ): Promise<Observed> {
    const { source } = observation;
    const known = await this.learnIds(tx, row, observation);
    const news = source === 'webhook' || source === 'poll' ? newsOf(row.status, said) : undefined;
    if (news !== undefined) {
      await this.remarks.add(tx, row, { type: news, source, detail: detailOf(observation) });
    }
    return { ...known, detail: `${known.detail}; the vendor said ${said}` };
  }

  private async learnIds(tx: Sql, row: PaymentRow, observation: Observation): Promise<Observed> {
    const change = learnt(row, observation);
    if (Object.keys(change).length === 0) return unchanged(row);
    return unchanged(await this.payments.change(tx, row.id, change));
  }

  /**
   * A refund of ours has a row of its own, and the payment follows once that row knows its end. After one of ours
   * failed, a webhook may be the late word of its beginning; an answer to a question tells how it is now.
   */
  private async causeOfRefund(
    tx: Sql,
    row: PaymentRow,
    { source }: Observation,
  ): Promise<'ours' | 'unclear' | 'vendor'> {
    const refunds = await this.payments.refunds(tx, row.id);
    const asked = refunds.filter(({ via, is_held: isHeld }) => via === 'vendor' && !isHeld);
    const states = asked.map(({ status }) => status);
    if (states.some((status) => status === 'created' || status === 'pending')) return 'ours';
    return source === 'webhook' && states.includes('failed') ? 'unclear' : 'vendor';
  }

  /** Leaves the payment as it is, and has the vendor asked. */
  private async doubt(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    said: VendorPaymentStatus,
  ): Promise<Observed> {
    const { row: asked } = await this.keep(tx, row, observation, said);
    const inDoubt = await this.payments.change(tx, asked.id, { nextCheckAt: this.now() });
    return unchanged(inDoubt, `the vendor said ${said}, and is asked whether that is still so`);
  }

  /** Why the money is not what was asked for. Once the vendor named another amount, a person has to look. */
  private async problemWith(
    tx: Sql,
    row: PaymentRow,
    { state, claimed }: Observation,
  ): Promise<string | undefined> {
    const difference = differenceOf(row, state) ?? (claimed && differenceOf(row, claimed));
    if (difference !== undefined) return difference;
    const isNewMoney =
      state.status !== undefined &&
      claimsMoney(state.status) &&
      nextStatus(row.status, state.status);
    if (!isNewMoney || !(await this.remarks.hasMismatch(tx, row))) return undefined;
    return 'the vendor named another amount before';
  }

  private async refuse(
    tx: Sql,
    row: PaymentRow,
    { observation, problem }: { readonly observation: Observation; readonly problem: string },
  ): Promise<Observed> {
    if (!(await this.remarks.hasMismatch(tx, row))) {
      await this.remarks.add(tx, row, {
        type: 'amount_mismatch',
        source: observation.source,
        detail: { ...detailOf(observation), problem },
      });
    }
    return { ...unchanged(row, problem), outcome: 'refused' };
  }

  /** Money at a provider that was left behind is kept apart: the owner decides which of two to give back. */
  private async elsewhere(tx: Sql, row: PaymentRow, observation: Observation): Promise<Observed> {
    const { state, source } = observation;
    const hasMoney = state.status !== undefined && claimsMoney(state.status);
    if (!hasMoney && state.status !== 'pending') return unchanged(row, 'its provider is another');
    await this.remarks.add(tx, row, {
      type: hasMoney ? 'paid_elsewhere' : 'left_behind_open',
      source,
      detail: detailOf(observation),
    });
    return { ...unchanged(row, 'a provider that was left behind has it, too'), outcome: 'refused' };
  }
}

function unchanged(row: PaymentRow, why?: string): Observed {
  const reason = why === undefined ? '' : `: ${why}`;
  return {
    row,
    outcome: 'unchanged',
    detail: `payment ${row.reference} stays ${row.status}${reason}`,
  };
}
