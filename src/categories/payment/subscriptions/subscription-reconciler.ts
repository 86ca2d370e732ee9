import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { Clock } from '#core/time/clock.js';
import { runInScope } from '#gateway/call-scope.js';
import type { PaymentEventSource } from '../payment.rows.js';
import { SubscriptionEnds } from './subscription-ends.js';
import { SubscriptionObserver } from './subscription-observer.js';
import { SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import {
  CREATED_CHECK_MS,
  isSubscriptionOpen,
  isSubscriptionUnconfirmed,
  nextSubscriptionCheck,
} from './subscription-status.js';
import { SubscriptionVendors } from './subscription-vendors.js';
import { toSubscriptionQuery } from './subscription.mapper.js';
import type { SubscriptionState } from './subscription.port.js';

/** One denial may come before the request itself has gone through the vendor. */
const DENIALS_UNTIL_FAILED = 2;

/** Asks vendors where subscriptions stand: starts whose answer was lost, and webhooks that never came. */
@Injectable()
export class SubscriptionReconciler {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly observer: SubscriptionObserver,
    private readonly vendors: SubscriptionVendors,
    private readonly ends: SubscriptionEnds,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there is no such subscription. */
  async check(
    id: string,
    source: PaymentEventSource = 'poll',
  ): Promise<SubscriptionRow | undefined> {
    const row = await this.subscriptions.findById(id);
    if (!row || !isSubscriptionOpen(row.status) || this.isBeingCreated(row)) return row;
    try {
      const now = await this.look(row, source);
      if (row.status === 'created') await this.ends.answerWaiting(now);
      return now;
    } finally {
      await this.schedule(id);
    }
  }

  private async look(row: SubscriptionRow, source: PaymentEventSource): Promise<SubscriptionRow> {
    const at = this.clock.now();
    const state = await runInScope({ reference: row.id }, () => this.ask(row));
    if (state === 'silent') return row;
    if (state === 'absent') {
      const isSure =
        isSubscriptionUnconfirmed(row.status) && row.check_count >= DENIALS_UNTIL_FAILED;
      return isSure ? this.ends.neverBegan(row) : row;
    }
    return (await this.observer.observe(row.id, { source, state, at })).row;
  }

  /** `silent`: this vendor can't be asked, or its denial proves nothing. */
  private async ask(row: SubscriptionRow): Promise<SubscriptionState | 'absent' | 'silent'> {
    const port = this.vendors.portOf(row);
    const isLost = isSubscriptionUnconfirmed(row.status);
    const canFind = port.can('subscription_lookup');
    if (!port.can('subscription_status') && !(isLost && canFind)) return 'silent';
    const query = toSubscriptionQuery(row);
    try {
      return isLost ? await port.find(query) : await port.status(query);
    } catch (error) {
      if (!(error instanceof VendorError && error.kind === 'not_found')) throw error;
      return isLost && canFind ? 'absent' : 'silent';
    }
  }

  /** The process that asks the vendor is at work, and writes what comes of it. */
  private isBeingCreated({ status, created_at: createdAt }: SubscriptionRow): boolean {
    const age = this.clock.now().getTime() - createdAt.getTime();
    return status === 'created' && age < CREATED_CHECK_MS;
  }

  private async schedule(id: string): Promise<void> {
    const row = await this.subscriptions.findById(id);
    if (!row) return;
    const at = nextSubscriptionCheck(row.status, row.check_count, this.clock.now());
    await this.subscriptions.scheduleCheck(row, at);
  }
}
