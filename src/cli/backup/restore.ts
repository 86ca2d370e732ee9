/** Brings a backup into an empty database, at the version that it was made with, and then up to date. */
import { DataSource } from 'typeorm';
import type { Database, Sql } from '#core/database/database.js';
import { loadMigrations, migrate } from '#core/database/migrate.js';
import { SnakeCaseNamingStrategy } from '#core/database/naming-strategy.js';
import { CommandError } from '../command.js';
import { hasTable } from '../hub-database.js';
import { readKunciBackup } from './backup-reader.js';
import {
  advanceSequences,
  type BackupTable,
  listTables,
  quoted,
  withoutForeignKeys,
} from './backup-tables.js';
import { type BackupBatch, type BackupSource, LEFT_OUT } from './backup.types.js';
import { readPgDump } from './pg-dump-reader.js';

/** @throws CommandError for a file that is no backup, or one of a newer version */
export async function openBackup(file: string): Promise<BackupSource> {
  const source = (await readKunciBackup(file)) ?? (await readPgDump(file));
  const known = new Set((await loadMigrations()).map(({ name }) => name));
  const unknown = source.about.migrations.filter((name) => !known.has(name));
  if (unknown.length === 0) return source;
  throw new CommandError(
    `${file} was made by a newer version of Kunci than this one (${unknown.join(', ')}); update first.`,
  );
}

interface Target {
  readonly database: Database;
  readonly url: string;
}

/**
 * Reads the backup in. Either all of its rows are there afterwards, or none.
 *
 * @param check run behind the last row, in the same transaction; what it throws undoes everything
 * @returns rows by table
 * @throws CommandError for a database that is not empty
 */
export async function restore(
  { database, url }: Target,
  source: BackupSource,
  check: (tx: Sql) => Promise<void>,
): Promise<Record<string, number>> {
  await prepareTables(database, url, source.about.migrations);
  const counts = await database.transaction(async (tx) => {
    const bringBackKeys = await withoutForeignKeys(tx);
    const read = await readIn(tx, source);
    await bringBackKeys();
    await advanceSequences(tx);
    await check(tx);
    return read;
  });
  await runMigrations(url, undefined);
  return counts;
}

/** The tables as they were when the backup was made, and nothing in them. */
async function prepareTables(
  database: Database,
  url: string,
  wanted: readonly string[],
): Promise<void> {
  if (await hasTable(database, 'migrations')) {
    const done = await database.query<{ name: string }>('SELECT name FROM migrations');
    const other = done.filter(({ name }) => !wanted.includes(name));
    if (other.length > 0 || (await isInUse(database))) throw notEmpty();
  } else if (await hasTable(database, 'providers')) {
    throw notEmpty();
  }
  await runMigrations(url, wanted);
}

function notEmpty(): CommandError {
  return new CommandError(
    'The database is not empty. Restore into a new one (createdb), or with the embedded database into a new KUNCI_DATA_DIR. Nothing was changed.',
  );
}

async function isInUse(database: Database): Promise<boolean> {
  for (const table of ['vault_keys', 'providers', 'users', 'payments']) {
    if (!(await hasTable(database, table))) continue;
    if ((await database.query(`SELECT 1 FROM ${table} LIMIT 1`)).length > 0) return true;
  }
  return false;
}

async function runMigrations(url: string, only: readonly string[] | undefined): Promise<void> {
  const all = await loadMigrations();
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize: 2,
    applicationName: 'kunci-cli',
    migrations: only ? all.filter(({ name }) => only.includes(name)) : all,
    namingStrategy: new SnakeCaseNamingStrategy(),
  });
  await dataSource.initialize();
  try {
    await migrate(dataSource, url);
  } finally {
    await dataSource.destroy();
  }
}

async function readIn(tx: Sql, source: BackupSource): Promise<Record<string, number>> {
  const tables = new Map((await listTables(tx)).map((table) => [table.name, table]));
  await forgetSeeds(tx, tables);
  const counts = Object.fromEntries([...tables.keys()].map((name) => [name, 0]));
  for await (const batch of source.batches()) {
    if (LEFT_OUT.has(batch.table)) continue;
    const table = tables.get(batch.table);
    if (!table) {
      throw new CommandError(`The backup holds a table that its version has not: ${batch.table}.`);
    }
    await insert(tx, table, batch);
    counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length;
  }
  return counts;
}

/** Migrations write a row here and there, such as the name of the installation; the backup has its own. */
async function forgetSeeds(tx: Sql, tables: ReadonlyMap<string, BackupTable>): Promise<void> {
  for (const name of tables.keys()) {
    const any = await tx.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (any.length > 0) await tx.query(`DELETE FROM ${quoted(name)}`);
  }
}

async function insert(tx: Sql, table: BackupTable, { columns, rows }: BackupBatch): Promise<void> {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const missing = columns.find((name) => !types.has(name));
  if (missing !== undefined) {
    throw new CommandError(`The backup has a column that is not known: ${table.name}.${missing}.`);
  }
  const values = columns.map((name, i) => `u.v${i}::${types.get(name) ?? 'text'}`);
  const inputs = columns.map((_, i) => `$${i + 1}::text[]`);
  await tx.query(
    `INSERT INTO ${quoted(table.name)} (${columns.map(quoted).join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT ${values.join(', ')} FROM unnest(${inputs.join(', ')}) AS u (${columns.map((_, i) => `v${i}`).join(', ')})`,
    columns.map((_, i) => rows.map((row) => row[i] ?? null)),
  );
}
