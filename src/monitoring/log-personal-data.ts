import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ERASED } from '#core/privacy/guest.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { ScannedTable } from '#core/privacy/scanned-table.js';

/** Guests in the record of calls to vendors: summaries are masked as they are written, this takes out the rest. */
@Injectable()
export class LogPersonalData implements OnModuleInit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PersonalDataSources) private readonly sources: PersonalDataSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(
      new ScannedTable(this.database, {
        name: 'integration_logs',
        keeps: 'which vendor was called when, how long it took and how it ended.',
        table: 'integration_logs',
        searched: `lower(concat_ws(' ', reference, error_message, request_summary::text, response_summary::text))`,
        data: `jsonb_build_object('created_at', created_at, 'provider_id', provider_id, 'operation', operation,
                 'reference', reference, 'error_message', error_message,
                 'request_summary', request_summary, 'response_summary', response_summary)`,
        isLeft: `(request_summary IS NOT NULL OR response_summary IS NOT NULL
                  OR (error_message IS NOT NULL AND error_message <> '${ERASED}'))`,
        erase: eraseSummaries,
      }),
    );
  }
}

async function eraseSummaries(tx: Sql, _guest: unknown, ids: readonly string[]): Promise<number> {
  const rows = await tx.query(
    `UPDATE integration_logs SET request_summary = NULL, response_summary = NULL,
            error_message = CASE WHEN error_message IS NULL THEN NULL ELSE '${ERASED}' END
     WHERE id = ANY ($1) RETURNING 1`,
    [ids],
  );
  return rows.length;
}
