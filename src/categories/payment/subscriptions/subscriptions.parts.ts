/** Wiring of recurring payments, for the module of the category. */
import type { Provider, Type } from '@nestjs/common';
import { PaymentEventsHandler } from './payment-events.handler.js';
import { SubscriptionAnnouncer } from './subscription-announcer.js';
import { SubscriptionAttempts } from './subscription-attempts.js';
import { SubscriptionEnds } from './subscription-ends.js';
import { SubscriptionObserver } from './subscription-observer.js';
import { SubscriptionOpening } from './subscription-opening.js';
import { SubscriptionReconciler } from './subscription-reconciler.js';
import { SubscriptionRepository } from './subscription.repository.js';
import { SubscriptionVendors } from './subscription-vendors.js';
import { SubscriptionWebhooks } from './subscription.webhooks.js';
import { SubscriptionWorkers } from './subscription-workers.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { SubscriptionsService } from './subscriptions.service.js';

export const subscriptionControllers: Type[] = [SubscriptionsController];

export const subscriptionProviders: Provider[] = [
  PaymentEventsHandler,
  SubscriptionAnnouncer,
  SubscriptionAttempts,
  SubscriptionEnds,
  SubscriptionObserver,
  SubscriptionOpening,
  SubscriptionReconciler,
  SubscriptionRepository,
  SubscriptionsService,
  SubscriptionVendors,
  SubscriptionWebhooks,
  SubscriptionWorkers,
];
