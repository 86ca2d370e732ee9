import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Ticker } from '#core/time/ticker.js';
import { CallKeyRepository } from './call-key.repository.js';

const EVERY_MS = 60_000;

/** Forgets keys of calls whose time is over, a slice a minute. */
@Injectable()
export class CallKeyHousekeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly keys: CallKeyRepository,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      EVERY_MS,
      () => this.keys.forgetOld(),
      (error) => this.log.error({ err: error }, 'forgetting old keys of webhook calls failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }
}
