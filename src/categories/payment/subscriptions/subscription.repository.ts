import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { onlyRow } from '#core/database/only-row.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import type { PaymentAction } from '../formats/payment-action.schemas.js';
import type { PaymentEventSource, StoredFailure } from '../payment.rows.js';
import type { SubscriptionStatus } from './subscription-status.js';
import type { SubscriptionEventRow, SubscriptionRow } from './subscription.rows.js';

export type NewSubscription = Pick<
  SubscriptionRow,
  | 'id'
  | 'property_id'
  | 'feature_key'
  | 'provider_id'
  | 'order_id'
  | 'reference'
  | 'amount'
  | 'currency'
  | 'interval'
  | 'interval_count'
  | 'trial_days'
  | 'request'
  | 'next_check_at'
>;

export interface SubscriptionFilter {
  readonly propertyId: string | null;
  readonly orderId?: string;
  readonly status?: SubscriptionStatus;
  readonly providerId?: string;
  readonly afterId?: string;
  readonly limit: number;
}

/** What one observation changes; absent fields stay. */
export interface SubscriptionChange {
  readonly status?: SubscriptionStatus;
  readonly vendorStatus?: string;
  readonly gatewaySubscriptionId?: string;
  readonly refs?: Readonly<Record<string, string>>;
  readonly action?: PaymentAction;
  readonly failure?: StoredFailure;
  readonly cancelAtPeriodEnd?: boolean;
  readonly currentPeriodEnd?: Date;
  readonly trialEndsAt?: Date;
  readonly startedAt?: Date;
  readonly cancelledAt?: Date;
  readonly observedAt?: Date;
}

export interface NewSubscriptionEvent {
  readonly subscriptionId: string;
  readonly type: string;
  readonly from?: SubscriptionStatus;
  readonly to?: SubscriptionStatus;
  readonly source: PaymentEventSource;
  /** Told once for each type, however often the vendor repeats it. */
  readonly chargeId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Rows of `subscriptions` and `subscription_events`. */
@Injectable()
export class SubscriptionRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Sql, row: NewSubscription): Promise<SubscriptionRow> {
    const rows = await tx.query<SubscriptionRow>(
      `INSERT INTO subscriptions (id, property_id, feature_key, provider_id, order_id, reference, amount, currency,
                                  "interval", interval_count, trial_days, status, request, next_check_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'created', $12, $13) RETURNING *`,
      [
        row.id,
        row.property_id,
        row.feature_key,
        row.provider_id,
        row.order_id,
        row.reference,
        row.amount,
        row.currency,
        row.interval,
        row.interval_count,
        row.trial_days,
        JSON.stringify(row.request),
        row.next_check_at,
      ],
    );
    return onlyRow(rows);
  }

  /** The next provider of the chain is asked; false when a webhook has moved the subscription meanwhile. */
  async moveTo(id: string, providerId: string): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE subscriptions SET provider_id = $2, updated_at = now() WHERE id = $1 AND status = 'created' RETURNING id`,
      [id, providerId],
    );
    return rows.length > 0;
  }

  async findById(id: string): Promise<SubscriptionRow | undefined> {
    const [row] = await this.database.query<SubscriptionRow>(
      'SELECT * FROM subscriptions WHERE id = $1',
      [id],
    );
    return row;
  }

  /** Held until the transaction ends, so that two observations take turns. */
  async lock(tx: Sql, id: string): Promise<SubscriptionRow | undefined> {
    const [row] = await tx.query<SubscriptionRow>(
      'SELECT * FROM subscriptions WHERE id = $1 FOR UPDATE',
      [id],
    );
    return row;
  }

  /** The subscription that a vendor means, among those of the given providers: by our reference, else by its id. */
  async findByVendor(
    providerIds: readonly string[],
    ids: { readonly reference?: string; readonly gatewaySubscriptionId?: string },
  ): Promise<SubscriptionRow | undefined> {
    const [row] = await this.database.query<SubscriptionRow>(
      `SELECT * FROM subscriptions
       WHERE (reference = $2 OR ($2::text IS NULL AND gateway_subscription_id = $3))
         AND provider_id = ANY ($1::uuid[]) LIMIT 1`,
      [providerIds, ids.reference ?? null, ids.gatewaySubscriptionId ?? null],
    );
    return row;
  }

  /** Newest first, one more than asked so that the caller knows whether there is a next page. */
  list(filter: SubscriptionFilter): Promise<SubscriptionRow[]> {
    return this.database.query<SubscriptionRow>(
      `SELECT * FROM subscriptions
       WHERE ($1::uuid IS NULL OR property_id = $1) AND ($2::text IS NULL OR order_id = $2)
         AND ($3::text IS NULL OR status = $3) AND ($4::uuid IS NULL OR provider_id = $4)
         AND ($5::uuid IS NULL OR id < $5)
       ORDER BY id DESC LIMIT $6`,
      [
        filter.propertyId,
        filter.orderId ?? null,
        filter.status ?? null,
        filter.providerId ?? null,
        filter.afterId ?? null,
        filter.limit + 1,
      ],
    );
  }

  events(subscriptionId: string): Promise<SubscriptionEventRow[]> {
    return this.database.query<SubscriptionEventRow>(
      'SELECT * FROM subscription_events WHERE subscription_id = $1 ORDER BY id DESC',
      [subscriptionId],
    );
  }

  async change(tx: Sql, id: string, change: SubscriptionChange): Promise<SubscriptionRow> {
    const rows = await tx.query<SubscriptionRow>(
      `UPDATE subscriptions SET
         status = coalesce($2, status), vendor_status = coalesce($3, vendor_status),
         gateway_subscription_id = coalesce($4, gateway_subscription_id), refs = refs || $5::jsonb,
         action = coalesce($6::jsonb, action), failure = coalesce($7::jsonb, failure),
         cancel_at_period_end = coalesce($8, cancel_at_period_end),
         current_period_end = coalesce($9, current_period_end), trial_ends_at = coalesce($10, trial_ends_at),
         started_at = coalesce(started_at, $11), cancelled_at = coalesce(cancelled_at, $12),
         observed_at = coalesce($13, observed_at), check_count = CASE WHEN $2 IS NULL THEN check_count ELSE 0 END,
         updated_at = now()
       WHERE id = $1 RETURNING *`,
      [
        id,
        ...[
          change.status,
          change.vendorStatus,
          change.gatewaySubscriptionId,
          JSON.stringify(change.refs ?? {}),
          jsonOf(change.action),
          jsonOf(change.failure),
          change.cancelAtPeriodEnd,
          change.currentPeriodEnd,
          change.trialEndsAt,
          change.startedAt,
          change.cancelledAt,
          change.observedAt,
        ].map((value) => value ?? null),
      ],
    );
    return onlyRow(rows);
  }

  /** False when the charge was told before. */
  async addEvent(tx: Sql, event: NewSubscriptionEvent): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO subscription_events (id, subscription_id, type, from_status, to_status, source, charge_id, detail,
                                        trace_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (subscription_id, type, charge_id) DO NOTHING RETURNING id`,
      [
        newId(),
        event.subscriptionId,
        event.type,
        event.from ?? null,
        event.to ?? null,
        event.source,
        event.chargeId ?? null,
        JSON.stringify(event.detail ?? {}),
        currentTraceId() ?? null,
      ],
    );
    return rows.length > 0;
  }

  /** Sets the moment of the next look unless the subscription has moved since it was read. */
  async scheduleCheck(row: Pick<SubscriptionRow, 'id' | 'status'>, at: Date | null): Promise<void> {
    await this.database.query(
      'UPDATE subscriptions SET next_check_at = $3 WHERE id = $1 AND status = $2',
      [row.id, row.status, at],
    );
  }

  /** Subscriptions whose check is due, claimed for a while so that no two workers ask at once. */
  async claimDue(limit: number, leaseMs: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE subscriptions SET next_check_at = now() + make_interval(secs => $2::double precision / 1000),
              check_count = check_count + 1
       WHERE id IN (SELECT id FROM subscriptions WHERE next_check_at <= now()
                    ORDER BY next_check_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit, leaseMs],
    );
    return rows.map((row) => row.id);
  }
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
