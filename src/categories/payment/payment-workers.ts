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
import { PaymentRepository } from './payment.repository.js';
import { RefundRepository } from './refund.repository.js';
import { PaymentLooks } from './payment-looks.js';

const TICK_MS = 1_000;
const BATCH = 20;
/** Longer than a look takes, so that a row is looked at by one worker at a time. */
const LEASE_MS = 120_000;

/**
 * Looks at payments and refunds whose time has come. Rows are claimed in Postgres, so any number of
 * workers share the work without a queue between them.
 */
@Injectable()
export class PaymentWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly payments: PaymentRepository,
    private readonly refunds: RefundRepository,
    private readonly looks: PaymentLooks,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      TICK_MS,
      () => this.tick(),
      (error) => this.log.error({ err: error }, 'looking for due payments failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }

  private async tick(): Promise<void> {
    const payments = await this.payments.claimDue(BATCH, LEASE_MS);
    const refunds = await this.refunds.claimDue(BATCH, LEASE_MS);
    await Promise.all([
      ...payments.map((id) => this.oneLook(id, 'payment', () => this.looks.payment(id))),
      ...refunds.map((id) => this.oneLook(id, 'refund', () => this.looks.refund(id))),
    ]);
  }

  private async oneLook(id: string, kind: string, look: () => Promise<unknown>): Promise<void> {
    try {
      await runWithTrace(newTraceId(), look);
    } catch (error) {
      // A vendor that is down is in the integration log already; it is asked again by schedule.
      if (error instanceof AppError) return;
      this.log.error({ err: error, id, kind }, 'looking at a payment failed');
    }
  }
}
