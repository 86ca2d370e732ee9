/** How much work waits in a table, told the same way for all tables that hold work. */
import type { Database } from '#core/database/database.js';
import type { Sample } from './metric-table.js';
import { readBriefly } from './read-briefly.js';

/** A table is not counted to its end: what matters is that there is far too much. */
const MAX_COUNTED = 10_000;

export interface BacklogQuery {
  /** Value of the label `work`. */
  readonly work: string;
  /** FROM and WHERE that choose the rows that are not done. */
  readonly rows: string;
  /** Expression: when the work came in. */
  readonly since: string;
  /** Expression: when it should be done. */
  readonly due: string;
}

interface BacklogRow {
  readonly waiting: number;
  readonly age_s: number | null;
  readonly overdue_s: number | null;
}

/** Reads at most as many rows as are counted, oldest due first where an index gives that order. */
export async function readBacklog(
  database: Database,
  { work, rows, since, due }: BacklogQuery,
): Promise<Sample[]> {
  const [row] = await readBriefly<BacklogRow>(
    database,
    `SELECT count(*) AS waiting,
            extract(epoch FROM now() - min(since))::double precision AS age_s,
            extract(epoch FROM now() - min(due))::double precision AS overdue_s
     FROM (SELECT ${since} AS since, ${due} AS due ${rows} LIMIT ${MAX_COUNTED}) AS waiting`,
  );
  return [
    { name: 'kunci_work_waiting', labels: { work }, value: row?.waiting ?? 0 },
    { name: 'kunci_work_oldest_age_seconds', labels: { work }, value: atLeast0(row?.age_s) },
    { name: 'kunci_work_overdue_seconds', labels: { work }, value: atLeast0(row?.overdue_s) },
  ];
}

/** What is due in the future is not overdue. */
function atLeast0(seconds: number | null | undefined): number {
  return Math.max(0, seconds ?? 0);
}
