/** Reads what `kunci backup` wrote, and checks it while it reads. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CommandError } from '../command.js';
import {
  type BackupBatch,
  backupHeaderSchema,
  type BackupRow,
  type BackupSource,
} from './backup.types.js';
import { linesOf } from './lines.js';

const BATCH = 100;

const markSchema = z.union([
  z.object({ table: z.string(), columns: z.array(z.string()) }),
  z.object({ end: z.string(), rows: z.int(), sha256: z.string() }),
  z.object({ done: z.literal(true), tables: z.int(), rows: z.int() }),
]);

/** @returns undefined for a file of another kind */
export async function readKunciBackup(file: string): Promise<BackupSource | undefined> {
  for await (const line of linesOf(file)) {
    if (!line.startsWith('{"kunci_backup":')) return undefined;
    const header = backupHeaderSchema.safeParse(JSON.parse(line));
    if (header.success) return { kind: 'kunci', about: header.data, batches: () => batches(file) };
    throw new CommandError(
      `${file} was made by a newer version of Kunci than this one; update first.`,
    );
  }
  return undefined;
}

async function* batches(file: string): AsyncGenerator<BackupBatch> {
  const state = new ReadState(file);
  let isHeader = true;
  for await (const line of linesOf(file)) {
    if (isHeader) isHeader = false;
    else if (line.startsWith('[')) yield* state.row(line);
    else yield* state.mark(line);
  }
  state.assertWhole();
}

/** The table that is being read, with what was read of it so far. */
class ReadState {
  private table: string | undefined;
  private columns: readonly string[] = [];
  private rows: BackupRow[] = [];
  private hash = createHash('sha256');
  private count = 0;
  private isWhole = false;

  constructor(private readonly file: string) {}

  *row(line: string): Generator<BackupBatch> {
    this.hash.update(line).update('\n');
    this.count += 1;
    this.rows.push(JSON.parse(line) as BackupRow);
    if (this.rows.length >= BATCH) yield this.take();
  }

  *mark(line: string): Generator<BackupBatch> {
    const mark = markSchema.parse(JSON.parse(line));
    if ('table' in mark) {
      this.begin(mark.table, mark.columns);
    } else if ('end' in mark) {
      if (this.rows.length > 0) yield this.take();
      this.assertTable(mark);
    } else {
      this.isWhole = true;
    }
  }

  assertWhole(): void {
    if (!this.isWhole) throw new CommandError(`${this.file} is cut off: its last line is missing.`);
  }

  private begin(table: string, columns: readonly string[]): void {
    this.table = table;
    this.columns = columns;
    this.hash = createHash('sha256');
    this.count = 0;
  }

  private assertTable({ end, rows, sha256 }: { end: string; rows: number; sha256: string }): void {
    if (end === this.table && rows === this.count && this.hash.digest('hex') === sha256) return;
    throw new CommandError(`${this.file} is damaged: the rows of ${end} are not those written.`);
  }

  private take(): BackupBatch {
    return { table: this.table ?? '', columns: this.columns, rows: this.rows.splice(0) };
  }
}
