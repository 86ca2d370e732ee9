import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { Clock } from '#core/time/clock.js';
import { runInScope } from '#gateway/call-scope.js';
import type { ApplyEvent, EventContext, EventOutcome } from '#webhooks/webhook-handlers.js';
import { toldSubscriptionSchema, toState } from './connector-subscription.adapter.js';
import { SubscriptionObserver } from './subscription-observer.js';
import type { SubscriptionState } from './subscription.port.js';
import { SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import { SubscriptionVendors } from './subscription-vendors.js';
import { toSubscriptionQuery } from './subscription.mapper.js';

/** A webhook's event of `type: "subscription"`. */
export const subscriptionEventSchema = toldSubscriptionSchema.extend({
  type: z.literal('subscription'),
  occurred_at: z.iso.datetime().optional(),
});

/** What vendors tell about subscriptions. */
@Injectable()
export class SubscriptionWebhooks {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly vendors: SubscriptionVendors,
    private readonly observer: SubscriptionObserver,
    private readonly clock: Clock,
  ) {}

  async prepare(event: NeutralEvent, { provider, confirm }: EventContext): Promise<ApplyEvent> {
    const told = subscriptionEventSchema.parse(event);
    const row = await this.subscriptions.findByVendor(this.vendors.accountOf(provider), {
      reference: told.reference,
      gatewaySubscriptionId: told.gateway_subscription_id,
    });
    if (!row) return ignored('no subscription of ours has this reference');
    const askedAt = this.clock.now();
    const asked = confirm === 'status' ? await this.ask(row, toState(told)) : undefined;
    const isVendorTime = asked === undefined && told.occurred_at !== undefined;
    const observation = {
      source: 'webhook',
      state: asked ?? toState(told),
      at: isVendorTime && told.occurred_at ? new Date(told.occurred_at) : askedAt,
      isVendorTime,
    } as const;
    return async (tx) => {
      const { outcome, detail } = await this.observer.observeIn(tx, row.id, observation);
      const isUnconfirmed = told.status !== undefined && observation.state.status !== told.status;
      return { outcome, detail, subjectId: row.id, isUnconfirmed };
    };
  }

  /** What the vendor says when asked: snapshots of an unordered stream of events may be old. */
  private async ask(
    row: SubscriptionRow,
    told: SubscriptionState,
  ): Promise<SubscriptionState | undefined> {
    const port = this.vendors.portOf(row);
    if (!port.can('subscription_status')) return undefined;
    const query = toSubscriptionQuery(row);
    try {
      return await runInScope({ reference: row.id }, () =>
        port.status({
          ...query,
          gatewaySubscriptionId: told.gatewaySubscriptionId ?? query.gatewaySubscriptionId,
          refs: { ...query.refs, ...told.refs },
        }),
      );
    } catch (error) {
      // A vendor that knows nothing of it contradicts the webhook.
      if (error instanceof VendorError && error.kind === 'not_found') return { refs: {} };
      throw error;
    }
  }
}

function ignored(detail: string): ApplyEvent {
  const outcome: EventOutcome = { outcome: 'ignored', detail };
  return async () => outcome;
}
