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
import { LeftBehindLooks } from './left-behind-looks.js';
import type { LeftBehind } from './left-behind.repository.js';

const TICK_MS = 2_000;
const BATCH = 10;
/** Longer than a look takes. */
const LEASE_MS = 120_000;

/** Looks at providers that were left behind when their time has come; rows are claimed in Postgres. */
@Injectable()
export class LeftBehindWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly looks: LeftBehindLooks,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      TICK_MS,
      () => this.tick(),
      (error) => this.log.error({ err: error }, 'looking for providers left behind failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }

  private async tick(): Promise<void> {
    const due = await this.looks.claimDue(BATCH, LEASE_MS);
    await Promise.all(due.map((attempt) => this.oneLook(attempt)));
  }

  private async oneLook(attempt: LeftBehind): Promise<void> {
    try {
      await runWithTrace(newTraceId(), () => this.looks.look(attempt));
    } catch (error) {
      // A vendor that is down is in the integration log already; it is asked again by schedule.
      if (error instanceof AppError) return;
      const { payment_id: paymentId } = attempt;
      this.log.error(
        { err: error, payment_id: paymentId },
        'looking at a provider left behind failed',
      );
    }
  }
}
