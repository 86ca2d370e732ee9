import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import { AlertsService } from '#monitoring/alerts/alerts.service.js';
import { receivedAmount } from './payment-amounts.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow } from './payment.rows.js';
import { remarkMessage, type RemarkType } from './remark-messages.js';

export interface Remark {
  readonly type: RemarkType;
  readonly source: PaymentEventSource;
  /** Ids, vendor words and amounts; no guest data. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes remarks into the payment's history, tells subscribers and raises an alert. */
@Injectable()
export class PaymentRemarks {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly alerts: AlertsService,
  ) {}

  /** Once for equal details: polls and repeated webhooks say the same thing again and again. */
  async add(tx: Sql, row: PaymentRow, { type, source, detail }: Remark): Promise<void> {
    if (await this.payments.hasEvent(tx, row.id, { type, detail })) return;
    await this.payments.addEvent(tx, { paymentId: row.id, type, source, detail });
    await this.outbox.record(tx, {
      event: `payment.${type}`,
      propertyId: row.property_id,
      occurredAt: this.clock.now(),
      data: {
        payment_id: row.id,
        order_id: row.order_id,
        status: row.status,
        amount: row.amount,
        currency: row.currency,
        detail,
      },
    });
    await this.alerts.raise(tx, 'payment_attention', {
      key: `${type} ${row.id}`,
      severity: 'warning',
      propertyId: row.property_id,
      providerId: row.provider_id,
      message: remarkMessage(type, row.order_id),
      data: { payment_id: row.id, type, ...detail },
    });
  }

  /** What a remark asked for has been done, or has come by itself. */
  async settle(tx: Sql, row: PaymentRow, type: RemarkType): Promise<void> {
    await this.alerts.resolveCause(tx, 'payment_attention', `${type} ${row.id}`);
  }

  /** @param promised what went back and what is on its way */
  async whenTooMuch(tx: Sql, row: PaymentRow, promised: number): Promise<void> {
    const received = receivedAmount(row);
    if (promised <= received) return;
    const detail = { promised, received, provider_id: row.provider_id };
    await this.add(tx, row, { type: 'refunds_exceed_payment', source: 'webhook', detail });
  }

  /** Whether the vendor has ever named another amount for this payment. */
  hasMismatch(tx: Sql, row: PaymentRow): Promise<boolean> {
    return this.payments.hasEvent(tx, row.id, { type: 'amount_mismatch', detail: {} });
  }
}
