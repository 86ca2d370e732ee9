/**
 * A backup of the whole database at one moment, as packed lines of JSON: a header, then each table with its rows and a
 * checksum, then a last line, without which the file counts as cut off. Values are Postgres's own text, so they come
 * back as they were.
 */
import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { hubVersion } from '#core/config/hub-version.js';
import type { Sql } from '#core/database/database.js';
import { listVaultKeys } from '#core/vault/vault-keys.repository.js';
import { CommandError } from '../command.js';
import { type BackupTable, listTables, quoted } from './backup-tables.js';
import type { BackupHeader } from './backup.types.js';

/** Rows of webhooks may be large, so few at a time. */
const FETCH = 100;

export interface BackupSummary {
  readonly header: BackupHeader;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Writes the file; it appears under its name when it is whole and on disk.
 *
 * @throws CommandError when there is such a file already
 */
export async function writeBackup(client: pg.ClientBase, file: string): Promise<BackupSummary> {
  const draft = `${file}.part`;
  await refuseExisting(file);
  const rows: Record<string, number> = {};
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const sql = sqlOf(client);
    await sql.query(`SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
      set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`);
    const header = await headerOf(sql);
    await pipeline(
      Readable.from(lines(sql, header, rows)),
      createGzip(),
      createWriteStream(draft, { mode: 0o600 }),
    );
    await settle(draft, file);
    return { header, rows };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function* lines(
  sql: Sql,
  header: BackupHeader,
  counts: Record<string, number>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of await listTables(sql)) {
    const columns = table.columns.map(({ name }) => name);
    yield `${JSON.stringify({ table: table.name, columns })}\n`;
    const hash = createHash('sha256');
    counts[table.name] = 0;
    for await (const chunk of chunksOf(sql, table)) {
      counts[table.name] = (counts[table.name] ?? 0) + chunk.length;
      yield hashed(hash, chunk);
    }
    yield `${JSON.stringify({ end: table.name, rows: counts[table.name], sha256: hash.digest('hex') })}\n`;
  }
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  yield `${JSON.stringify({ done: true, tables: Object.keys(counts).length, rows: total })}\n`;
}

function hashed(hash: Hash, chunk: readonly string[]): string {
  const text = chunk.map((line) => `${line}\n`).join('');
  hash.update(text);
  return text;
}

async function* chunksOf(sql: Sql, { name, columns }: BackupTable): AsyncGenerator<string[]> {
  const texts = columns.map((column) => `${quoted(column.name)}::text`).join(', ');
  // Text by text: one function call takes a hundred arguments at most, an array takes any number.
  await sql.query(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT array_to_json(ARRAY[${texts}]::text[])::text AS line FROM ${quoted(name)}`,
  );
  for (;;) {
    const found = await sql.query<{ line: string }>(`FETCH ${FETCH} FROM rows`);
    if (found.length === 0) break;
    yield found.map(({ line }) => line);
  }
  await sql.query('CLOSE rows');
}

async function headerOf(sql: Sql): Promise<BackupHeader> {
  const [installation] = await sql.query<{ id: string }>('SELECT id FROM installation');
  const migrations = await sql.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  return {
    kunci_backup: 1,
    made_at: new Date().toISOString(),
    hub_version: hubVersion(),
    installation_id: installation?.id ?? '',
    migrations: migrations.map(({ name }) => name),
    vault_keys: await listVaultKeys(sql),
  };
}

async function refuseExisting(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.close();
    await rm(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CommandError(`${file} is there already; choose another name.`, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`The backup can not be written: ${reason}`, { cause: error });
  }
}

async function settle(draft: string, file: string): Promise<void> {
  const handle = await open(draft, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

function sqlOf(client: pg.ClientBase): Sql {
  const query = async <R>(text: string, params: readonly unknown[] = []): Promise<R[]> =>
    (await client.query(text, params as unknown[])).rows as R[];
  return {
    query,
    prepared: <R>(_name: string, text: string, params: readonly unknown[]) =>
      query<R>(text, params),
  };
}
