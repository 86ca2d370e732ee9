import type { Sql } from '#core/database/database.js';

/** A master key the database knows: its id and a sealed text that only that key opens. */
export interface VaultKeyRow {
  readonly key_id: string;
  readonly check_value: string;
}

/** Keeps two starting instances from registering two different keys in one empty database. */
export async function lockVaultKeys(tx: Sql): Promise<void> {
  await tx.query('LOCK TABLE vault_keys IN SHARE ROW EXCLUSIVE MODE');
}

export function listVaultKeys(sql: Sql): Promise<VaultKeyRow[]> {
  return sql.query<VaultKeyRow>('SELECT key_id, check_value FROM vault_keys ORDER BY created_at');
}

export async function insertVaultKey(tx: Sql, row: VaultKeyRow): Promise<void> {
  await tx.query('INSERT INTO vault_keys (key_id, check_value) VALUES ($1, $2)', [
    row.key_id,
    row.check_value,
  ]);
}

/** Forgets every key but `keyId`. */
export async function deleteOtherVaultKeys(tx: Sql, keyId: string): Promise<void> {
  await tx.query('DELETE FROM vault_keys WHERE key_id <> $1', [keyId]);
}

export async function deleteVaultKey(tx: Sql, keyId: string): Promise<void> {
  await tx.query('DELETE FROM vault_keys WHERE key_id = $1', [keyId]);
}
