import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { idBound } from '#core/database/partitions/week-partitions.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Rounds } from '#core/time/rounds.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Few enough for a statement of tenths of a second. */
const SLICE = 10_000;

/** Erases events and finished deliveries past the owner's retention. What is still to be sent, or parked, stays. */
@Injectable()
export class EventHousekeeper implements OnModuleInit {
  constructor(
    private readonly rounds: Rounds,
    private readonly database: Database,
    private readonly settings: SettingsService,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<void> => this.forgetOld();
    this.rounds.add({ what: 'erasing old events', everyMs: HOUR_MS, run });
  }

  async forgetOld(): Promise<void> {
    const days = this.settings.current.retention.events_days;
    const bound = idBound(Date.now() - days * DAY_MS);
    await this.inSlices(
      `WITH old AS (
         SELECT id FROM webhook_deliveries WHERE id < $1 AND status IN ('delivered', 'dead') ORDER BY id LIMIT ${SLICE}
       ), attempts AS (
         DELETE FROM webhook_attempts a USING old WHERE a.delivery_id = old.id
       )
       DELETE FROM webhook_deliveries d USING old WHERE d.id = old.id RETURNING 1`,
      bound,
    );
    await this.inSlices(
      `DELETE FROM domain_events WHERE id IN (
         SELECT e.id FROM domain_events e
         WHERE e.id < $1 AND e.dispatched_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.event_id = e.id)
         ORDER BY e.id LIMIT ${SLICE}) RETURNING 1`,
      bound,
    );
  }

  private async inSlices(sql: string, bound: string): Promise<void> {
    let erased = SLICE;
    while (erased === SLICE && !this.rounds.isStopping) {
      erased = (await this.database.query(sql, [bound])).length;
    }
  }
}
