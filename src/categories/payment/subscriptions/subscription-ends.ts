import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Idempotency } from '#core/idempotency/idempotency.js';
import { SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import { isSubscriptionUnconfirmed } from './subscription-status.js';
import { SubscriptionVendors } from './subscription-vendors.js';
import { toSubscriptionAnswer } from './subscription.mapper.js';

const CREATED_STATUS = 201;

/** What is written when nobody at the vendor will tell, and who waits for it. */
@Injectable()
export class SubscriptionEnds {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly vendors: SubscriptionVendors,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /** A start that never reached the vendor; one that moved meanwhile is left alone. */
  neverBegan(row: SubscriptionRow): Promise<SubscriptionRow> {
    return this.database.transaction(async (tx) => {
      const current = await this.subscriptions.lock(tx, row.id);
      if (!current || !isSubscriptionUnconfirmed(current.status)) return current ?? row;
      const failure = {
        kind: 'not_found',
        message: 'The vendor never received this subscription.',
      };
      await this.subscriptions.addEvent(tx, {
        subscriptionId: row.id,
        type: 'status',
        from: current.status,
        to: 'failed',
        source: 'poll',
        detail: failure,
      });
      return this.subscriptions.change(tx, row.id, { status: 'failed', failure });
    });
  }

  /** A start whose process died left its Idempotency-Key without an answer. */
  async answerWaiting(row: SubscriptionRow): Promise<void> {
    if (row.status === 'created') return;
    const body = toSubscriptionAnswer(row, this.vendors.find(row.provider_id));
    await this.idempotency.settle(row.id, { status: CREATED_STATUS, body });
  }
}
