import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Log } from '#core/logging/log.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { Rounds } from '#core/time/rounds.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Few enough for a statement of tenths of a second. */
const SLICE = 500;

/** Erases guests of what ended longer ago than the owner keeps them. Any number of workers may: each takes other rows. */
@Injectable()
export class GuestRetention implements OnModuleInit {
  constructor(
    private readonly rounds: Rounds,
    private readonly sources: PersonalDataSources,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<number> => this.run();
    this.rounds.add({ what: 'erasing old guest data', everyMs: HOUR_MS, run });
  }

  /** Everything that is past its time; returns how many rows were erased. */
  async run(): Promise<number> {
    const days = this.settings.current.privacy.guest_data_days;
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    let total = 0;
    for (const source of this.sources.all) {
      let erased = SLICE;
      while (erased === SLICE && source.forget && !this.rounds.isStopping) {
        erased = await source.forget(before, SLICE);
        total += erased;
      }
    }
    if (total > 0) this.log.info({ rows: total }, 'old guest data was erased');
    return total;
  }
}
