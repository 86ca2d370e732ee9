import { Ticker } from '#core/time/ticker.js';
import type { Cluster } from './cluster.js';
import { startPostmaster } from './postmaster.js';
import { findRunningPostmaster, isAlive, type RunningPostmaster } from './postmaster-pid.js';

const LOOK_MS = 500;

/**
 * Starts the embedded Postgres again when it ended by itself, killed for its memory or by a mistake. It comes back at
 * the same address, so whoever has connections there only has to connect again.
 */
export class PostmasterKeeper {
  private readonly ticker: Ticker;

  constructor(
    private readonly cluster: Cluster,
    private postmaster: RunningPostmaster,
    private readonly onRestart: (error?: unknown) => void,
  ) {
    this.ticker = new Ticker(LOOK_MS, () => this.look(), onRestart);
  }

  /** Ends the watch. @returns the process that runs now */
  async stop(): Promise<number> {
    await this.ticker.stop();
    return this.postmaster.pid;
  }

  private async look(): Promise<void> {
    if (isAlive(this.postmaster.pid)) return;
    this.postmaster =
      (await findRunningPostmaster(this.cluster.clusterDir)) ??
      (await startPostmaster(this.cluster, this.postmaster));
    this.onRestart();
  }
}
