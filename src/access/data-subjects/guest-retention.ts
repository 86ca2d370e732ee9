import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { Ticker } from '#core/time/ticker.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Few enough for a statement of tenths of a second. */
const SLICE = 500;

/** Erases guests of what ended longer ago than the owner keeps them. Any number of workers may: each takes other rows. */
@Injectable()
export class GuestRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;
  private isStopped = false;

  constructor(
    private readonly config: Config,
    private readonly sources: PersonalDataSources,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      HOUR_MS,
      async () => {
        await this.run();
      },
      (error) => this.log.warn({ err: error }, 'old guest data could not be erased'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await this.ticker?.stop();
  }

  /** Everything that is past its time; returns how many rows were erased. */
  async run(): Promise<number> {
    const days = this.settings.current.privacy.guest_data_days;
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    let total = 0;
    for (const source of this.sources.all) {
      let erased = SLICE;
      while (erased === SLICE && source.forget && !this.isStopped) {
        erased = await source.forget(before, SLICE);
        total += erased;
      }
    }
    if (total > 0) this.log.info({ rows: total }, 'old guest data was erased');
    return total;
  }
}
