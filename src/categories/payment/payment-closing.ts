import { Injectable } from '@nestjs/common';
import { Idempotency } from '#core/idempotency/idempotency.js';
import { Clock } from '#core/time/clock.js';
import { PaymentObserver } from './payment-observer.js';
import { PaymentPresenter } from './payment-presenter.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { endOf, nextCheckAt } from './payment-schedule.js';
import { isOpen, isUnconfirmed } from './payment-status.js';

/** Ends that nobody at the vendor told of, and who has to hear of them. */
@Injectable()
export class PaymentClosing {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly observer: PaymentObserver,
    private readonly idempotency: Idempotency,
    private readonly presenter: PaymentPresenter,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** Sets the moment of the next look, by what the row says now. */
  async schedule(id: string): Promise<void> {
    const row = await this.payments.findById(id);
    if (!row) return;
    await this.payments.scheduleCheck(row, isOpen(row.status) ? this.nextLook(row) : null);
  }

  /** A create that never reached the vendor; a payment that moved meanwhile is left alone. */
  async fail(row: PaymentRow, message: string): Promise<PaymentRow> {
    const { row: failed } = await this.observer.observe(row.id, {
      source: 'poll',
      providerId: row.provider_id,
      state: { status: 'failed', refs: {} },
      failure: { kind: 'not_found', message },
      onlyIf: isUnconfirmed,
    });
    return failed;
  }

  /** Nobody paid in time; says so unless somebody did meanwhile. */
  async expire(row: PaymentRow): Promise<PaymentRow> {
    const { row: ended } = await this.observer.observe(row.id, {
      source: 'timer',
      providerId: row.provider_id,
      state: { status: 'expired', refs: {} },
      // Money that is held by now is no longer a question of time.
      onlyIf: (status) => status !== 'authorized',
    });
    return ended;
  }

  /** A create whose process died left its Idempotency-Key without an answer. */
  async answerWaiting(row: PaymentRow): Promise<void> {
    if (row.status === 'created') return;
    await this.idempotency.settle(row.id, {
      status: 201,
      body: await this.presenter.present(row),
    });
  }

  private nextLook(row: PaymentRow): Date {
    return nextCheckAt({
      now: this.clock.now(),
      count: row.check_count,
      isUnconfirmed: isUnconfirmed(row.status),
      expiresAt: row.status === 'authorized' ? null : endOf(row),
    });
  }
}
