import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { AppError } from '#core/errors/app-error.js';
import { Log } from '#core/logging/log.js';
import { newTraceId, runWithTrace } from '#core/logging/trace-context.js';
import { Ticker } from '#core/time/ticker.js';
import { SubscriptionReconciler } from './subscription-reconciler.js';
import { SubscriptionRepository } from './subscription.repository.js';

const TICK_MS = 2_000;
const BATCH = 20;
/** Longer than a look takes, so that a row is looked at by one worker at a time. */
const LEASE_MS = 120_000;

/** Looks at subscriptions whose time has come; rows are claimed in Postgres, so any number of workers share them. */
@Injectable()
export class SubscriptionWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly subscriptions: SubscriptionRepository,
    private readonly reconciler: SubscriptionReconciler,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      TICK_MS,
      () => this.tick(),
      (error) => this.log.error({ err: error }, 'looking for due subscriptions failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }

  private async tick(): Promise<void> {
    const ids = await this.subscriptions.claimDue(BATCH, LEASE_MS);
    await Promise.all(ids.map((id) => this.look(id)));
  }

  private async look(id: string): Promise<void> {
    try {
      await runWithTrace(newTraceId(), () => this.reconciler.check(id));
    } catch (error) {
      // A vendor that is down is in the integration log already; it is asked again by schedule.
      if (error instanceof AppError) return;
      this.log.error({ err: error, id }, 'looking at a subscription failed');
    }
  }
}
