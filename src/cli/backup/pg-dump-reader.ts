/**
 * Reads the rows of a plain `pg_dump` file. Its commands are not run: the tables are made by our own migrations, the
 * ones that the dump names, and only its COPY blocks are read.
 */
import { CommandError } from '../command.js';
import type { BackupBatch, BackupRow, BackupSource } from './backup.types.js';
import { beginningOf, linesOf } from './lines.js';

const BATCH = 100;
const COPY = /^COPY public\.("[^"]+"|[a-z0-9_]+) \((.*)\) FROM stdin;$/;
const ATTACH = /^ALTER TABLE ONLY public\.(\S+) ATTACH PARTITION public\.(\S+) /;
/** pg_dump writes this at the very end. */
const LAST_LINE = '-- PostgreSQL database dump complete';

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** One line of a COPY block as values. */
export function parseCopyLine(line: string): BackupRow {
  return line.split('\t').map((field) => {
    if (field === '\\N') return null;
    if (!field.includes('\\')) return field;
    return field.replace(/\\(.)/gs, (_match, letter: string) => ESCAPES[letter] ?? letter);
  });
}

/** @throws CommandError for a dump that is packed in pg_dump's own format, or is none of a hub */
export async function readPgDump(file: string): Promise<BackupSource> {
  if ((await beginningOf(file, 5)).toString('latin1') === 'PGDMP') {
    throw new CommandError(
      `${file} is in pg_dump's own format. Turn it into plain SQL first: pg_restore -f plain.sql ${file}`,
    );
  }
  const facts = await factsOf(file);
  return {
    kind: 'pg_dump',
    about: { migrations: facts.migrations, vault_keys: facts.vaultKeys },
    batches: () => batches(file, facts.parents),
  };
}

interface DumpFacts {
  readonly migrations: string[];
  readonly vaultKeys: { key_id: string; check_value: string }[];
  /** Partition → the table it belongs to. */
  readonly parents: ReadonlyMap<string, string>;
}

async function factsOf(file: string): Promise<DumpFacts> {
  const parents = new Map<string, string>();
  const migrationRows: NamedRow[] = [];
  const keyRows: NamedRow[] = [];
  let isWhole = false;
  for await (const item of itemsOf(file)) {
    if (item.kind === 'row') {
      if (item.table === 'migrations') migrationRows.push(namesOf(item));
      if (item.table === 'vault_keys') keyRows.push(namesOf(item));
    } else {
      noteParent(parents, item.line);
      isWhole ||= item.line === LAST_LINE;
    }
  }
  const migrations = migrationsIn(migrationRows);
  if (migrations.length === 0) {
    throw new CommandError(
      `${file} is no backup of a hub: it holds no table of migrations as plain SQL.`,
    );
  }
  if (!isWhole) throw new CommandError(`${file} is cut off: its last lines are missing.`);
  return { migrations, vaultKeys: vaultKeysIn(keyRows), parents };
}

function noteParent(parents: Map<string, string>, line: string): void {
  const [, parent, partition] = ATTACH.exec(line) ?? [];
  if (parent !== undefined && partition !== undefined) parents.set(partition, parent);
}

type NamedRow = Readonly<Record<string, string | null>>;

function migrationsIn(rows: readonly NamedRow[]): string[] {
  return rows
    .map(({ id, name }) => ({ id: Number(id), name: name ?? '' }))
    .sort((a, b) => a.id - b.id)
    .map(({ name }) => name);
}

function vaultKeysIn(rows: readonly NamedRow[]): DumpFacts['vaultKeys'] {
  return rows.map((row) => ({
    key_id: row['key_id'] ?? '',
    check_value: row['check_value'] ?? '',
  }));
}

async function* batches(
  file: string,
  parents: ReadonlyMap<string, string>,
): AsyncGenerator<BackupBatch> {
  let current: { table: string; columns: readonly string[]; rows: BackupRow[] } | undefined;
  for await (const item of itemsOf(file)) {
    const isSame = item.kind === 'row' && item.columns === current?.columns;
    if (current && (!isSame || current.rows.length >= BATCH)) {
      yield current;
      current = undefined;
    }
    if (item.kind !== 'row') continue;
    current ??= { table: parents.get(item.table) ?? item.table, columns: item.columns, rows: [] };
    current.rows.push(parseCopyLine(item.line));
  }
}

type DumpItem =
  | { readonly kind: 'line'; readonly line: string }
  | {
      readonly kind: 'row';
      readonly table: string;
      readonly columns: readonly string[];
      readonly line: string;
    };

async function* itemsOf(file: string): AsyncGenerator<DumpItem> {
  let block: { table: string; columns: readonly string[] } | undefined;
  for await (const line of linesOf(file)) {
    if (block && line === '\\.') block = undefined;
    else if (block) yield { kind: 'row', ...block, line };
    else {
      const [, table, columns] = COPY.exec(line) ?? [];
      if (table === undefined || columns === undefined) yield { kind: 'line', line };
      else block = { table: unquoted(table), columns: columns.split(', ').map(unquoted) };
    }
  }
}

function namesOf({
  columns,
  line,
}: Extract<DumpItem, { kind: 'row' }>): Record<string, string | null> {
  const values = parseCopyLine(line);
  return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? null]));
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
