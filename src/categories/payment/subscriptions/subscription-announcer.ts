import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import type { SubscriptionRow } from './subscription.rows.js';

export type SubscriptionNews =
  'created' | 'renewed' | 'payment_failed' | 'amount_mismatch' | 'cancelled';

/** Tells subscribers about a subscription, always with the same facts. */
@Injectable()
export class SubscriptionAnnouncer {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  async announce(
    tx: Sql,
    row: SubscriptionRow,
    news: SubscriptionNews,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.outbox.record(tx, {
      event: `subscription.${news}`,
      propertyId: row.property_id,
      occurredAt: this.clock.now(),
      data: {
        subscription_id: row.id,
        order_id: row.order_id,
        status: row.status,
        amount: row.amount,
        currency: row.currency,
        interval: row.interval,
        interval_count: row.interval_count,
        cancel_at_period_end: row.cancel_at_period_end,
        current_period_end: row.current_period_end?.toISOString() ?? null,
        provider_id: row.provider_id,
        gateway_subscription_id: row.gateway_subscription_id,
        ...more,
      },
    });
  }
}
