import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { setImmediate as turn } from 'node:timers/promises';
import { Log } from '#core/logging/log.js';
import { Ticker } from '#core/time/ticker.js';
import { KeyHolder } from '#core/vault/rotation/key-holder.js';
import { RotationSteps } from './rotation-steps.js';

const LOOK_MS = 300;

/** Takes steps while the master key is being changed; costs nothing while it is not. */
@Injectable()
export class RotationRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;
  private isStopping = false;

  constructor(
    private readonly holder: KeyHolder,
    private readonly steps: RotationSteps,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker = new Ticker(
      LOOK_MS,
      () => this.goOn(),
      // A lock that was not to be had in time, or the database away: the step is taken again.
      (error) => this.log.warn({ err: error }, 'a step of changing the master key failed'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.ticker?.stop();
  }

  private async goOn(): Promise<void> {
    while (!this.isStopping && this.holder.rotation) {
      if ((await this.steps.next()) !== 'done') return;
      // Calls that came in meanwhile go first.
      await turn();
    }
  }
}
