import type { Sql } from '#core/database/database.js';
import type { KeyRotationRow } from './key-rotation.rows.js';

/** NOTIFY channel: something about a change of the master key is new. */
export const KEY_ROTATION_CHANNEL = 'kunci_key_rotation';

const ACTIVE = `state NOT IN ('done', 'cancelled', 'failed')`;

/** The one under way, else the last one. */
export async function findLatestRotation(sql: Sql): Promise<KeyRotationRow | undefined> {
  const [row] = await sql.query<KeyRotationRow>(
    `SELECT * FROM key_rotations ORDER BY (${ACTIVE}) DESC, started_at DESC LIMIT 1`,
  );
  return row;
}

/** Those whose keys a process may have to learn: under way, or done so lately that the old key is still kept. */
export function listRotationsWithKeys(sql: Sql): Promise<KeyRotationRow[]> {
  return sql.query<KeyRotationRow>(
    `SELECT * FROM key_rotations
     WHERE state NOT IN ('cancelled', 'failed') AND (new_key_sealed IS NOT NULL OR old_key_sealed IS NOT NULL)
     ORDER BY started_at`,
  );
}

/** The one under way, for this transaction alone; undefined as well while another process works on it. */
export async function lockActiveRotation(tx: Sql): Promise<KeyRotationRow | undefined> {
  const [row] = await tx.query<KeyRotationRow>(
    `SELECT * FROM key_rotations WHERE ${ACTIVE} FOR UPDATE SKIP LOCKED`,
  );
  return row;
}

export async function waitForActiveRotation(tx: Sql): Promise<KeyRotationRow | undefined> {
  const [row] = await tx.query<KeyRotationRow>(
    `SELECT * FROM key_rotations WHERE ${ACTIVE} FOR UPDATE`,
  );
  return row;
}

export async function insertRotation(
  tx: Sql,
  row: Pick<
    KeyRotationRow,
    'id' | 'old_key_id' | 'new_key_id' | 'new_key_sealed' | 'old_key_sealed' | 'counts'
  > & { readonly started_by: unknown },
): Promise<void> {
  await tx.query(
    `INSERT INTO key_rotations (id, old_key_id, new_key_id, new_key_sealed, old_key_sealed, counts, started_by, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'checking')`,
    [
      row.id,
      row.old_key_id,
      row.new_key_id,
      row.new_key_sealed,
      row.old_key_sealed,
      JSON.stringify(row.counts),
      JSON.stringify(row.started_by),
    ],
  );
  await announce(tx);
}

type Change = Partial<
  Pick<
    KeyRotationRow,
    | 'state'
    | 'position'
    | 'counts'
    | 'problem'
    | 'switched_before'
    | 'switched_at'
    | 'new_key_sealed'
    | 'old_key_seen_at'
    | 'finished_at'
  >
>;

const JSON_COLUMNS: ReadonlySet<string> = new Set(['position', 'counts']);

export async function updateRotation(tx: Sql, id: string, change: Change): Promise<void> {
  const entries = Object.entries(change);
  const sets = entries.map(([column], i) => `${column} = $${i + 2}`);
  await tx.query(
    `UPDATE key_rotations SET ${[...sets, 'updated_at = now()'].join(', ')} WHERE id = $1`,
    [
      id,
      ...entries.map(([column, value]) =>
        JSON_COLUMNS.has(column) ? JSON.stringify(value) : value,
      ),
    ],
  );
  if (change.state !== undefined) await announce(tx);
}

/** Access tokens that the old key sealed live a day at most; then nothing needs it any more. */
export async function forgetOldKeys(sql: Sql): Promise<void> {
  await sql.query(
    `UPDATE key_rotations SET old_key_sealed = NULL, new_key_sealed = NULL
     WHERE (old_key_sealed IS NOT NULL OR new_key_sealed IS NOT NULL)
       AND (state IN ('cancelled', 'failed') OR (state = 'done' AND finished_at < now() - interval '1 day'))`,
  );
}

/** Keys of changes that have ended, when yet another key takes their place. */
export async function forgetEndedKeys(tx: Sql): Promise<void> {
  await tx.query(
    `UPDATE key_rotations SET old_key_sealed = NULL, new_key_sealed = NULL WHERE NOT (${ACTIVE})`,
  );
}

async function announce(tx: Sql): Promise<void> {
  await tx.query('SELECT pg_notify($1, $2)', [KEY_ROTATION_CHANNEL, '']);
}
