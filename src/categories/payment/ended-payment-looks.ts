import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { Clock } from '#core/time/clock.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { paymentCategory } from './payment.category.js';
import { toQuery } from './payment.mapper.js';
import { PaymentObserver } from './payment-observer.js';
import type { PaymentState } from './payment.port.js';
import { PaymentRemarks } from './payment-remarks.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow } from './payment.rows.js';
import { nextCheckAt } from './payment-schedule.js';

/** Some days of looks, a quarter of an hour apart. */
const LOOKS_AT_MOST = 300;

/** Asks vendors about payments that are over: for somebody who wants to know, or because a word was in doubt. */
@Injectable()
export class EndedPaymentLooks {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly observer: PaymentObserver,
    private readonly remarks: PaymentRemarks,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /**
   * A vendor that does not answer changes nothing about the payment; a doubt stays until the vendor has answered.
   *
   * @returns the row afterwards
   */
  async look(row: PaymentRow, source: PaymentEventSource): Promise<PaymentRow> {
    const isInDoubt = row.next_check_at !== null;
    if (source !== 'api' && !isInDoubt) return row;
    try {
      const state = await this.ask(row);
      const now = state ? await this.tell(row, source, state) : row;
      if (isInDoubt) await this.settle(row, state !== undefined);
      return now;
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      if (isInDoubt) await this.askLater(row);
      return row;
    }
  }

  /** Undefined when this vendor can't be asked. */
  private async ask(row: PaymentRow): Promise<PaymentState | undefined> {
    const provider = this.providers.find(row.provider_id);
    const port = provider && this.ports.get(paymentCategory, provider);
    if (!port?.can('status')) return undefined;
    return runInScope({ reference: row.id }, () => port.status(toQuery(row)));
  }

  private async tell(
    row: PaymentRow,
    source: PaymentEventSource,
    state: PaymentState,
  ): Promise<PaymentRow> {
    const { provider_id: providerId } = row;
    return (await this.observer.observe(row.id, { source, state, providerId })).row;
  }

  /** Where nobody can be asked, somebody has to look at the vendor's own pages. */
  private async settle(row: PaymentRow, isAnswered: boolean): Promise<void> {
    await this.payments.scheduleCheck(row, null);
    if (isAnswered) return;
    const detail = { refunded_amount: row.refunded_amount };
    await this.database.transaction((tx) =>
      this.remarks.add(tx, row, { type: 'refund_amount_unknown', source: 'webhook', detail }),
    );
  }

  private async askLater(row: PaymentRow): Promise<void> {
    const { check_count: count } = row;
    if (count >= LOOKS_AT_MOST) return this.settle(row, false);
    const now = this.clock.now();
    const at = nextCheckAt({ now, count, isUnconfirmed: true, expiresAt: null });
    await this.payments.scheduleCheck(row, at);
  }
}
