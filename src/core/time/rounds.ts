import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Config } from '../config/config.js';
import { Log } from '../logging/log.js';
import { newTraceId, runWithTrace } from '../logging/trace-context.js';
import { Ticker } from './ticker.js';

/** Work that comes round again and again. */
export interface Round {
  /** As in "erasing old events failed". */
  readonly what: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

/**
 * Rounds that worker processes make, each never twice at a time in one process; what is to happen once in the cluster
 * takes its rows or a lock in Postgres. A round that failed is made again after the same while.
 */
@Injectable()
export class Rounds implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly rounds: Round[] = [];
  private tickers: readonly Ticker[] = [];
  private isEnding = false;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** For rounds of many steps: the process is about to end. */
  get isStopping(): boolean {
    return this.isEnding;
  }

  /** To be called while modules are initialised: rounds begin once all of them are. */
  add(round: Round): void {
    this.rounds.push(round);
  }

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.tickers = this.rounds.map(
      ({ what, everyMs, run }) =>
        new Ticker(
          everyMs,
          async () => {
            await runWithTrace(newTraceId(), run);
          },
          (error) => this.log.error({ err: error }, `${what} failed`),
        ),
    );
  }

  onModuleDestroy(): void {
    this.isEnding = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.tickers.map((ticker) => ticker.stop()));
  }
}
