import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ERASED, erasedJson, eraserOf, type Guest } from '#core/privacy/guest.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { ScannedTable } from '#core/privacy/scanned-table.js';

const UNDER_WAY = `EXISTS (SELECT 1 FROM webhook_deliveries d
  WHERE d.event_id = domain_events.id AND d.status IN ('pending', 'retrying'))`;

/** Guests in events and in what subscribers answered to them; an event that is sent again is sent without the guest. */
@Injectable()
export class EventPersonalData implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sources: PersonalDataSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(
      new ScannedTable(this.database, {
        name: 'events',
        keeps:
          'that it happened, when, amounts and ids; subscribers that were told keep their own copy.',
        table: 'domain_events',
        searched: `lower(data::text)`,
        data: `jsonb_build_object('event', event, 'data', data, 'occurred_at', occurred_at)`,
        isLeft: 'erased_at IS NULL',
        stays: `CASE WHEN dispatched_at IS NULL OR ${UNDER_WAY}
          THEN 'the event is still being delivered; ask again when it has arrived or was given up' END`,
        erase: eraseEvents,
      }),
    );
  }
}

async function eraseEvents(tx: Sql, guest: Guest, ids: readonly string[]): Promise<number> {
  const erase = eraserOf(guest);
  const rows = await tx.query<{ id: string; data: unknown }>(
    `SELECT id, data FROM domain_events WHERE id = ANY ($1) AND erased_at IS NULL ORDER BY id FOR UPDATE`,
    [ids],
  );
  await tx.query(
    `UPDATE domain_events e SET data = c.data, erased_at = now()
     FROM unnest($1::uuid[], $2::jsonb[]) AS c (id, data) WHERE e.id = c.id`,
    [rows.map(({ id }) => id), rows.map(({ data }) => JSON.stringify(erasedJson(data, erase)))],
  );
  // What a receiver answered may quote what it was sent.
  await tx.query(
    `UPDATE webhook_attempts SET response_body = '${ERASED}'
     WHERE response_body IS NOT NULL AND delivery_id IN (SELECT id FROM webhook_deliveries WHERE event_id = ANY ($1))`,
    [rows.map(({ id }) => id)],
  );
  return rows.length;
}
