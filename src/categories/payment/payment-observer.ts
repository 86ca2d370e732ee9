import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import type { PaymentState, VendorPaymentStatus } from './payment.port.js';
import { PaymentRemarks } from './payment-remarks.js';
import { type PaymentChange, PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow, StoredFailure } from './payment.rows.js';
import {
  claimsMoney,
  claimsRefund,
  EVENT_OF_STATUS,
  isOpen,
  isUnconfirmed,
  newsOf,
  nextStatus,
  type PaymentStatus,
} from './payment-status.js';

/** What a vendor said about money; either side of it may be missing. */
export type SaidAmount = Pick<PaymentState, 'status' | 'amount' | 'currency'>;

/** What someone saw of a payment at the vendor. */
export interface Observation {
  readonly source: PaymentEventSource;
  readonly state: PaymentState;
  /** What a webhook claimed before the vendor was asked: its amount has to be right, too. */
  readonly claimed?: SaidAmount;
  /** The provider that said so. */
  readonly providerId: string;
  /** Why it failed, for a state that says so. */
  readonly failure?: StoredFailure;
  /** Leaves the payment alone when it is in another state by now. */
  readonly onlyIf?: (status: PaymentStatus) => boolean;
}

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
    private readonly remarks: PaymentRemarks,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

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
    const next = nextStatus(row.status, status);
    const isNew = next !== undefined && next !== row.status;
    if (!isNew || (await this.isOwnRefund(tx, row, status))) {
      return this.keep(tx, row, observation, status);
    }
    return this.move(tx, row, observation, next);
  }

  private async move(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    next: PaymentStatus,
  ): Promise<Observed> {
    const now = this.clock.now();
    const changed = await this.payments.change(tx, row.id, {
      ...learnt(row, observation),
      ...changeOf(row, observation, { next, now }),
    });
    await this.payments.addEvent(tx, {
      paymentId: row.id,
      type: 'status',
      from: row.status,
      to: next,
      source: observation.source,
      detail: detailOf(observation),
    });
    await this.announce(tx, changed, now);
    return {
      row: changed,
      outcome: 'applied',
      detail: `payment ${row.reference}: ${row.status} → ${next}`,
    };
  }

  private async announce(tx: Sql, row: PaymentRow, now: Date): Promise<void> {
    const event = EVENT_OF_STATUS[row.status];
    if (event === undefined) return;
    await this.outbox.record(tx, {
      event,
      propertyId: row.property_id,
      occurredAt: now,
      data: {
        payment_id: row.id,
        order_id: row.order_id,
        status: row.status,
        amount: row.amount,
        currency: row.currency,
        refunded_amount: row.refunded_amount,
        method: row.method,
        provider_id: row.provider_id,
        gateway_transaction_id: row.gateway_transaction_id,
      },
    });
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

  /** A refund of ours has a row of its own; the payment follows once that row knows its end. */
  private async isOwnRefund(tx: Sql, row: PaymentRow, said: VendorPaymentStatus): Promise<boolean> {
    if (!claimsRefund(said)) return false;
    const refunds = await this.payments.refunds(tx, row.id);
    return refunds.some(({ status }) => status === 'created' || status === 'pending');
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

/** Undefined when it is the same, or when nothing is claimed. Vendors that name no amount can't be compared. */
function differenceOf(row: PaymentRow, said: SaidAmount): string | undefined {
  if (said.status === undefined || !claimsMoney(said.status)) return undefined;
  if (said.currency !== undefined && said.currency !== row.currency) {
    return `the vendor says ${said.currency}, the payment is in ${row.currency}`;
  }
  if (said.amount !== undefined && said.amount !== row.amount) {
    return `the vendor says ${said.amount}, the payment is over ${row.amount} ${row.currency}`;
  }
  return undefined;
}

function changeOf(
  row: PaymentRow,
  { state, failure }: Observation,
  { next, now }: { readonly next: PaymentStatus; readonly now: Date },
): PaymentChange {
  const isPaid = next === 'paid' || next === 'paid_late';
  return {
    status: next,
    vendorStatus: state.vendorStatus,
    // A guest may try twice on one page: the id that counts is the one of the money.
    ...((isPaid || next === 'authorized') && idOf(state)),
    ...(isPaid && { paidAt: now }),
    ...(next === 'refunded' && { refundedAmount: row.amount }),
    ...(!isOpen(next) && { nextCheckAt: null }),
    // The doubt about its creation is over.
    ...(isUnconfirmed(row.status) && { failure: failure ?? null }),
  };
}

function idOf({ gatewayTransactionId }: PaymentState): PaymentChange {
  return gatewayTransactionId === undefined ? {} : { gatewayTransactionId };
}

/** What was not known yet: ids, and what the guest needs to pay. */
function learnt(row: PaymentRow, { state, source }: Observation): PaymentChange {
  const fresh = Object.entries(state.refs).filter(([key, value]) => row.refs[key] !== value);
  const isNewId = state.gatewayTransactionId !== undefined && row.gateway_transaction_id === null;
  const isNewEnd = state.expiresAt !== undefined && row.expires_at === null;
  const hasAction = state.action !== undefined && state.action.type !== 'none';
  return {
    ...(isNewId && { gatewayTransactionId: state.gatewayTransactionId }),
    ...(fresh.length > 0 && { refs: Object.fromEntries(fresh) }),
    ...(isNewEnd && { expiresAt: state.expiresAt }),
    ...(source === 'webhook' && row.first_webhook_at === null && { isFirstWebhook: true }),
    ...(hasAction && row.action.type === 'none' && isOpen(row.status) && { action: state.action }),
  };
}

function detailOf({ state, claimed, providerId }: Observation): Record<string, unknown> {
  return {
    provider_id: providerId,
    vendor_status: state.vendorStatus ?? state.status,
    amount: state.amount,
    currency: state.currency,
    claimed_amount: claimed?.amount === state.amount ? undefined : claimed?.amount,
    claimed_currency: claimed?.currency === state.currency ? undefined : claimed?.currency,
  };
}
