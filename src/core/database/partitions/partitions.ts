import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../database.js';
import { idBound, missingWeeks, momentOf, partitionName } from './week-partitions.js';

interface Partition {
  readonly name: string;
  readonly bounds: string;
}

const UPPER = /TO \('([0-9a-f-]{36})'\)/;
/** Making and dropping partitions needs a short exclusive lock; traffic goes first and the next run tries again. */
const LOCK_TIMEOUT = '2s';

/** Makes and drops the partitions of tables that are partitioned by their time-ordered id. */
@Injectable()
export class Partitions {
  constructor(private readonly database: Database) {}

  /** Makes what is missing ahead of time. @returns the names of new partitions */
  extend(table: string, now: Date): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
      await lockFor(tx, table);
      const ends = (await partitionsOf(tx, table))
        .map(upperMsOf)
        .filter((end) => end !== undefined);
      const weeks = missingWeeks(Math.max(0, ...ends), now.getTime());
      const made: string[] = [];
      for (const week of weeks) {
        const name = partitionName(table, week);
        // Attached rather than made in place: the parent stays open for reading and writing meanwhile.
        await tx.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL)`);
        await tx.query(
          `ALTER TABLE ${table} ATTACH PARTITION ${name}
           FOR VALUES FROM ('${idBound(week.startMs)}') TO ('${idBound(week.endMs)}')`,
        );
        made.push(name);
      }
      return made;
    });
  }

  /**
   * Drops partitions that end before `before`.
   *
   * @param unlessAny condition on rows; a partition that has such rows is kept
   * @returns the names of dropped partitions
   */
  async dropBefore(table: string, before: Date, unlessAny?: string): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
      await lockFor(tx, table);
      const dropped: string[] = [];
      for (const partition of await partitionsOf(tx, table)) {
        const end = upperMsOf(partition);
        if (end === undefined || end > before.getTime()) continue;
        if (unlessAny !== undefined && (await hasAny(tx, partition.name, unlessAny))) continue;
        await tx.query(`DROP TABLE ${partition.name}`);
        dropped.push(partition.name);
      }
      return dropped;
    });
  }
}

/** One process at a time works on a table's partitions. */
async function lockFor(tx: Sql, table: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`partitions ${table}`]);
}

function partitionsOf(tx: Sql, table: string): Promise<Partition[]> {
  return tx.query<Partition>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = $1::regclass ORDER BY c.relname`,
    [table],
  );
}

function upperMsOf({ bounds }: Partition): number | undefined {
  const match = UPPER.exec(bounds);
  return match?.[1] === undefined ? undefined : momentOf(match[1]);
}

async function hasAny(tx: Sql, partition: string, condition: string): Promise<boolean> {
  const rows = await tx.query(`SELECT 1 FROM ${partition} WHERE ${condition} LIMIT 1`);
  return rows.length > 0;
}
