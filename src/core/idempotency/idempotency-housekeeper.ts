import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Ticker } from '#core/time/ticker.js';
import { Idempotency } from './idempotency.js';

const EVERY_MS = 60_000;

/** Forgets keys whose time is over, a slice a minute, so that the table stays as small as two days of requests. */
@Injectable()
export class IdempotencyHousekeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;

  constructor(
    private readonly config: Config,
    private readonly idempotency: Idempotency,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      EVERY_MS,
      () => this.idempotency.forgetOld(),
      (error) => this.log.error({ err: error }, 'forgetting old idempotency keys failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker?.stop();
  }
}
