import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Rounds } from '#core/time/rounds.js';
import { DailyRuns } from './daily-runs.js';
import { ReconciliationRuns } from './reconciliation-runs.service.js';

const TICK_MS = 1_000;
const DAILY_EVERY_TICKS = 60;

/**
 * Does the question rounds. Like payments that are due, runs are claimed in Postgres: any number of workers, each run
 * with one of them, and none is lost with a queue.
 */
@Injectable()
export class ReconciliationWorkers implements OnModuleInit {
  private ticks = 0;

  constructor(
    private readonly rounds: Rounds,
    private readonly daily: DailyRuns,
    private readonly runs: ReconciliationRuns,
  ) {}

  onModuleInit(): void {
    this.rounds.add({ what: 'a reconciliation round', everyMs: TICK_MS, run: () => this.tick() });
  }

  private async tick(): Promise<void> {
    if (this.ticks % DAILY_EVERY_TICKS === 0) await this.daily.beginDue();
    this.ticks += 1;
    await this.runs.workOnNext(() => this.rounds.isStopping);
  }
}
