/** A source whose texts have to be read: the whole table, in slices along its time-ordered ids. */
import type { Database, Sql } from '#core/database/database.js';
import { type Guest, patternOf } from './guest.js';
import type { FoundRow, FoundSlice, PersonalDataSource } from './personal-data-source.js';

/** Read in some tenths of a second. */
const SLICE = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface ScannedTableParts {
  readonly name: string;
  readonly keeps: string;
  readonly table: string;
  /** SQL of the row's text that is searched, in lower case. */
  readonly searched: string;
  /** SQL of what the guest is given of a row: a JSON object. */
  readonly data: string;
  /** SQL of whether there is anything left to erase; what was erased before is not found again. */
  readonly isLeft: string;
  /** SQL of why a row can not be erased yet, null when it can. */
  readonly stays?: string;
  /** Erases in the caller's transaction; returns how many rows changed. */
  readonly erase: (tx: Sql, guest: Guest, ids: readonly string[]) => Promise<number>;
}

export class ScannedTable implements PersonalDataSource {
  readonly name: string;
  readonly keeps: string;

  constructor(
    private readonly database: Database,
    private readonly parts: ScannedTableParts,
  ) {
    this.name = parts.name;
    this.keeps = parts.keeps;
  }

  async find(guest: Guest, look: { after?: string; isExport: boolean }): Promise<FoundSlice> {
    const pattern = patternOf(guest);
    if (pattern === undefined) return { rows: [], scanned: 0 };
    const after = look.after ?? FIRST;
    const [slice] = await this.database.query<{ last: string | null; scanned: number }>(
      `WITH slice AS MATERIALIZED (SELECT id FROM ${this.parts.table} WHERE id > $1 ORDER BY id LIMIT ${SLICE})
       SELECT (SELECT id FROM slice ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*) FROM slice) AS scanned`,
      [after],
    );
    const { last = null, scanned = 0 } = slice ?? {};
    if (last === null) return { rows: [], scanned };
    const rows = await this.database.query<Omit<FoundRow, 'stays'> & { stays: string | null }>(
      `SELECT id, ${this.parts.data} AS data, ${this.parts.stays ?? 'NULL'} AS stays
       FROM ${this.parts.table}
       WHERE id > $1 AND id <= $2 ${look.isExport ? '' : `AND ${this.parts.isLeft}`} AND ${this.parts.searched} ~ $3
       ORDER BY id`,
      [after, last, pattern],
    );
    return {
      rows: rows.map(({ id, data, stays }) => ({ id, data, ...(stays !== null && { stays }) })),
      scanned,
      ...(scanned === SLICE && { next: last }),
    };
  }

  erase(tx: Sql, guest: Guest, rows: readonly FoundRow[]): Promise<number> {
    return this.parts.erase(
      tx,
      guest,
      rows.map((row) => row.id),
    );
  }

  /** What the database itself estimates, partitions together. */
  async size(): Promise<number> {
    const [row] = await this.database.query<{ size: number | null }>(
      `SELECT sum(greatest(reltuples, 0))::bigint AS size FROM pg_class
       WHERE relkind = 'r' AND (oid = $1::regclass OR oid IN (SELECT relid FROM pg_partition_tree($1::regclass)))`,
      [this.parts.table],
    );
    return row?.size ?? 0;
  }
}
