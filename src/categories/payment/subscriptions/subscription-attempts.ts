import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { type AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { FeatureRouter } from '#gateway/feature-router.js';
import type { Provider } from '#providers/provider.types.js';
import { mayHaveActed, refsIn } from '../vendor-doubt.js';
import { SubscriptionObserver } from './subscription-observer.js';
import { SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import { nextSubscriptionCheck } from './subscription-status.js';
import { type SubscriptionRoute, SubscriptionVendors } from './subscription-vendors.js';
import { toSubscribeRequest } from './subscription.mapper.js';

const TOTAL_BUDGET_MS = 30_000;

/** Walks a subscription down its chain of providers; goes on only when the one before surely did nothing. */
@Injectable()
export class SubscriptionAttempts {
  constructor(
    private readonly router: FeatureRouter,
    private readonly vendors: SubscriptionVendors,
    private readonly subscriptions: SubscriptionRepository,
    private readonly observer: SubscriptionObserver,
    private readonly database: Database,
  ) {}

  /** @throws VendorError of the last attempt; `ambiguous` when the outcome is unknown */
  start(
    row: SubscriptionRow,
    token: string | undefined,
    { chain, featureKey }: SubscriptionRoute,
  ): Promise<SubscriptionRow> {
    const way = { chain, featureKey: featureKey ?? undefined, reference: row.id };
    return this.router.run({ ...way, budgetMs: TOTAL_BUDGET_MS }, (provider, attempt) =>
      this.attempt(row, token, { provider, attempt }),
    );
  }

  /** The row after a start that no vendor answered well: failed, or in doubt and looked after. */
  async unanswered(id: string, error: AppError): Promise<SubscriptionRow> {
    const kind = error instanceof VendorError ? error.kind : 'invalid_request';
    const isUnknown = mayHaveActed(error);
    const status = isUnknown ? 'pending_confirmation' : 'failed';
    return this.database.transaction(async (tx) => {
      const current = await this.subscriptions.lock(tx, id);
      if (!current) throw new Error(`subscription ${id} is gone`);
      // A webhook was faster and knows better.
      if (current.status !== 'created') return current;
      const failure = { kind, message: error.message };
      const row = await this.subscriptions.change(tx, id, {
        status,
        failure,
        refs: refsIn(error),
      });
      await this.subscriptions.addEvent(tx, {
        subscriptionId: id,
        type: 'status',
        from: 'created',
        to: status,
        source: 'api',
        detail: failure,
      });
      const at = nextSubscriptionCheck(status, 0, new Date());
      await tx.query('UPDATE subscriptions SET next_check_at = $2 WHERE id = $1', [id, at]);
      return row;
    });
  }

  private async attempt(
    row: SubscriptionRow,
    token: string | undefined,
    { provider, attempt }: { readonly provider: Provider; readonly attempt: number },
  ): Promise<SubscriptionRow> {
    if (attempt > 1 && !(await this.subscriptions.moveTo(row.id, provider.id))) throw overtaken();
    const state = await this.vendors.port(provider).subscribe(toSubscribeRequest(row, token));
    const observation = { source: 'api', state, at: row.created_at } as const;
    return (await this.observer.observe(row.id, observation)).row;
  }
}

function overtaken(): VendorError {
  return new VendorError('ambiguous', 'The provider before has the subscription after all.');
}
