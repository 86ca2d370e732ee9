import { Injectable } from '@nestjs/common';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { ApplyEvent, EventContext, WebhookHandler } from '#webhooks/webhook-handlers.js';
import { PaymentWebhooks } from '../payment.webhooks.js';
import { SubscriptionWebhooks } from './subscription.webhooks.js';

/** All a payment vendor tells comes to one address: events of `type: "subscription"` go their own way. */
@Injectable()
export class PaymentEventsHandler implements WebhookHandler {
  readonly integrationType = 'payment';

  constructor(
    private readonly payments: PaymentWebhooks,
    private readonly subscriptions: SubscriptionWebhooks,
  ) {}

  prepare(event: NeutralEvent, context: EventContext): Promise<ApplyEvent> {
    return event['type'] === 'subscription'
      ? this.subscriptions.prepare(event, context)
      : this.payments.prepare(event, context);
  }
}
