/** What makes a database slow or full over the years: partitions that run out, old transactions, dead rows. */
import type { Database } from '#core/database/database.js';
import { failed, fine, type Finding, warning } from './finding.js';

const PARTITIONED = ['integration_logs', 'webhook_logs'] as const;
const DAY_MS = 24 * 3_600_000;
/** Partitions are made five weeks ahead; less than this, and nobody makes them any more. */
const DAYS_AHEAD = 14;
const LONG_TRANSACTION_S = 3_600;
const DEAD_ROWS = 100_000;
const DEAD_SHARE = 0.4;

export async function storageChecks(database: Database): Promise<Finding[]> {
  return [
    ...(await checkPartitions(database)),
    await checkTransactions(database),
    await checkDeadRows(database),
  ];
}

async function checkPartitions(database: Database): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const table of PARTITIONED) {
    const rows = await database.query<{ bounds: string }>(
      `SELECT pg_get_expr(c.relpartbound, c.oid) AS bounds
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass`,
      [table],
    );
    const ends = rows.map(({ bounds }) => endOfBounds(bounds)).filter((end) => end !== undefined);
    findings.push(partitionFinding(table, Math.max(0, ...ends), Date.now()));
  }
  return findings;
}

/** The moment (ms) in the upper bound of a partition, whose ids begin with their time; undefined for none. */
export function endOfBounds(bounds: string): number | undefined {
  const [, high, low] = /TO \('([0-9a-f]{8})-([0-9a-f]{4})-/.exec(bounds) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}

export function partitionFinding(table: string, endMs: number, nowMs: number): Finding {
  const name = `partitions of ${table}`;
  const days = Math.floor((endMs - nowMs) / DAY_MS);
  if (days >= DAYS_AHEAD) return fine(name, `made for ${days} days ahead`);
  if (days > 0) {
    return warning(
      name,
      `made for ${days} days ahead only; start a hub with workers, which makes more`,
    );
  }
  return warning(
    name,
    'none for today, so rows go to the default partition; start a hub with workers, which makes them',
  );
}

/** One that is forgotten keeps Postgres from cleaning up behind every other. */
async function checkTransactions(database: Database): Promise<Finding> {
  const [row] = await database.query<{ pid: number; age: number; state: string }>(
    `SELECT pid, extract(epoch FROM now() - xact_start)::float8 AS age, coalesce(state, '') AS state
     FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
     ORDER BY xact_start LIMIT 1`,
  );
  if (!row || row.age < LONG_TRANSACTION_S) return fine('transactions', 'none is old');
  return failed(
    'transactions',
    `one is open for ${Math.round(row.age / 3_600)} hours (${row.state}); if it is not needed: SELECT pg_terminate_backend(${row.pid})`,
  );
}

async function checkDeadRows(database: Database): Promise<Finding> {
  const [row] = await database.query<{ name: string; dead: number }>(
    `SELECT relname AS name, n_dead_tup::int AS dead FROM pg_stat_user_tables
     WHERE n_dead_tup > $1 AND n_dead_tup > $2::float8 * (n_live_tup + n_dead_tup)
     ORDER BY n_dead_tup DESC LIMIT 1`,
    [DEAD_ROWS, DEAD_SHARE],
  );
  if (!row) return fine('dead rows', 'Postgres cleans up in time');
  return warning(
    'dead rows',
    `${row.name} holds ${row.dead}; see that autovacuum is on, and run: VACUUM (ANALYZE) ${row.name}`,
  );
}
