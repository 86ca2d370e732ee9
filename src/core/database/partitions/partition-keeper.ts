import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import type { Settings } from '#core/settings/settings.schemas.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { Rounds } from '#core/time/rounds.js';
import { Partitions } from './partitions.js';

/** A table that is partitioned by its time-ordered id, and for how long its rows are kept. */
export interface KeptTable {
  readonly table: string;
  readonly days: (settings: Settings) => number;
  /** SQL condition on rows that must not be dropped, however old they are. */
  readonly unlessAny?: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Makes partitions ahead of time and drops those whose retention is over; at the start and every hour. */
@Injectable()
export class PartitionKeeper implements OnModuleInit, OnApplicationBootstrap {
  private readonly tables: KeptTable[] = [];

  constructor(
    private readonly config: Config,
    private readonly partitions: Partitions,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
    private readonly rounds: Rounds,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<void> => this.keepAll();
    this.rounds.add({ what: 'looking after partitions', everyMs: HOUR_MS, run });
  }

  register(table: KeptTable): void {
    this.tables.push(table);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.runsWorkers) await this.keepAll();
  }

  private async keepAll(): Promise<void> {
    for (const table of this.tables) {
      try {
        await this.keep(table);
      } catch (error) {
        // Rows without a week of their own go to the default partition meanwhile.
        this.log.error({ err: error, table: table.table }, 'partitions could not be looked after');
      }
    }
  }

  private async keep({ table, days, unlessAny }: KeptTable): Promise<void> {
    const now = this.clock.now();
    const made = await this.partitions.extend(table, now);
    const oldest = new Date(now.getTime() - days(this.settings.current) * DAY_MS);
    const dropped = await this.partitions.dropBefore(table, oldest, unlessAny);
    if (dropped.length > 0) this.log.info({ table, dropped }, 'old log partitions were dropped');
    if (made.length > 0) this.log.debug({ table, made }, 'log partitions were made');
  }
}
