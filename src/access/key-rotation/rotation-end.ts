import { Inject, Injectable } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { writeMasterKeyFile } from '#core/config/master-key-file.js';
import type { Sql } from '#core/database/database.js';
import { KeyCheck } from '#core/vault/key-check.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { listHolders } from '#core/vault/rotation/key-holders.repository.js';
import { updateRotation } from '#core/vault/rotation/key-rotation.repository.js';
import type { KeyRotationRow } from '#core/vault/rotation/key-rotation.rows.js';
import { countRowsNotUnder } from '#core/vault/rotation/sealed-texts.repository.js';
import { SEALED_TABLES, type SealedTable } from '#core/vault/sealed-table.js';
import { AuditLog } from '../audit-log.js';
import { startedBySchema } from './key-rotation.schemas.js';

/** `done`: there may be more at once. `waiting`: others have to do something first. */
export type StepOutcome = 'nothing' | 'done' | 'waiting';

/** For so long no process may have run with the old key in its settings before that key stops being enough. */
const HANDOVER_S = 300;
const NOTE_EVERY_S = 10;

/** The last steps of changing the master key: the new one becomes the only one. */
@Injectable()
export class RotationEnd {
  constructor(
    private readonly config: Config,
    private readonly ring: KeyRing,
    private readonly keys: KeyCheck,
    private readonly audit: AuditLog,
    @Inject(SEALED_TABLES) private readonly tables: readonly SealedTable[],
  ) {}

  /** Everything opens with the new key. What remains are the settings, if it is they that hold the key. */
  async conclude(tx: Sql, row: KeyRotationRow): Promise<StepOutcome> {
    const { keyFileDir } = this.config;
    // First the file: a hub that is killed now starts with the new key and learns the old one from the row.
    if (keyFileDir !== undefined) await writeMasterKeyFile(keyFileDir, [this.ring.current]);
    await this.keys.replaceKeys(tx, this.ring);
    await this.audit.record(tx, {
      ...startedBySchema.parse(row.started_by),
      action: 'provider.key_rotated',
      subject: { type: 'master_key', id: row.new_key_id },
      before: { key_id: row.old_key_id },
      after: { key_id: row.new_key_id, ...resealedOf(row) },
    });
    await updateRotation(tx, row.id, {
      position: {},
      problem: null,
      ...(keyFileDir === undefined ? { state: 'handing_over' } : ENDED_WELL()),
    });
    return 'done';
  }

  /** Waits until every process was started with the new key, so that none is locked out. */
  async handOver(tx: Sql, row: KeyRotationRow): Promise<StepOutcome> {
    const holders = await listHolders(tx);
    const hasOld = holders.some((holder) => holder.started_with !== row.new_key_id);
    const [seen] = await tx.query<{ age: number; now: Date }>(
      'SELECT extract(epoch FROM now() - $1::timestamptz)::float8 AS age, now() AS now',
      [row.old_key_seen_at],
    );
    if (!seen) return 'waiting';
    if (hasOld) {
      if (seen.age > NOTE_EVERY_S) await updateRotation(tx, row.id, { old_key_seen_at: seen.now });
      return 'waiting';
    }
    if (seen.age < HANDOVER_S) return 'waiting';
    const isClean = await this.isClean(tx, row);
    await updateRotation(tx, row.id, isClean ? ENDED_WELL() : { state: 'resealing', position: {} });
    return 'done';
  }

  /** The last look before the old key is let go. */
  private async isClean(tx: Sql, row: KeyRotationRow): Promise<boolean> {
    for (const place of this.tables) {
      if ((await countRowsNotUnder(tx, place, row.new_key_id)) > 0) return false;
    }
    return true;
  }
}

/** The new key is not readable under the old one any more; the old one under the new for another day. */
const ENDED_WELL = () =>
  ({ state: 'done', new_key_sealed: null, finished_at: new Date() }) as const;

function resealedOf({ counts }: KeyRotationRow): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).map(([table, { resealed }]) => [table, resealed]),
  );
}
