import { Injectable } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Database } from '#core/database/database.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { listHolders } from '#core/vault/rotation/key-holders.repository.js';
import { findLatestRotation } from '#core/vault/rotation/key-rotation.repository.js';
import {
  type KeyHolderRow,
  type KeyRotationRow,
  type RotationState,
  SWITCHED,
} from '#core/vault/rotation/key-rotation.rows.js';
import type { RotationAnswer } from './key-rotation.schemas.js';

/** What a person wants to know of a change of the master key. */
@Injectable()
export class RotationStatus {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly config: Config,
  ) {}

  async read(): Promise<RotationAnswer> {
    const [row, holders] = await Promise.all([
      findLatestRotation(this.database),
      listHolders(this.database),
    ]);
    return toAnswer(row, holders, {
      currentId: this.ring.currentId,
      inFile: this.config.keyFileDir !== undefined,
    });
  }
}

interface KeyPlace {
  readonly currentId: string;
  readonly inFile: boolean;
}

function toAnswer(
  row: KeyRotationRow | undefined,
  holders: readonly KeyHolderRow[],
  { currentId, inFile }: KeyPlace,
): RotationAnswer {
  const aboutKeys = {
    current_key_id: currentId,
    key_place: inFile ? ('file' as const) : ('settings' as const),
    processes: countProcesses(row, holders, currentId),
  };
  if (!row) return { ...NO_ROTATION, ...aboutKeys };
  return {
    ...aboutKeys,
    state: row.state,
    old_key_id: row.old_key_id,
    new_key_id: row.new_key_id,
    percent: percentOf(row),
    tables: row.counts,
    problem: row.problem,
    next: [...(NEXT[row.state] ?? []), ...(row.state === 'done' && inFile ? [IN_FILE] : [])],
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}

const NO_ROTATION = {
  state: 'idle',
  old_key_id: null,
  new_key_id: null,
  percent: 0,
  tables: {},
  problem: null,
  next: [],
  started_at: null,
  finished_at: null,
} as const satisfies Partial<RotationAnswer>;

const OLD_BACKUPS =
  'Backups made before the change can only be read with the old key: keep a copy of it with them.';
const IN_FILE = 'master.key holds the new key. Back it up, apart from the database.';

/** What is left for a person to do. */
const NEXT: Readonly<Partial<Record<RotationState, readonly string[]>>> = {
  handing_over: [
    'Set KUNCI_MASTER_KEY to the new key for every hub, leave KUNCI_MASTER_KEY_PREVIOUS empty, and restart them one after the other. Until all have it they start with either key.',
    OLD_BACKUPS,
  ],
  done: [OLD_BACKUPS],
  failed: ['Put right what the problem names, then start again. The old key is still the key.'],
};

function countProcesses(
  row: KeyRotationRow | undefined,
  holders: readonly KeyHolderRow[],
  currentId: string,
): RotationAnswer['processes'] {
  const needed = row && SWITCHED.has(row.state) ? 2 : 1;
  const newId = row?.new_key_id ?? currentId;
  return {
    running: holders.length,
    ready: holders.filter(({ rotation_id: id, phase }) => id === row?.id && phase >= needed).length,
    started_with_new_key: holders.filter((holder) => holder.started_with === newId).length,
  };
}

/** Every row is opened, sealed anew and opened once more. */
function percentOf({ state, counts }: KeyRotationRow): number {
  if (state === 'done' || state === 'handing_over') return 100;
  const all = Object.values(counts);
  const total = all.reduce((sum, count) => sum + 3 * count.total, 0);
  const done = all.reduce(
    (sum, { total: limit, checked, resealed, verified }) =>
      sum + [checked, resealed, verified].reduce((part, n) => part + Math.min(n, limit), 0),
    0,
  );
  return total === 0 ? 0 : Math.min(99, Math.floor((100 * done) / total));
}
