import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';

/** What telling needs beside what is told. */
@Injectable()
export class ProviderEventsContext {
  constructor(
    readonly database: Database,
    readonly clock: Clock,
    readonly log: Log,
  ) {}
}
