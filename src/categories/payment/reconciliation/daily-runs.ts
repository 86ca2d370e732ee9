import { Injectable } from '@nestjs/common';
import { PropertiesRepository } from '#access/properties/properties.repository.js';
import { DEFAULT_TIME_ZONE } from '#access/properties/properties.schemas.js';
import { Database } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { hotelDay, lastClosedDate } from '#core/time/hotel-day.js';
import type { ReconciliationScope } from './reconciliation.rows.js';
import { RunRepository } from './run.repository.js';
import { UnmatchedEventRepository } from './unmatched-events.repository.js';

/** At this hour of the property's clock the day before is asked about: guests sleep, vendors have closed their books. */
const CLOSING_HOUR = 3;
const ALL = 100_000;
const KEPT_MS = 180 * 24 * 60 * 60_000;

interface Books {
  readonly scope: ReconciliationScope;
  readonly zone: string;
  /** Days before it have no payments of ours. */
  readonly since: Date;
}

/**
 * Begins the nightly rounds. Any number of processes may look; a unique index lets one of them win. A hub that was
 * down at the hour makes up for the last day when it is back.
 */
@Injectable()
export class DailyRuns {
  /** The last day begun, by scope, so that the database is asked once a day. */
  private readonly begun = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly properties: PropertiesRepository,
    private readonly runs: RunRepository,
    private readonly unmatched: UnmatchedEventRepository,
    private readonly clock: Clock,
  ) {}

  async beginDue(): Promise<void> {
    const now = this.clock.now();
    for (const books of await this.books()) {
      const day = hotelDay(lastClosedDate(now, books.zone, CLOSING_HOUR), books.zone);
      const key = books.scope.kind === 'property' ? books.scope.propertyId : books.scope.kind;
      if (day.to <= books.since || this.begun.get(key) === day.date) continue;
      await this.runs.create({ origin: 'daily', scope: books.scope, day });
      await this.unmatched.forgetBefore(this.database, new Date(now.getTime() - KEPT_MS));
      this.begun.set(key, day.date);
    }
  }

  private async books(): Promise<Books[]> {
    const filter = { id: null, beforeId: undefined, limit: ALL };
    const properties = await this.properties.list(this.database, filter);
    const oldest = properties.at(-1)?.created_at;
    const own = properties.map((property): Books => ({
      scope: { kind: 'property', propertyId: property.id },
      zone: property.time_zone,
      since: property.created_at,
    }));
    if (oldest === undefined) return own;
    return [...own, { scope: { kind: 'unassigned' }, zone: DEFAULT_TIME_ZONE, since: oldest }];
  }
}
