import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Ticker } from '#core/time/ticker.js';
import { CallFiguresRepository } from './figures/call-figures.repository.js';

const HOUR_MS = 3_600_000;

/** Erases figures that are finer than anybody looks at any more. */
@Injectable()
export class LogHousekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly figures: CallFiguresRepository,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      HOUR_MS,
      () => this.figures.forgetOld(),
      (error) => this.log.warn({ err: error }, 'old figures could not be erased'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }
}
