/**
 * Seals every secret of the database with a new master key while no hub runs. One transaction: either all of them are
 * under the new key and the database knows only that one, or nothing has changed.
 */
import { AuditLog } from '#access/audit-log.js';
import { AuditLogRepository } from '#access/audit/audit-log.repository.js';
import { systemPrincipal } from '#access/principal.js';
import type { Database, Sql } from '#core/database/database.js';
import { KeyCheck } from '#core/vault/key-check.js';
import type { KeyRing } from '#core/vault/key-ring.js';
import {
  forgetEndedKeys,
  waitForActiveRotation,
} from '#core/vault/rotation/key-rotation.repository.js';
import { Resealer, UnreadableTextError } from '#core/vault/rotation/resealer.js';
import {
  listSealedRows,
  type SealedRow,
  updateSealedRows,
} from '#core/vault/rotation/sealed-texts.repository.js';
import type { SealedTable } from '#core/vault/sealed-table.js';
import { lockVaultKeys } from '#core/vault/vault-keys.repository.js';
import { ALL_SEALED_TABLES } from '../sealed-tables.js';
import { CommandError } from './command.js';
import { lockSealedTables } from './key-rotation.repository.js';

const BATCH = 500;

/** Rows by table. */
export type RotationCounts = Readonly<Record<string, number>>;

export class KeyRotation {
  private readonly resealer: Resealer;

  constructor(
    private readonly database: Database,
    private readonly oldRing: KeyRing,
    private readonly newRing: KeyRing,
  ) {
    this.resealer = new Resealer(oldRing, newRing);
  }

  /**
   * @throws MasterKeyMismatchError when the old keys are not those of the database
   * @throws CommandError naming a secret that the old keys don't open; nothing has changed then
   */
  async run(): Promise<RotationCounts> {
    await this.refuseSecond(this.database);
    await new KeyCheck(this.database, this.oldRing).verifyOrRegister();
    return this.database.transaction(async (tx) => {
      await lockVaultKeys(tx);
      await this.refuseSecond(tx);
      await lockSealedTables(tx, ALL_SEALED_TABLES);
      const counts = await this.resealAll(tx);
      await forgetEndedKeys(tx);
      await new KeyCheck(this.database, this.newRing).replaceKeys(tx, this.newRing);
      await this.record(tx, counts);
      return counts;
    });
  }

  private async refuseSecond(sql: Sql): Promise<void> {
    const active = await waitForActiveRotation(sql);
    if (!active) return;
    const advice =
      active.state === 'handing_over'
        ? 'Start every hub with the new key as KUNCI_MASTER_KEY and leave it running for a few minutes first'
        : 'Start a hub and let it end that one first';
    throw new CommandError(
      `The master key is being changed already (${active.state}). ${advice}. Nothing was changed.`,
    );
  }

  private async resealAll(tx: Sql): Promise<RotationCounts> {
    const counts: Record<string, number> = {};
    for (const place of ALL_SEALED_TABLES) counts[place.table] = await this.resealTable(tx, place);
    return counts;
  }

  private async resealTable(tx: Sql, place: SealedTable): Promise<number> {
    let count = 0;
    let afterId: string | undefined;
    for (;;) {
      const rows = await listSealedRows(tx, place, { afterId, limit: BATCH });
      if (rows.length === 0) return count;
      await updateSealedRows(
        tx,
        place,
        rows.map((row) => this.resealRow(place, row)),
      );
      count += rows.length;
      afterId = rows.at(-1)?.id;
    }
  }

  private resealRow(place: SealedTable, row: SealedRow) {
    try {
      return this.resealer.reseal(place, row);
    } catch (error) {
      if (!(error instanceof UnreadableTextError)) throw error;
      throw new CommandError(`Nothing was changed. ${error.message}`, { cause: error });
    }
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
