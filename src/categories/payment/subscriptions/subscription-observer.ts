import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import type { PaymentEventSource } from '../payment.rows.js';
import { SubscriptionAnnouncer } from './subscription-announcer.js';
import { type SubscriptionChange, SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import {
  isSubscriptionRunning,
  nextSubscriptionCheck,
  nextSubscriptionStatus,
  type SubscriptionStatus,
} from './subscription-status.js';
import type { SubscriptionCharge, SubscriptionState } from './subscription.port.js';

/** What someone saw of a subscription at the vendor. */
export interface SubscriptionObservation {
  readonly source: PaymentEventSource;
  readonly state: SubscriptionState;
  /** When it was so at the vendor: an older word than the newest one moves nothing. */
  readonly at: Date;
  /** The time is the vendor's own, which many write in whole seconds; ours is when we asked. */
  readonly isVendorTime?: boolean;
}

export interface ObservedSubscription {
  readonly row: SubscriptionRow;
  readonly outcome: 'applied' | 'unchanged';
  readonly detail: string;
}

/** The one place where a subscription moves after its creation, whoever saw it: API, webhook or poll. */
@Injectable()
export class SubscriptionObserver {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly announcer: SubscriptionAnnouncer,
    private readonly database: Database,
  ) {}

  /** The same in a transaction of its own. */
  observe(id: string, observation: SubscriptionObservation): Promise<ObservedSubscription> {
    return this.database.transaction((tx) => this.observeIn(tx, id, observation));
  }

  /** Applies what was seen: repeats and late words change nothing, a charge is told once. */
  async observeIn(
    tx: Sql,
    id: string,
    observation: SubscriptionObservation,
  ): Promise<ObservedSubscription> {
    const before = await this.subscriptions.lock(tx, id);
    if (!before) throw new Error(`subscription ${id} is gone`);
    const next = nextOf(before, observation);
    const now = this.announcer.now();
    const row = await this.subscriptions.change(tx, id, changeOf(before, observation, next, now));
    if (next !== undefined) await this.moved(tx, before, row, observation);
    const isCharged = await this.charged(tx, row, observation);
    await this.planned(tx, before, row, observation);
    const isNews = next !== undefined || isCharged;
    return {
      row: isNews ? await this.scheduled(tx, row) : row,
      outcome: isNews ? 'applied' : 'unchanged',
      detail: detailOf(before, row, observation.state.charge),
    };
  }

  private async moved(
    tx: Sql,
    before: SubscriptionRow,
    row: SubscriptionRow,
    { source, state }: SubscriptionObservation,
  ): Promise<void> {
    await this.subscriptions.addEvent(tx, {
      subscriptionId: row.id,
      type: 'status',
      from: before.status,
      to: row.status,
      source,
      detail: { vendor_status: state.vendorStatus ?? state.status },
    });
    if (before.started_at === null && row.started_at !== null) {
      await this.announcer.announce(tx, row, 'created');
    }
    if (row.status === 'cancelled') await this.announcer.announce(tx, row, 'cancelled');
  }

  /** A charge of another amount than was agreed is no renewal: a person has to look. */
  private async charged(
    tx: Sql,
    row: SubscriptionRow,
    { source, state: { charge } }: SubscriptionObservation,
  ): Promise<boolean> {
    if (!charge) return false;
    const facts = {
      charge_id: charge.id,
      charged_amount: charge.amount ?? null,
      charged_currency: charge.currency ?? null,
    };
    const news = isAsAgreed(row, charge) ? charge.outcome : 'amount_mismatch';
    const isNew = await this.subscriptions.addEvent(tx, {
      subscriptionId: row.id,
      type: news,
      source,
      chargeId: charge.id,
      detail: facts,
    });
    if (isNew) await this.announcer.announce(tx, row, news, facts);
    return isNew;
  }

  private async planned(
    tx: Sql,
    before: SubscriptionRow,
    row: SubscriptionRow,
    { source }: SubscriptionObservation,
  ): Promise<void> {
    if (before.cancel_at_period_end === row.cancel_at_period_end) return;
    await this.subscriptions.addEvent(tx, {
      subscriptionId: row.id,
      type: row.cancel_at_period_end ? 'cancel_planned' : 'cancel_withdrawn',
      source,
      detail: { current_period_end: row.current_period_end?.toISOString() },
    });
  }

  private async scheduled(tx: Sql, row: SubscriptionRow): Promise<SubscriptionRow> {
    const at = nextSubscriptionCheck(row.status, 0, this.announcer.now());
    await tx.query('UPDATE subscriptions SET next_check_at = $2 WHERE id = $1', [row.id, at]);
    return { ...row, next_check_at: at };
  }
}

function nextOf(
  row: SubscriptionRow,
  observation: SubscriptionObservation,
): SubscriptionStatus | undefined {
  const { status } = observation.state;
  return status === undefined || isLate(row, observation)
    ? undefined
    : nextSubscriptionStatus(row.status, status);
}

/** An end is never too late: nothing comes after it. */
function isLate(
  { observed_at: newest }: SubscriptionRow,
  { at, state, isVendorTime = false }: SubscriptionObservation,
): boolean {
  if (newest === null || state.status === 'cancelled') return false;
  const unit = isVendorTime ? 1_000 : 1;
  return Math.floor(at.getTime() / unit) < Math.floor(newest.getTime() / unit);
}

function changeOf(
  row: SubscriptionRow,
  observation: SubscriptionObservation,
  next: SubscriptionStatus | undefined,
  now: Date,
): SubscriptionChange {
  const { state } = observation;
  const ids = { gatewaySubscriptionId: state.gatewaySubscriptionId, refs: state.refs };
  if (isLate(row, observation)) return ids;
  const isNewAction = state.action !== undefined && state.action.type !== 'none';
  return {
    ...ids,
    status: next,
    vendorStatus: state.vendorStatus,
    cancelAtPeriodEnd: state.cancelAtPeriodEnd,
    currentPeriodEnd: state.currentPeriodEnd,
    trialEndsAt: state.trialEndsAt,
    ...(state.status !== undefined && { observedAt: observation.at }),
    ...(isNewAction && { action: state.action }),
    ...(next !== undefined && isSubscriptionRunning(next) && { startedAt: now }),
    ...(next === 'cancelled' && { cancelledAt: now }),
  };
}

/** A vendor that names no amount can't be compared; nothing was taken by a charge that failed. */
function isAsAgreed(row: SubscriptionRow, { outcome, amount, currency }: SubscriptionCharge) {
  if (outcome === 'payment_failed') return true;
  const isSameMoney = currency === undefined || currency === row.currency;
  return isSameMoney && (amount === undefined || amount === row.amount);
}

function detailOf(
  before: SubscriptionRow,
  row: SubscriptionRow,
  charge: SubscriptionCharge | undefined,
): string {
  const move =
    before.status === row.status ? `stays ${row.status}` : `${before.status} → ${row.status}`;
  const told = charge === undefined ? '' : `; ${charge.outcome} ${charge.id}`;
  return `subscription ${row.reference}: ${move}${told}`;
}
