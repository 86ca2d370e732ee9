import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { PaymentObserver } from '../payment-observer.js';
import { PaymentRepository } from '../payment.repository.js';
import type { PaymentRow } from '../payment.rows.js';
import { type Bill, type BillPayment, billStateOf, toBill, verdictOn } from './bill.js';

interface TakenPayment extends BillPayment {
  readonly refs: Readonly<Record<string, string>>;
  /** Providers of the vendor account that pays. */
  readonly account: readonly string[];
}

/** Takes money for a bill while the vendor waits: on disk, and told to subscribers, before the vendor hears yes. */
@Injectable()
export class BillPayments {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly observer: PaymentObserver,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** The bill afterwards with a `verdict`: `accepted`, or why not. A refused payment leaves the bill as it was. */
  take(id: string, asked: TakenPayment): Promise<Bill> {
    return this.database.transaction((tx) => this.takeIn(tx, id, asked));
  }

  private async takeIn(tx: Sql, id: string, asked: TakenPayment): Promise<Bill> {
    const row = await this.payments.lock(tx, id);
    if (!row) throw new Error(`payment ${id} is gone`);
    const isHere = asked.account.includes(row.provider_id);
    const state = billStateOf(row, { isHere, now: this.clock.now() });
    const verdict = verdictOn(row, state, asked);
    if (verdict !== 'accept') return { ...toBill(row, state), verdict };
    if (await this.hasPaidAnother(tx, row, asked)) {
      return { ...toBill(row, state), verdict: 'inconsistent' };
    }
    return this.observe(tx, row, asked);
  }

  private async observe(tx: Sql, row: PaymentRow, asked: TakenPayment): Promise<Bill> {
    const { paymentId, amount, currency, refs } = asked;
    const observed = await this.observer.observeIn(tx, row.id, {
      source: 'webhook',
      providerId: row.provider_id,
      state: { status: 'paid', amount, currency, gatewayTransactionId: paymentId, refs },
    });
    const isPaid = observed.outcome === 'applied';
    return {
      ...toBill(observed.row, isPaid ? 'paid' : 'open'),
      verdict: isPaid ? 'accepted' : 'wrong_amount',
    };
  }

  /** One payment of the vendor pays one bill. Two calls with one id take turns here. */
  private async hasPaidAnother(
    tx: Sql,
    row: PaymentRow,
    { paymentId, account }: TakenPayment,
  ): Promise<boolean> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `bill-payment:${row.provider_id}:${paymentId}`,
    ]);
    const others = await tx.query(
      `SELECT FROM payments
       WHERE gateway_transaction_id = $1 AND provider_id = ANY ($2::uuid[]) AND id <> $3 LIMIT 1`,
      [paymentId, account, row.id],
    );
    return others.length > 0;
  }
}
