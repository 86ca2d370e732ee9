/** What the catalogue of the database says about our tables. */
import type { Sql } from '#core/database/database.js';
import { LEFT_OUT } from './backup.types.js';

export interface BackupColumn {
  readonly name: string;
  /** As in `timestamp with time zone`, fit for a cast. */
  readonly type: string;
}

export interface BackupTable {
  readonly name: string;
  readonly columns: readonly BackupColumn[];
}

/** Every table of ours with the columns that hold something of their own; of a partitioned one the whole alone. */
export async function listTables(sql: Sql): Promise<BackupTable[]> {
  const rows = await sql.query<{ table: string; name: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum`,
  );
  const tables = new Map<string, BackupColumn[]>();
  for (const { table, name, type } of rows) {
    if (LEFT_OUT.has(table)) continue;
    const columns = tables.get(table) ?? [];
    columns.push({ name, type });
    tables.set(table, columns);
  }
  return [...tables].map(([name, columns]) => ({ name, columns }));
}

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Takes the foreign keys away, so that tables can be filled in any order; the answer brings them back, checked. */
export async function withoutForeignKeys(tx: Sql): Promise<() => Promise<void>> {
  const keys = await tx.query<ForeignKey>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint
     WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of keys) {
    await tx.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  }
  return async () => {
    for (const { table, name, definition } of keys) {
      await tx.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    }
  };
}

/** Counters go on behind the rows that were read in. */
export async function advanceSequences(tx: Sql): Promise<void> {
  const columns = await tx.query<{ sequence: string; table: string; name: string }>(
    `SELECT pg_get_serial_sequence(c.oid::regclass::text, a.attname) AS sequence,
            c.oid::regclass::text AS table, quote_ident(a.attname) AS name
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped
       AND pg_get_serial_sequence(c.oid::regclass::text, a.attname) IS NOT NULL`,
  );
  for (const { sequence, table, name } of columns) {
    await tx.query(
      `SELECT setval($1, (SELECT coalesce(max(${name}), 0) + 1 FROM ${table}), false)`,
      [sequence],
    );
  }
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
