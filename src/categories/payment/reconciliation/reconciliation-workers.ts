import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { newTraceId, runWithTrace } from '#core/logging/trace-context.js';
import { Ticker } from '#core/time/ticker.js';
import { DailyRuns } from './daily-runs.js';
import { ReconciliationRuns } from './reconciliation-runs.service.js';

const TICK_MS = 1_000;
const DAILY_EVERY_TICKS = 60;

/**
 * Does the question rounds. Like payments that are due, runs are claimed in Postgres: any number of workers, each run
 * with one of them, and none is lost with a queue.
 */
@Injectable()
export class ReconciliationWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;
  private ticks = 0;
  private isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly daily: DailyRuns,
    private readonly runs: ReconciliationRuns,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      TICK_MS,
      () => runWithTrace(newTraceId(), () => this.tick()),
      (error) => this.log.error({ err: error }, 'a reconciliation round failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.ticker?.stop();
  }

  private async tick(): Promise<void> {
    if (this.ticks % DAILY_EVERY_TICKS === 0) await this.daily.beginDue();
    this.ticks += 1;
    await this.runs.workOnNext(() => this.isStopping);
  }
}
