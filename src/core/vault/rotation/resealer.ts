/** Opens sealed texts and seals them with another key, row by row. Pure but for the randomness of sealing. */
import type { KeyRing } from '../key-ring.js';
import type { SealedTable } from '../sealed-table.js';
import { Vault } from '../vault.js';
import { VaultError } from '../vault.error.js';
import type { ResealedRow, SealedRow } from './sealed-texts.repository.js';

/** A text that does not open, named by its place; the message holds ids alone. */
export class UnreadableTextError extends Error {
  constructor(table: string, id: string, cause: VaultError) {
    super(`The row ${id} of ${table} can not be opened. ${cause.message}`, { cause });
    this.name = 'UnreadableTextError';
  }
}

/** The texts of a row by column. @throws UnreadableTextError */
export function openRow(
  vault: Vault,
  { table, columns, aadOf }: SealedTable,
  row: SealedRow,
): Map<string, Buffer> {
  const plain = new Map<string, Buffer>();
  for (const column of columns) {
    const sealed = row[column];
    if (typeof sealed !== 'string') continue;
    try {
      plain.set(column, vault.open(sealed, aadOf(row.id)));
    } catch (error) {
      if (error instanceof VaultError) throw new UnreadableTextError(table, row.id, error);
      throw error;
    }
  }
  return plain;
}

export class Resealer {
  private readonly from: Vault;
  private readonly to: Vault;

  /** @param from its keys open; @param to its current key seals */
  constructor(
    from: KeyRing,
    private readonly toRing: KeyRing,
  ) {
    this.from = new Vault(from);
    this.to = new Vault(toRing);
  }

  /** @throws UnreadableTextError */
  reseal(place: SealedTable, before: SealedRow): ResealedRow {
    const plain = openRow(this.from, place, before);
    const values: Record<string, string | null> = {};
    for (const column of place.columns) {
      const text = plain.get(column);
      values[column] = text === undefined ? null : this.to.seal(text, place.aadOf(before.id));
    }
    return {
      before,
      values: { ...values, ...place.derived?.compute(before, plain, this.toRing) },
    };
  }
}
