import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ERASED } from '#core/privacy/guest.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { ScannedTable } from '#core/privacy/scanned-table.js';

/** Guests in what vendors said about failures: masked as it is written, this takes out the rest. */
@Injectable()
export class IssuePersonalData implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sources: PersonalDataSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(
      new ScannedTable(this.database, {
        name: 'issues',
        keeps: 'what failed where, how often and when.',
        table: 'issues',
        searched: `lower(concat_ws(' ', message, note))`,
        data: `jsonb_build_object('first_seen_at', first_seen_at, 'cause', cause, 'message', message, 'note', note)`,
        isLeft: `(note IS NOT NULL OR (message IS NOT NULL AND message <> '${ERASED}'))`,
        erase: eraseSentences,
      }),
    );
  }
}

async function eraseSentences(tx: Sql, _guest: unknown, ids: readonly string[]): Promise<number> {
  const rows = await tx.query(
    `UPDATE issues SET note = NULL, message = CASE WHEN message IS NULL THEN NULL ELSE '${ERASED}' END
     WHERE id = ANY ($1) RETURNING 1`,
    [ids],
  );
  return rows.length;
}
