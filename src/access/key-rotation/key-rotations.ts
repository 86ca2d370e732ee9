import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { hubVersion } from '#core/config/hub-version.js';
import { Database, type Sql } from '#core/database/database.js';
import { AppError, ConflictError, InvalidInputError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { checkRowOf, opens } from '#core/vault/key-check.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { countStrangers, listHolders } from '#core/vault/rotation/key-holders.repository.js';
import {
  forgetEndedKeys,
  insertRotation,
  updateRotation,
  waitForActiveRotation,
} from '#core/vault/rotation/key-rotation.repository.js';
import type { RotationCounts } from '#core/vault/rotation/key-rotation.rows.js';
import { aadOfKey } from '#core/vault/rotation/learn-keys.js';
import { countSealedRows } from '#core/vault/rotation/sealed-texts.repository.js';
import { SEALED_TABLES, type SealedTable } from '#core/vault/sealed-table.js';
import { Vault } from '#core/vault/vault.js';
import {
  deleteVaultKey,
  insertVaultKey,
  listVaultKeys,
  lockVaultKeys,
} from '#core/vault/vault-keys.repository.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import type { StartRotation } from './key-rotation.schemas.js';

/** Begins and calls off a change of the master key; the hubs that run do the rest by themselves. */
@Injectable()
export class KeyRotations {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly config: Config,
    private readonly audit: AuditLog,
    @Inject(SEALED_TABLES) private readonly tables: readonly SealedTable[],
  ) {}

  /**
   * Writes down that the key is to be changed, with the new key sealed under the old one and the old under the new.
   *
   * @throws InvalidInputError for a key that can not be taken; ConflictError while another change is under way, or a
   *   process runs that would not take part
   */
  async start(body: StartRotation, actor: Actor): Promise<void> {
    const oldKey = this.ring.current;
    const oldRing = new KeyRing({ current: oldKey, previous: [] });
    const newRing = new KeyRing({ current: this.newKeyOf(body), previous: [] });
    await this.refuseStrangers();
    // Counted before, since a hub that starts waits for the lock.
    const counts = await this.totals();
    await this.database.transaction(async (tx) => {
      await lockVaultKeys(tx);
      await this.refuseSecond(tx);
      await this.refuseWrongOrKnown(tx, oldRing, newRing);
      await forgetEndedKeys(tx);
      await insertVaultKey(tx, checkRowOf(newRing));
      const id = newId();
      await insertRotation(tx, {
        id,
        old_key_id: oldRing.currentId,
        new_key_id: newRing.currentId,
        new_key_sealed: new Vault(oldRing).seal(newRing.current, aadOfKey(id)),
        old_key_sealed: new Vault(newRing).seal(oldKey, aadOfKey(id)),
        counts,
        started_by: actor,
      });
      await this.audit.record(tx, {
        ...actor,
        action: 'master_key.rotation_started',
        subject: { type: 'master_key', id: newRing.currentId },
        before: { key_id: oldRing.currentId },
        after: { key_id: newRing.currentId },
      });
    });
  }

  /** @throws ConflictError when nothing is under way, or when it is too late: some process seals with the new key */
  async cancel(actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await waitForActiveRotation(tx);
      if (!row) throw new ConflictError('The master key is not being changed.');
      if (row.state !== 'checking' && row.state !== 'distributing') {
        throw new ConflictError(
          'Secrets are sealed with the new master key already; let the change go on. Change the key once more to get rid of the new one.',
        );
      }
      await deleteVaultKey(tx, row.new_key_id);
      await updateRotation(tx, row.id, { state: 'cancelled', finished_at: new Date() });
      await this.audit.record(tx, {
        ...actor,
        action: 'master_key.rotation_cancelled',
        subject: { type: 'master_key', id: row.new_key_id },
      });
    });
  }

  private newKeyOf({ new_key: text }: StartRotation): Buffer {
    if (text !== undefined) return Buffer.from(text.slice('base64:'.length), 'base64');
    if (this.config.keyFileDir !== undefined) return randomBytes(32);
    throw new InvalidInputError(
      'new_key',
      'Send the new key as base64:<32 bytes> (openssl rand -base64 32 makes one) and keep it: it has to be set as KUNCI_MASTER_KEY afterwards.',
      'required',
    );
  }

  private async refuseStrangers(): Promise<void> {
    const version = hubVersion();
    const others = (await listHolders(this.database)).filter(
      (holder) => holder.hub_version !== version,
    );
    const strangers =
      others.length + (await countStrangers(this.database, { withNewcomers: false }));
    if (strangers === 0) return;
    throw new ConflictError(
      `${strangers} running ${strangers === 1 ? 'process is' : 'processes are'} of a version that can not take part. Update every hub on this database, then try again.`,
    );
  }

  private async refuseSecond(tx: Sql): Promise<void> {
    const active = await waitForActiveRotation(tx);
    if (!active) return;
    throw new ConflictError(
      `The master key is being changed already (${active.state}); GET /api/v1/key-rotation says what it waits for.`,
    );
  }

  private async refuseWrongOrKnown(tx: Sql, oldRing: KeyRing, newRing: KeyRing): Promise<void> {
    const rows = await listVaultKeys(tx);
    if (!rows.some((row) => opens(oldRing, row))) {
      throw new AppError('The master key in use is not the one of this database.', { status: 409 });
    }
    if (
      !this.ring.find(newRing.currentId) &&
      !rows.some((row) => row.key_id === newRing.currentId)
    ) {
      return;
    }
    throw new InvalidInputError(
      'new_key',
      'This key is in use already; make a new one, for example with: openssl rand -base64 32',
      'in_use',
    );
  }

  private async totals(): Promise<RotationCounts> {
    const counts: Record<string, RotationCounts[string]> = {};
    for (const place of this.tables) {
      const total = await countSealedRows(this.database, place);
      counts[place.table] = { total, checked: 0, resealed: 0, verified: 0 };
    }
    return counts;
  }
}
