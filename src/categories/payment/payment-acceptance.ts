import { Injectable } from '@nestjs/common';
import type { IdempotentRequest, StoredAnswer } from '#core/idempotency/idempotency.js';
import { News } from '#events/stream/news.js';
import type { AcceptedByVendor } from './payment-attempts.js';
import { PaymentCreateRepository } from './payment-create.repository.js';
import { PaymentObserver } from './payment-observer.js';
import { PaymentPresenter } from './payment-presenter.js';
import type { PaymentRow } from './payment.rows.js';
import { DEFAULT_LIFETIME_MS, nextCheckAt } from './payment-schedule.js';
import { UnansweredPayments } from './unanswered-payments.js';

const CREATED_STATUS = 201;

/** What is written and answered once a vendor has taken a payment. */
@Injectable()
export class PaymentAcceptance {
  constructor(
    private readonly rows: PaymentCreateRepository,
    private readonly observer: PaymentObserver,
    private readonly unanswered: UnansweredPayments,
    private readonly presenter: PaymentPresenter,
    private readonly news: News,
  ) {}

  /**
   * Writes the vendor's answer together with ours. Should that fail, the row stays as it is and the
   * reconciler finds the payment at the vendor.
   */
  async accept(
    key: IdempotentRequest,
    payment: PaymentRow,
    accepted: AcceptedByVendor,
  ): Promise<StoredAnswer> {
    const expected = asPending(payment, accepted, this.unanswered.now());
    const answer = await this.answer(expected);
    const status = await this.rows.accept(key, {
      id: payment.id,
      status: expected.status,
      action: expected.action,
      gatewayTransactionId: expected.gateway_transaction_id,
      refs: expected.refs,
      expiresAt: expected.expires_at,
      nextCheckAt: expected.next_check_at,
      answer,
    });
    // Subscribers asked for it themselves; only who watches a list has not heard of it.
    const { id, property_id } = payment;
    this.news.tell({ topic: 'payment', event: 'payment.created', id, property_id });
    const now = await this.further({ ...expected, status }, accepted);
    if (now.status === expected.status) return answer;
    // A webhook was faster than the vendor's answer, or a card needed no page: the answer says so, too.
    const later = await this.answer(now);
    await this.unanswered.store(key, later);
    return later;
  }

  /** A vendor that says more than "pending" is heard like any other word of its: amount, events and all. */
  private async further(row: PaymentRow, { created, provider }: AcceptedByVendor) {
    if (created.status === 'pending') return row;
    const observed = await this.observer.observe(row.id, {
      source: 'api',
      providerId: provider.id,
      state: created,
    });
    return observed.row;
  }

  private async answer(row: PaymentRow): Promise<StoredAnswer> {
    return { status: CREATED_STATUS, body: await this.presenter.present(row) };
  }
}

/** How the row will look unless a webhook was faster. */
function asPending(payment: PaymentRow, accepted: AcceptedByVendor, now: Date): PaymentRow {
  const { created, provider, routing, method } = accepted;
  const expiresAt =
    created.expiresAt ?? payment.expires_at ?? new Date(now.getTime() + DEFAULT_LIFETIME_MS);
  return {
    ...payment,
    provider_id: provider.id,
    routing,
    method,
    status: 'pending',
    action: created.action,
    gateway_transaction_id: created.gatewayTransactionId ?? null,
    refs: created.refs,
    expires_at: expiresAt,
    next_check_at: nextCheckAt({ now, count: 0, isUnconfirmed: false, expiresAt }),
    updated_at: now,
  };
}
