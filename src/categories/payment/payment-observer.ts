import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import type { PaymentState, VendorPaymentStatus } from './payment.port.js';
import { type PaymentChange, PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow } from './payment.rows.js';
import {
  claimsMoney,
  EVENT_OF_STATUS,
  isOpen,
  nextStatus,
  type PaymentStatus,
} from './payment-status.js';

/** What someone saw of a payment at the vendor. */
export interface Observation {
  readonly source: PaymentEventSource;
  readonly state: PaymentState;
  /** The provider that said so. */
  readonly providerId: string;
  readonly webhookLogId?: string;
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
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The same in a transaction of its own. */
  observe(paymentId: string, observation: Observation): Promise<Observed> {
    return this.database.transaction((tx) => this.observeIn(tx, paymentId, observation));
  }

  /**
   * Applies what was seen by the state machine: repeats and late words change nothing, an amount that differs
   * never counts as paid.
   */
  async observeIn(tx: Sql, paymentId: string, observation: Observation): Promise<Observed> {
    const row = await this.payments.lock(tx, paymentId);
    if (!row) throw new Error(`payment ${paymentId} is gone`);
    const { state } = observation;
    if (state.status === undefined) return this.learnIds(tx, row, observation);
    const mismatch = claimsMoney(state.status) && differenceOf(row, state);
    if (mismatch) return this.refuse(tx, row, observation, mismatch);
    const next = nextStatus(row.status, state.status);
    if (next === undefined || next === row.status)
      return this.keep(tx, row, observation, state.status);
    return this.move(tx, row, observation, next);
  }

  private async move(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    next: PaymentStatus,
  ): Promise<Observed> {
    const { state, source } = observation;
    const now = this.clock.now();
    const changed = await this.payments.change(tx, row.id, {
      ...learnt(row, observation),
      status: next,
      vendorStatus: state.vendorStatus,
      action: row.action.type === 'none' ? state.action : undefined,
      ...(next === 'paid' || next === 'paid_late' ? { paidAt: now } : {}),
      ...(next === 'refunded' ? { refundedAmount: row.amount } : {}),
      ...(isOpen(next) ? {} : { nextCheckAt: null }),
    });
    await this.payments.addEvent(tx, {
      paymentId: row.id,
      type: 'status',
      from: row.status,
      to: next,
      source,
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
    await this.learnIds(tx, row, observation);
    const isNews = said === 'disputed' || (said === 'failed' && row.status === 'paid');
    if (isNews) {
      await this.payments.addEvent(tx, {
        paymentId: row.id,
        type: said === 'disputed' ? 'disputed' : 'reversal_reported',
        source: observation.source,
        detail: detailOf(observation),
      });
      this.log.warn(
        { payment_id: row.id, vendor_status: observation.state.vendorStatus },
        'a vendor disputes a paid payment',
      );
    }
    return {
      row,
      outcome: 'unchanged',
      detail: `payment ${row.reference} stays ${row.status}; the vendor said ${said}`,
    };
  }

  private async learnIds(tx: Sql, row: PaymentRow, observation: Observation): Promise<Observed> {
    const change = learnt(row, observation);
    const isNew =
      change.gatewayTransactionId !== undefined || Object.keys(change.refs ?? {}).length > 0;
    const known = isNew ? await this.payments.change(tx, row.id, change) : row;
    return {
      row: known,
      outcome: 'unchanged',
      detail: `payment ${row.reference} stays ${row.status}`,
    };
  }

  private async refuse(
    tx: Sql,
    row: PaymentRow,
    observation: Observation,
    mismatch: string,
  ): Promise<Observed> {
    await this.payments.addEvent(tx, {
      paymentId: row.id,
      type: 'amount_mismatch',
      source: observation.source,
      detail: { ...detailOf(observation), problem: mismatch },
    });
    this.log.error(
      { payment_id: row.id, provider_id: observation.providerId },
      'a vendor reports another amount than was asked',
    );
    return {
      row,
      outcome: 'refused',
      detail: `payment ${row.reference} stays ${row.status}: ${mismatch}`,
    };
  }
}

/** Why the money is not what was asked for, or undefined when it is. Vendors that name no amount can't be compared. */
function differenceOf(row: PaymentRow, state: PaymentState): string | undefined {
  if (state.currency !== undefined && state.currency !== row.currency) {
    return `the vendor says ${state.currency}, the payment is in ${row.currency}`;
  }
  if (state.amount !== undefined && state.amount !== row.amount) {
    return `the vendor says ${state.amount}, the payment is over ${row.amount} ${row.currency}`;
  }
  return undefined;
}

/** Ids that were not known yet; those of a provider that was left behind by a fallback are not mixed in. */
function learnt(row: PaymentRow, { state, providerId }: Observation): PaymentChange {
  if (providerId !== row.provider_id) return {};
  const fresh = Object.entries(state.refs).filter(([key, value]) => row.refs[key] !== value);
  const isNewId = state.gatewayTransactionId !== undefined && row.gateway_transaction_id === null;
  return {
    ...(isNewId && { gatewayTransactionId: state.gatewayTransactionId }),
    ...(fresh.length > 0 && { refs: Object.fromEntries(fresh) }),
  };
}

function detailOf({ state, providerId, webhookLogId }: Observation): Record<string, unknown> {
  return {
    provider_id: providerId,
    vendor_status: state.vendorStatus ?? state.status,
    amount: state.amount,
    currency: state.currency,
    webhook_log_id: webhookLogId,
  };
}
