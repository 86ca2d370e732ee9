/** Sealed texts as rows, whatever table they stand in. */
import type { Sql } from '#core/database/database.js';
import type { SealedTable } from '../sealed-table.js';

/** One row: its id, its sealed texts by column, and what its derived columns need. */
export interface SealedRow {
  readonly id: string;
  readonly [column: string]: unknown;
}

/** What of a row is written: the new texts and derived values by column. */
export interface ResealedRow {
  readonly before: SealedRow;
  readonly values: Readonly<Record<string, string | null>>;
}

interface Batch {
  readonly afterId: string | undefined;
  readonly limit: number;
  /** Only rows with a text of another key than this one. */
  readonly notUnder?: string;
}

/** The next rows after `afterId`, by primary key, that hold a sealed text. */
export function listSealedRows(
  sql: Sql,
  place: SealedTable,
  { afterId, limit, notUnder }: Batch,
): Promise<SealedRow[]> {
  const columns = ['id', ...place.columns, ...(place.derived?.reads ?? [])].join(', ');
  return sql.query<SealedRow>(
    `SELECT ${columns} FROM ${place.table}
     WHERE (${place.columns.map((column) => toDo(column)).join(' OR ')})
       AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
    notUnder === undefined
      ? [afterId ?? null, limit, '']
      : [afterId ?? null, limit, `kv1.${notUnder}.`],
  );
}

/** How many rows hold a text that is not sealed with this key. */
export async function countRowsNotUnder(
  sql: Sql,
  place: SealedTable,
  keyId: string,
): Promise<number> {
  return count(sql, place, `kv1.${keyId}.`);
}

export async function countSealedRows(sql: Sql, place: SealedTable): Promise<number> {
  return count(sql, place, '');
}

/**
 * Writes the rows that are still as they were read: a change that came between keeps what it wrote, and is seen again
 * by the next pass.
 *
 * @returns ids of the rows that were written
 */
export async function updateSealedRows(
  tx: Sql,
  place: SealedTable,
  rows: readonly ResealedRow[],
): Promise<string[]> {
  if (rows.length === 0) return [];
  const written = [...place.columns, ...(place.derived?.writes ?? [])];
  const names = [
    'id',
    ...place.columns.map((column) => `was_${column}`),
    ...written.map((column) => `new_${column}`),
  ];
  const types = names.map((_, i) => `$${i + 1}::${i === 0 ? 'uuid' : 'text'}[]`);
  const params = [
    rows.map(({ before }) => before.id),
    ...place.columns.map((column) => rows.map(({ before }) => before[column] ?? null)),
    ...written.map((column) => rows.map(({ values }) => values[column] ?? null)),
  ];
  const found = await tx.query<{ id: string }>(
    `UPDATE ${place.table} t SET ${written.map((column) => `${column} = s.new_${column}`).join(', ')}
     FROM unnest(${types.join(', ')}) AS s (${names.join(', ')})
     WHERE t.id = s.id AND ${place.columns
       .map((column) => `t.${column} IS NOT DISTINCT FROM s.was_${column}`)
       .join(' AND ')}
     RETURNING t.id`,
    params,
  );
  const ids = found.map((row) => row.id);
  if (place.channel !== undefined && ids.length > 0) {
    await tx.query('SELECT pg_notify($1, id) FROM unnest($2::text[]) AS id', [place.channel, ids]);
  }
  return ids;
}

/** Third parameter: the beginning of a text that is done already; empty for none. */
function toDo(column: string): string {
  return `(${column} IS NOT NULL AND ($3 = '' OR NOT starts_with(${column}, $3)))`;
}

async function count(sql: Sql, place: SealedTable, done: string): Promise<number> {
  const [row] = await sql.query<{ rows: number }>(
    `SELECT count(*)::int AS rows FROM ${place.table}
     WHERE ${place.columns
       .map((column) => `(${column} IS NOT NULL AND ($1 = '' OR NOT starts_with(${column}, $1)))`)
       .join(' OR ')}`,
    [done],
  );
  return row?.rows ?? 0;
}
