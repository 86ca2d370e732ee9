import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import type { PaymentRow } from './payment.rows.js';
import { receivedAmount } from './payment-amounts.js';
import { EVENT_OF_STATUS } from './payment-status.js';

/** Tells subscribers about a payment, always with the same facts. */
@Injectable()
export class PaymentAnnouncer {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** What the state that the payment has reached means to the PMS, if anything. */
  async announceStatus(tx: Sql, row: PaymentRow): Promise<void> {
    const event = EVENT_OF_STATUS[row.status];
    if (event !== undefined) await this.announce(tx, row, event);
  }

  async announce(
    tx: Sql,
    row: PaymentRow,
    event: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.outbox.record(tx, {
      event,
      propertyId: row.property_id,
      occurredAt: this.clock.now(),
      data: {
        payment_id: row.id,
        order_id: row.order_id,
        status: row.status,
        amount: row.amount,
        currency: row.currency,
        received_amount: receivedAmount(row),
        refunded_amount: row.refunded_amount,
        method: row.method,
        provider_id: row.provider_id,
        gateway_transaction_id: row.gateway_transaction_id,
        ...more,
      },
    });
  }
}
