import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Idempotency } from '#core/idempotency/idempotency.js';
import { Clock } from '#core/time/clock.js';
import { PaymentPresenter } from './payment-presenter.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { nextCheckAt } from './payment-schedule.js';
import { isOpen, isUnconfirmed } from './payment-status.js';

/** Ends that nobody at the vendor told of, and who has to hear of them. */
@Injectable()
export class PaymentClosing {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly presenter: PaymentPresenter,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** Sets the moment of the next look, by what the row says now. */
  async schedule(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await this.payments.lock(tx, id);
      if (!row) return;
      const next = isOpen(row.status)
        ? nextCheckAt({
            now: this.clock.now(),
            count: row.check_count,
            isUnconfirmed: isUnconfirmed(row.status),
            expiresAt: row.status === 'authorized' ? null : row.expires_at,
          })
        : null;
      await this.payments.change(tx, id, { nextCheckAt: next });
    });
  }

  async fail(row: PaymentRow, message: string): Promise<PaymentRow> {
    const failed = await this.database.transaction(async (tx) => {
      const current = await this.payments.lock(tx, row.id);
      if (!current || !isUnconfirmed(current.status)) return current ?? row;
      await this.payments.addEvent(tx, {
        paymentId: row.id,
        type: 'status',
        from: current.status,
        to: 'failed',
        source: 'poll',
        detail: { message },
      });
      return this.payments.change(tx, row.id, {
        status: 'failed',
        failure: { kind: 'not_found', message },
        nextCheckAt: null,
      });
    });
    await this.answerWaiting(failed);
    return failed;
  }

  /** A create whose process died left its Idempotency-Key without an answer. */
  async answerWaiting(row: PaymentRow): Promise<void> {
    if (row.status === 'created') return;
    await this.idempotency.settle(this.database, row.id, {
      status: 201,
      body: await this.presenter.present(row),
    });
  }
}
