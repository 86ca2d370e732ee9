import { aadOf as aadOfPayout } from '#categories/payment/payouts/payout-destination.js';
import type { Sql } from '#core/database/database.js';
import { sealedFor } from '#events/endpoints/endpoint-secrets.js';

/** What of a provider's row hangs on the master key, and what is needed to compute it anew. */
export interface SealedProvider {
  readonly id: string;
  readonly slug: string;
  readonly connector: unknown;
  readonly credentials_encrypted: string;
  readonly previous_secrets_encrypted: string | null;
  readonly account_fingerprint: string;
}

/** A column of texts that are sealed one by one, each tied to the id of its row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly aadOf: (id: string) => string;
}

/** Every one but the providers' own; what is missing here can not be read any more after a rotation. */
export const SEALED_COLUMNS = [
  { table: 'webhook_logs', column: 'headers_sealed', aadOf: (id) => `webhook:${id}` },
  { table: 'payout_tasks', column: 'destination_sealed', aadOf: aadOfPayout },
  { table: 'webhook_endpoints', column: 'secrets_sealed', aadOf: sealedFor },
] as const satisfies readonly SealedColumn[];

export interface SealedText {
  readonly id: string;
  readonly sealed: string;
}

/** Nobody may add a secret under the old key until the transaction ends; readers go on. */
export async function lockSealedTables(tx: Sql): Promise<void> {
  const tables = ['providers', ...SEALED_COLUMNS.map(({ table }) => table)].join(', ');
  await tx.query(`LOCK TABLE ${tables} IN SHARE ROW EXCLUSIVE MODE`);
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
export function listSealedTexts(
  tx: Sql,
  { table, column }: SealedColumn,
  { afterId, limit }: { readonly afterId: string | undefined; readonly limit: number },
): Promise<SealedText[]> {
  return tx.query<SealedText>(
    `SELECT id, ${column} AS sealed FROM ${table}
     WHERE ${column} IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
    [afterId ?? null, limit],
  );
}

export async function updateSealedTexts(
  tx: Sql,
  { table, column }: SealedColumn,
  rows: readonly SealedText[],
): Promise<void> {
  await tx.query(
    `UPDATE ${table} t SET ${column} = s.sealed
     FROM unnest($1::uuid[], $2::text[]) AS s (id, sealed) WHERE t.id = s.id`,
    [rows.map((row) => row.id), rows.map((row) => row.sealed)],
  );
}
