import type { Sql } from '#core/database/database.js';
import type { KeyHolderRow } from './key-rotation.rows.js';

/** A process that was not heard of for this long, and that listens to nothing, is gone. */
const SILENT = `interval '10 seconds'`;
/** A process that starts listens before it says who it is. */
const NEWCOMER = `interval '15 seconds'`;

const LISTENERS = `SELECT pid FROM pg_stat_activity
  WHERE application_name = 'kunci-listen' AND datname = current_database()`;

type Holder = Omit<KeyHolderRow, 'phase' | 'rotation_id'>;

export async function insertHolder(sql: Sql, holder: Holder): Promise<void> {
  await sql.query(`DELETE FROM key_holders WHERE seen_at < now() - interval '1 hour'`);
  await sql.query(
    `INSERT INTO key_holders (process_id, backend_pid, started_with, hub_version) VALUES ($1, $2, $3, $4)
     ON CONFLICT (process_id) DO UPDATE SET seen_at = now(), backend_pid = excluded.backend_pid`,
    [holder.process_id, holder.backend_pid, holder.started_with, holder.hub_version],
  );
}

/** Says that the process lives, and what it knows by now. */
export async function updateHolder(sql: Sql, holder: KeyHolderRow): Promise<void> {
  await sql.query(
    `INSERT INTO key_holders (process_id, backend_pid, started_with, hub_version, rotation_id, phase)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (process_id) DO UPDATE SET seen_at = now(), backend_pid = excluded.backend_pid,
       rotation_id = excluded.rotation_id, phase = excluded.phase`,
    [
      holder.process_id,
      holder.backend_pid,
      holder.started_with,
      holder.hub_version,
      holder.rotation_id,
      holder.phase,
    ],
  );
}

export async function deleteHolder(sql: Sql, processId: string): Promise<void> {
  await sql.query('DELETE FROM key_holders WHERE process_id = $1', [processId]);
}

/** Every process that runs: it was heard of lately, or its listening connection is open. */
export function listHolders(sql: Sql): Promise<KeyHolderRow[]> {
  return sql.query<KeyHolderRow>(
    `SELECT process_id, backend_pid, started_with, hub_version, rotation_id, phase FROM key_holders
     WHERE seen_at > now() - ${SILENT} OR backend_pid IN (${LISTENERS})`,
  );
}

/** Listening processes that have not said who they are: too old to know of this, or just starting. */
export async function countStrangers(
  sql: Sql,
  { withNewcomers }: { readonly withNewcomers: boolean },
): Promise<number> {
  const [row] = await sql.query<{ strangers: number }>(
    `SELECT count(*)::int AS strangers FROM pg_stat_activity
     WHERE application_name = 'kunci-listen' AND datname = current_database()
       AND pid NOT IN (SELECT backend_pid FROM key_holders WHERE backend_pid IS NOT NULL)
       ${withNewcomers ? '' : `AND backend_start < now() - ${NEWCOMER}`}`,
  );
  return row?.strangers ?? 0;
}
