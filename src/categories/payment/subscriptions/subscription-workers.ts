import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DueLooks } from '../due-looks.js';
import { SubscriptionReconciler } from './subscription-reconciler.js';
import { SubscriptionRepository } from './subscription.repository.js';

/** Looks at subscriptions whose time has come. */
@Injectable()
export class SubscriptionWorkers implements OnModuleInit {
  constructor(
    private readonly due: DueLooks,
    private readonly subscriptions: SubscriptionRepository,
    private readonly reconciler: SubscriptionReconciler,
  ) {}

  onModuleInit(): void {
    this.due.register({
      what: 'a subscription',
      everyMs: 2_000,
      batch: 20,
      claim: (limit, leaseMs) => this.subscriptions.claimDue(limit, leaseMs),
      look: (id) => this.reconciler.check(id),
      idOf: (id) => id,
    });
  }
}
