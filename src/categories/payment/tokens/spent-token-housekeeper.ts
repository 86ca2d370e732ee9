import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Ticker } from '#core/time/ticker.js';
import { SpentTokens } from './spent-tokens.js';

const EVERY_MS = 60_000;

/** Forgets tokens that nobody could send again, a slice a minute. */
@Injectable()
export class SpentTokenHousekeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly tokens: SpentTokens,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      EVERY_MS,
      () => this.tokens.forgetOld(),
      (error) => this.log.error({ err: error }, 'forgetting old payment tokens failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }
}
