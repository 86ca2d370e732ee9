import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ERASED } from '#core/privacy/guest.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { ScannedTable } from '#core/privacy/scanned-table.js';

/**
 * Guests in the bodies that vendors sent. A body goes as a whole: it is the vendor's own form, and nobody knows which of
 * its fields tell of somebody. The marks against repeats stand in a table of their own, so an event stays told once.
 */
@Injectable()
export class WebhookPersonalData implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sources: PersonalDataSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(
      new ScannedTable(this.database, {
        name: 'webhook_logs',
        keeps:
          'when which vendor called, the verdict and the ids of what came of it, so that no event counts twice; an erased body can not be replayed.',
        table: 'webhook_logs',
        // Bytes beyond ASCII are escaped, so that any body is text; vendors write addresses and numbers in ASCII.
        searched: `lower(query || ' ' || encode(body, 'escape') || ' ' || results::text)`,
        data: `jsonb_build_object('received_at', received_at, 'provider_id', provider_id, 'status', status,
                                  'method', method, 'query', query, 'body', encode(body, 'escape'),
                                  'erased_at', erased_at)`,
        isLeft: 'erased_at IS NULL',
        stays: `CASE WHEN due_at IS NOT NULL THEN 'the webhook is still being processed; ask again in a moment' END`,
        erase: eraseBodies,
      }),
    );
  }
}

async function eraseBodies(tx: Sql, _guest: unknown, ids: readonly string[]): Promise<number> {
  const rows = await tx.query(
    `UPDATE webhook_logs SET body = ''::bytea, query = '', headers_sealed = NULL, erased_at = now(),
            headers = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(headers)
                       WHERE key IN ('content-type', 'content-length', 'user-agent')),
            reason = CASE WHEN status = 'failed' THEN '${ERASED}' ELSE reason END
     WHERE id = ANY ($1) AND erased_at IS NULL AND due_at IS NULL RETURNING 1`,
    [ids],
  );
  return rows.length;
}
