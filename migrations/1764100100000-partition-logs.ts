import type { MigrationInterface, QueryRunner } from 'typeorm';

const WEEK_MS = 7 * 24 * 3_600_000;
/** A Monday, 1970-01-05. */
const FIRST_MONDAY_MS = 4 * 24 * 3_600_000;

/** The least time-ordered uuid of a moment: its first 48 bits are milliseconds. */
function bound(atMs: number): string {
  const hex = atMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * Both logs become partitioned by the time in their ids. The table that is there becomes the first partition, so no row
 * is copied; it ends with the coming week, from which on the hub makes partitions ahead of time.
 */
export class PartitionLogs1764100100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const week = Math.floor((Date.now() - FIRST_MONDAY_MS) / WEEK_MS);
    const end = bound(FIRST_MONDAY_MS + (week + 1) * WEEK_MS);
    for (const table of ['integration_logs', 'webhook_logs']) {
      await this.partition(runner, table, end);
    }
    await runner.query(`
      CREATE INDEX integration_logs_trouble ON integration_logs (provider_id, id DESC) WHERE outcome <> 'ok'`);
    await runner.query(`
      CREATE INDEX integration_logs_property ON integration_logs (property_id, id DESC)
        WHERE property_id IS NOT NULL`);
    await runner.query(`
      CREATE INDEX integration_logs_reference ON integration_logs (reference) WHERE reference IS NOT NULL`);
  }

  private async partition(runner: QueryRunner, table: string, end: string): Promise<void> {
    const old = `${table}_until_partitions`;
    await runner.query(`ALTER TABLE ${table} RENAME TO ${old}`);
    const indexes = (await runner.query(
      `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       WHERE x.indrelid = '${old}'::regclass`,
    )) as { name: string }[];
    for (const [i, { name }] of indexes.entries()) {
      await runner.query(`ALTER INDEX ${name} RENAME TO ${old}_${i}`);
    }
    await runner.query(`CREATE TABLE ${table} (LIKE ${old} INCLUDING ALL) PARTITION BY RANGE (id)`);
    await runner.query(
      `ALTER TABLE ${table} ATTACH PARTITION ${old} FOR VALUES FROM (MINVALUE) TO ('${end}')`,
    );
    // What falls outside of every week is kept all the same.
    await runner.query(`CREATE TABLE ${table}_default PARTITION OF ${table} DEFAULT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['integration_logs', 'webhook_logs']) {
      const whole = `${table}_whole`;
      await runner.query(`CREATE TABLE ${whole} (LIKE ${table} INCLUDING ALL)`);
      await runner.query(`INSERT INTO ${whole} SELECT * FROM ${table}`);
      await runner.query(`DROP TABLE ${table}`);
      await runner.query(`ALTER TABLE ${whole} RENAME TO ${table}`);
    }
  }
}
