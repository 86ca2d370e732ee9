/**
 * Seals every secret of the database with a new master key. One transaction: either all of them are
 * under the new key and the database knows only that one, or nothing has changed.
 */
import { AuditLog } from '#access/audit-log.js';
import { AuditLogRepository } from '#access/audit/audit-log.repository.js';
import { systemPrincipal } from '#access/principal.js';
import { connectorSchema } from '#connectors/definition.schemas.js';
import type { Database, Sql } from '#core/database/database.js';
import { KeyCheck } from '#core/vault/key-check.js';
import type { KeyRing } from '#core/vault/key-ring.js';
import { Vault } from '#core/vault/vault.js';
import { lockVaultKeys } from '#core/vault/vault-keys.repository.js';
import { VaultError } from '#core/vault/vault.error.js';
import { CredentialStore } from '#providers/credential-store.js';
import { CommandError } from './command.js';
import {
  listSealedProviders,
  listSealedTexts,
  lockSealedTables,
  SEALED_COLUMNS,
  type SealedColumn,
  type SealedProvider,
  type SealedText,
  updateSealedProvider,
  updateSealedTexts,
} from './key-rotation.repository.js';

const BATCH = 500;

/** Rows by table. */
export type RotationCounts = Readonly<
  Record<'providers' | (typeof SEALED_COLUMNS)[number]['table'], number>
>;

export class KeyRotation {
  private readonly oldStore: CredentialStore;
  private readonly newStore: CredentialStore;
  private readonly oldVault: Vault;
  private readonly newVault: Vault;

  constructor(
    private readonly database: Database,
    private readonly oldRing: KeyRing,
    private readonly newRing: KeyRing,
  ) {
    this.oldVault = new Vault(oldRing);
    this.newVault = new Vault(newRing);
    this.oldStore = new CredentialStore(this.oldVault, oldRing);
    this.newStore = new CredentialStore(this.newVault, newRing);
  }

  /**
   * @throws MasterKeyMismatchError when the old keys are not those of the database
   * @throws CommandError naming a secret that the old keys don't open; nothing has changed then
   */
  async run(): Promise<RotationCounts> {
    await new KeyCheck(this.database, this.oldRing).verifyOrRegister();
    return this.database.transaction(async (tx) => {
      await lockVaultKeys(tx);
      await lockSealedTables(tx);
      const counts = await this.resealAll(tx);
      await new KeyCheck(this.database, this.newRing).replaceKeys(tx, this.newRing);
      await this.record(tx, counts);
      return counts;
    });
  }

  private async resealAll(tx: Sql): Promise<RotationCounts> {
    const counts: Record<string, number> = { providers: await this.resealProviders(tx) };
    for (const place of SEALED_COLUMNS) counts[place.table] = await this.resealTexts(tx, place);
    return counts as RotationCounts;
  }

  private async resealProviders(tx: Sql): Promise<number> {
    const rows = await listSealedProviders(tx);
    for (const row of rows) {
      await updateSealedProvider(
        tx,
        openOrName(`provider ${row.slug}`, () => this.resealProvider(row)),
      );
    }
    return rows.length;
  }

  private resealProvider(row: SealedProvider): SealedProvider {
    const values = this.oldStore.open(row.id, row.credentials_encrypted);
    const previous = row.previous_secrets_encrypted;
    return {
      ...row,
      credentials_encrypted: this.newStore.seal(row.id, values),
      previous_secrets_encrypted:
        previous === null ? null : this.newStore.seal(row.id, this.oldStore.open(row.id, previous)),
      account_fingerprint: this.newStore.fingerprint(connectorSchema.parse(row.connector), values),
    };
  }

  private async resealTexts(tx: Sql, place: SealedColumn): Promise<number> {
    let count = 0;
    let afterId: string | undefined;
    for (;;) {
      const rows = await listSealedTexts(tx, place, { afterId, limit: BATCH });
      if (rows.length === 0) return count;
      await updateSealedTexts(
        tx,
        place,
        rows.map((row) => this.resealText(row, place)),
      );
      count += rows.length;
      afterId = rows.at(-1)?.id;
    }
  }

  private resealText({ id, sealed }: SealedText, { table, aadOf }: SealedColumn): SealedText {
    const plain = openOrName(`the row ${id} of ${table}`, () =>
      this.oldVault.open(sealed, aadOf(id)),
    );
    return { id, sealed: this.newVault.seal(plain, aadOf(id)) };
  }

  private async record(tx: Sql, counts: RotationCounts): Promise<void> {
    await new AuditLog(new AuditLogRepository()).record(tx, {
      principal: systemPrincipal('cli'),
      action: 'provider.key_rotated',
      subject: { type: 'master_key', id: this.newRing.currentId },
      before: { key_id: this.oldRing.currentId },
      after: { key_id: this.newRing.currentId, ...counts },
    });
  }
}

/** A vault error doesn't know whose secret it was about. */
function openOrName<T>(owner: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new CommandError(
      `Nothing was changed: ${owner} can't be re-encrypted. ${error.message}`,
      { cause: error },
    );
  }
}
