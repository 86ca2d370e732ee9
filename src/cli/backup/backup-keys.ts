/** Whether a backup and a master key belong together. */
import { environmentSchema } from '#core/config/config.schemas.js';
import type { Sql } from '#core/database/database.js';
import { opens } from '#core/vault/key-check.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { learnKeys } from '#core/vault/rotation/learn-keys.js';
import { listVaultKeys, type VaultKeyRow } from '#core/vault/vault-keys.repository.js';
import { MasterKeyMismatchError } from '#core/vault/vault.error.js';
import { UsageError } from '../command.js';

/** @throws UsageError */
export function parseKey(option: string, text: string): Buffer {
  const parsed = environmentSchema.shape.KUNCI_MASTER_KEY.safeParse(text);
  if (parsed.data) return parsed.data;
  throw new UsageError(
    `--${option}: ${parsed.error?.issues[0]?.message ?? 'expected base64:<32 bytes>'}`,
  );
}

export function ringOf(key: Buffer): KeyRing {
  return new KeyRing({ current: key, previous: [] });
}

/**
 * Known before a single row is read; made while the key was being changed, a backup has two keys, and one is enough.
 *
 * @throws MasterKeyMismatchError
 */
export function assertFits(ring: KeyRing, rows: readonly VaultKeyRow[]): void {
  if (rows.length === 0 || rows.some((row) => opens(ring, row))) return;
  throw new MasterKeyMismatchError(rows.map((row) => row.key_id));
}

/** @throws MasterKeyMismatchError naming the keys of the database that the ring neither holds nor can learn */
export async function assertOpens(sql: Sql, ring: KeyRing): Promise<void> {
  const [found] = await sql.query<{ exists: boolean }>(
    `SELECT to_regclass('public.key_rotations') IS NOT NULL AS exists`,
  );
  if (found?.exists === true) await learnKeys(sql, ring);
  const missing = (await listVaultKeys(sql)).filter((row) => !opens(ring, row));
  if (missing.length > 0) throw new MasterKeyMismatchError(missing.map((row) => row.key_id));
}
