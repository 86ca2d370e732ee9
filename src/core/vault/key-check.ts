/**
 * Ties a database to its master keys. Without it a hub started with the wrong key would run, write
 * new secrets with that key and fail on every old one, hours later and far from the cause.
 */
import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { KeyRing } from './key-ring.js';
import {
  deleteOtherVaultKeys,
  insertVaultKey,
  listVaultKeys,
  lockVaultKeys,
  type VaultKeyRow,
} from './vault-keys.repository.js';
import { learnKeys } from './rotation/learn-keys.js';
import { MasterKeyMismatchError, VaultError } from './vault.error.js';
import { Vault } from './vault.js';

const CHECK_TEXT = 'kunci master key check';

@Injectable()
export class KeyCheck {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
  ) {}

  /**
   * Run at start, after the migrations: every key the database knows must be in the ring; the
   * current key is registered when it is new. Safe to run again and by many instances at once. While the
   * master key is being changed, the ring learns the keys that it was not started with.
   *
   * @throws MasterKeyMismatchError when a key of the database is missing or is another one than its id says
   */
  async verifyOrRegister(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockVaultKeys(tx);
      await learnKeys(tx, this.ring);
      const rows = await listVaultKeys(tx);
      const missing = rows.filter((row) => !opens(this.ring, row)).map((row) => row.key_id);
      if (missing.length > 0) throw new MasterKeyMismatchError(missing);
      if (rows.some((row) => row.key_id === this.ring.currentId)) return;
      await insertVaultKey(tx, checkRowOf(this.ring));
    });
  }

  /**
   * Makes the current key of `ring` the only one the database knows: the last step of a rotation,
   * inside the transaction that sealed every secret again.
   */
  async replaceKeys(tx: Sql, ring: KeyRing): Promise<void> {
    await lockVaultKeys(tx);
    const rows = await listVaultKeys(tx);
    await deleteOtherVaultKeys(tx, ring.currentId);
    if (rows.some((row) => row.key_id === ring.currentId)) return;
    await insertVaultKey(tx, checkRowOf(ring));
  }
}

/** The row that makes the current key of the ring known to the database. */
export function checkRowOf(ring: KeyRing): VaultKeyRow {
  const keyId = ring.currentId;
  return { key_id: keyId, check_value: new Vault(ring).seal(CHECK_TEXT, aadOf(keyId)) };
}

/** Whether the ring holds the key of the row, and the key is the one that the row was made with. */
export function opens(ring: KeyRing, row: VaultKeyRow): boolean {
  try {
    return new Vault(ring).open(row.check_value, aadOf(row.key_id)).toString('utf8') === CHECK_TEXT;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}

function aadOf(keyId: string): string {
  return `vault-key:${keyId}`;
}
