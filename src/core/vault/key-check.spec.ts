import { describe, expect, it } from '@jest/globals';
import type { Database, Sql } from '#core/database/database.js';
import { KeyCheck } from './key-check.js';
import { KeyRing, keyIdOf } from './key-ring.js';
import type { VaultKeyRow } from './vault-keys.repository.js';
import { MasterKeyMismatchError } from './vault.error.js';

const A = Buffer.alloc(32, 1);
const B = Buffer.alloc(32, 2);

/** Holds the one table; answers the four statements of the repository. No change of keys is under way. */
class FakeKeyTable {
  rows: VaultKeyRow[] = [];
  locked = 0;

  readonly sql: Sql = {
    query: <R>(sql: string, params: readonly unknown[] = []) =>
      Promise.resolve(this.answer(sql, params) as R[]),
    prepared: () => Promise.reject(new Error('not used')),
  };

  readonly database = {
    transaction: <T>(work: (tx: Sql) => Promise<T>) => work(this.sql),
  } as unknown as Database;

  private answer(sql: string, params: readonly unknown[]): unknown[] {
    if (sql.startsWith('LOCK')) this.locked += 1;
    if (sql.startsWith('INSERT')) {
      this.rows.push({ key_id: String(params[0]), check_value: String(params[1]) });
    }
    if (sql.startsWith('DELETE')) this.rows = this.rows.filter((row) => row.key_id === params[0]);
    return sql.startsWith('SELECT key_id') ? [...this.rows] : [];
  }
}

const ringOf = (current: Buffer, ...previous: Buffer[]): KeyRing =>
  new KeyRing({ current, previous });

const start = (table: FakeKeyTable, ring: KeyRing): Promise<void> =>
  new KeyCheck(table.database, ring).verifyOrRegister();

describe('KeyCheck', () => {
  it('registers the key of an empty database under a lock', async () => {
    const table = new FakeKeyTable();

    await start(table, ringOf(A));

    expect(table.rows.map((row) => row.key_id)).toEqual([keyIdOf(A)]);
    expect(table.locked).toBe(1);
  });

  it('registers nothing on the next start', async () => {
    const table = new FakeKeyTable();
    await start(table, ringOf(A));

    await start(table, ringOf(A));

    expect(table.rows).toHaveLength(1);
  });

  it('refuses to start with another key and names the missing one', async () => {
    const table = new FakeKeyTable();
    await start(table, ringOf(A));

    await expect(start(table, ringOf(B))).rejects.toThrow(MasterKeyMismatchError);
    await expect(start(table, ringOf(B))).rejects.toThrow(keyIdOf(A));
    expect(table.rows).toHaveLength(1);
  });

  it('refuses a key whose id fits but which does not open the check value', async () => {
    const table = new FakeKeyTable();
    await start(table, ringOf(B));
    const [foreign] = table.rows;
    table.rows = [{ key_id: keyIdOf(A), check_value: String(foreign?.check_value) }];

    await expect(start(table, ringOf(A))).rejects.toThrow(MasterKeyMismatchError);
  });

  it('takes a new key beside the old one while keys are being rotated', async () => {
    const table = new FakeKeyTable();
    await start(table, ringOf(A));

    await start(table, ringOf(B, A));

    expect(table.rows.map((row) => row.key_id)).toEqual([keyIdOf(A), keyIdOf(B)]);
  });

  it('knows only the new key after a rotation', async () => {
    const table = new FakeKeyTable();
    await start(table, ringOf(A));

    await new KeyCheck(table.database, ringOf(A)).replaceKeys(table.sql, ringOf(B, A));

    await expect(start(table, ringOf(B))).resolves.toBeUndefined();
    await expect(start(table, ringOf(A))).rejects.toThrow(MasterKeyMismatchError);
  });

  it('ends the process with the exit code of bad settings', () => {
    expect(MasterKeyMismatchError.exitCode).toBe(78);
  });
});
