import type { Sql } from '#core/database/database.js';
import type { SealedTable } from '#core/vault/sealed-table.js';

/** Nobody may add a secret under the old key until the transaction ends; readers go on. */
export async function lockSealedTables(tx: Sql, tables: readonly SealedTable[]): Promise<void> {
  await tx.query(
    `LOCK TABLE ${tables.map(({ table }) => table).join(', ')} IN SHARE ROW EXCLUSIVE MODE`,
  );
}

/** How many hubs are connected to this database: each holds one connection that listens. */
export async function countConnectedHubs(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ hubs: number }>(
    `SELECT count(*)::int AS hubs FROM pg_stat_activity
     WHERE application_name = 'kunci-listen' AND datname = current_database()`,
  );
  return row?.hubs ?? 0;
}
