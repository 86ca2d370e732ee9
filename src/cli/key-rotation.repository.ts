import type { Sql } from '#core/database/database.js';

/** What of a provider's row hangs on the master key, and what is needed to compute it anew. */
export interface SealedProvider {
  readonly id: string;
  readonly slug: string;
  readonly connector: unknown;
  readonly credentials_encrypted: string;
  readonly previous_secrets_encrypted: string | null;
  readonly account_fingerprint: string;
}

export interface SealedHeaders {
  readonly id: string;
  readonly headers_sealed: string;
}

/** Nobody may add a secret under the old key until the transaction ends; readers go on. */
export async function lockSealedTables(tx: Sql): Promise<void> {
  await tx.query('LOCK TABLE providers, webhook_logs IN SHARE ROW EXCLUSIVE MODE');
}

/** How many hubs are connected to this database: each holds one connection that listens. */
export async function countConnectedHubs(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ hubs: number }>(
    `SELECT count(*)::int AS hubs FROM pg_stat_activity
     WHERE application_name = 'kunci-listen' AND datname = current_database()`,
  );
  return row?.hubs ?? 0;
}

export function listSealedProviders(tx: Sql): Promise<SealedProvider[]> {
  return tx.query<SealedProvider>(
    `SELECT id, slug, connector, credentials_encrypted, previous_secrets_encrypted, account_fingerprint
     FROM providers ORDER BY id`,
  );
}

export async function updateSealedProvider(tx: Sql, row: SealedProvider): Promise<void> {
  await tx.query(
    `UPDATE providers SET credentials_encrypted = $2, previous_secrets_encrypted = $3, account_fingerprint = $4
     WHERE id = $1`,
    [row.id, row.credentials_encrypted, row.previous_secrets_encrypted, row.account_fingerprint],
  );
}

/** The next rows after `afterId`, by primary key. */
export function listSealedHeaders(
  tx: Sql,
  afterId: string | undefined,
  limit: number,
): Promise<SealedHeaders[]> {
  return tx.query<SealedHeaders>(
    `SELECT id, headers_sealed FROM webhook_logs
     WHERE headers_sealed IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
    [afterId ?? null, limit],
  );
}

export async function updateSealedHeaders(tx: Sql, rows: readonly SealedHeaders[]): Promise<void> {
  await tx.query(
    `UPDATE webhook_logs l SET headers_sealed = s.headers_sealed
     FROM unnest($1::uuid[], $2::text[]) AS s (id, headers_sealed) WHERE l.id = s.id`,
    [rows.map((row) => row.id), rows.map((row) => row.headers_sealed)],
  );
}
