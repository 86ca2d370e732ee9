import type { Database } from '#core/database/database.js';

/** Less than what a source may take, so that the database gives up before the scrape does. */
const STATEMENT_TIMEOUT_MS = 800;

/** Rows for a scrape: the database itself ends a statement that takes too long. */
export function readBriefly<R>(database: Database, sql: string): Promise<R[]> {
  return database.transaction(async (tx) => {
    await tx.query(`SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    return tx.query<R>(sql);
  });
}
