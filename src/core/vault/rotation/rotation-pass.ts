/** One batch of a pass over every sealed text; a pass is many batches, each in a transaction of its own. */
import type { Sql } from '#core/database/database.js';
import { KeyRing } from '../key-ring.js';
import type { SealedTable } from '../sealed-table.js';
import { Vault } from '../vault.js';
import type { RotationCount, RotationCounts, RotationPosition } from './key-rotation.rows.js';
import { openRow, Resealer, UnreadableTextError } from './resealer.js';
import { listSealedRows, type ResealedRow, updateSealedRows } from './sealed-texts.repository.js';

/** Few, so that the calls under way hardly wait for this process, nor others for the rows. */
const BATCH = 50;

/** What a batch did. `position` is undefined at the end of the pass. */
export interface PassResult {
  readonly position: RotationPosition | undefined;
  /** Rows of the whole pass that were not as they should be: sealed anew, or not readable. */
  readonly found: number;
  readonly counts: RotationCounts;
  readonly problem: string | undefined;
}

interface PassState {
  readonly position: RotationPosition;
  readonly counts: RotationCounts;
}

/** Does the rows of one batch. @returns how many of them were found not to be as they should */
type BatchWork = (
  place: SealedTable,
  rows: readonly Readonly<Record<string, unknown> & { readonly id: string }>[],
) => Promise<{ readonly found: number; readonly done: number; readonly problem?: string }>;

export class RotationPass {
  constructor(private readonly tables: readonly SealedTable[]) {}

  /** Opens every text with the keys at hand and changes nothing. */
  check(sql: Sql, state: PassState, ring: KeyRing): Promise<PassResult> {
    const vault = new Vault(ring);
    return this.next(sql, state, { counts: 'checked' }, async (place, rows) => {
      const problem = firstProblem(place, rows, vault);
      return { found: problem === undefined ? 0 : 1, done: rows.length, problem };
    });
  }

  /** Seals what is not under the ring's current key, and leaves out what does not open. */
  reseal(tx: Sql, state: PassState, ring: KeyRing): Promise<PassResult> {
    const resealer = new Resealer(ring, ring);
    const how = { counts: 'resealed', notUnder: ring.currentId } as const;
    return this.next(tx, state, how, async (place, rows) => {
      const resealed: ResealedRow[] = [];
      let problem: string | undefined;
      for (const row of rows) {
        try {
          resealed.push(resealer.reseal(place, row));
        } catch (error) {
          problem ??= messageOf(error);
        }
      }
      const written = await updateSealedRows(tx, place, resealed);
      return { found: rows.length, done: written.length, problem };
    });
  }

  /** Opens every text with the ring's current key and no other. */
  verify(sql: Sql, state: PassState, ring: KeyRing): Promise<PassResult> {
    const vault = new Vault(new KeyRing({ current: ring.current, previous: [] }));
    return this.next(sql, state, { counts: 'verified' }, async (place, rows) => {
      const problem = firstProblem(place, rows, vault);
      return { found: problem === undefined ? 0 : 1, done: rows.length, problem };
    });
  }

  private async next(
    sql: Sql,
    { position, counts }: PassState,
    how: { readonly counts: keyof RotationCount; readonly notUnder?: string },
    work: BatchWork,
  ): Promise<PassResult> {
    const at = position.table ?? 0;
    const place = this.tables[at];
    const before = position.found ?? 0;
    if (!place) return { position: undefined, found: before, counts, problem: undefined };
    const rows = await listSealedRows(sql, place, {
      afterId: position.afterId,
      limit: BATCH,
      notUnder: how.notUnder,
    });
    const { found, done, problem } =
      rows.length === 0
        ? { found: 0, done: 0 }
        : { problem: undefined, ...(await work(place, rows)) };
    const isLast = rows.length < BATCH;
    return {
      position: {
        table: isLast ? at + 1 : at,
        afterId: isLast ? undefined : rows.at(-1)?.id,
        found: before + found,
      },
      found: before + found,
      counts: add(counts, { table: place.table, what: how.counts, rows: done }),
      problem,
    };
  }
}

function firstProblem(
  place: SealedTable,
  rows: readonly Readonly<Record<string, unknown> & { readonly id: string }>[],
  vault: Vault,
): string | undefined {
  for (const row of rows) {
    try {
      openRow(vault, place, row);
    } catch (error) {
      return messageOf(error);
    }
  }
  return undefined;
}

/** What can not be opened is told; anything else is a fault of ours. */
function messageOf(error: unknown): string {
  if (error instanceof UnreadableTextError) return error.message;
  throw error;
}

function add(
  counts: RotationCounts,
  { table, what, rows }: { table: string; what: keyof RotationCount; rows: number },
): RotationCounts {
  const known = counts[table] ?? { total: 0, checked: 0, resealed: 0, verified: 0 };
  return { ...counts, [table]: { ...known, [what]: known[what] + rows } };
}
