import type { KeyRing } from './key-ring.js';

/** What further columns of a row are computed from its opened texts with a master key. */
interface DerivedColumns {
  /** Columns that the computation reads beside the texts. */
  readonly reads: readonly string[];
  /** Names of the columns it writes. */
  readonly writes: readonly string[];
  /** @param plain the opened texts by column; a column that is null is missing */
  compute(
    row: Readonly<Record<string, unknown>>,
    plain: ReadonlyMap<string, Buffer>,
    ring: KeyRing,
  ): Readonly<Record<string, string>>;
}

/**
 * A table that holds sealed texts, described by the layer that seals them. Whoever changes the master key or proves a
 * backup reads these descriptions; a text that nobody describes could not be read any more after the change.
 */
export interface SealedTable {
  readonly table: string;
  /** Columns of sealed texts, each tied to the id of its row. */
  readonly columns: readonly string[];
  /** What the texts of the row are tied to; the same that they were sealed with. */
  readonly aadOf: (id: string) => string;
  readonly derived?: DerivedColumns;
  /** NOTIFY channel that is told the id of a row that was sealed anew. */
  readonly channel?: string;
}

/** Injection token of every sealed table of the hub. */
export const SEALED_TABLES = Symbol('sealed tables');
