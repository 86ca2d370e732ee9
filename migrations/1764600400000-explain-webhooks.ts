import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a webhook was refused, what it was answered and how fast, and the ids by which people look for it. Rows from
 * before have none of these.
 */
export class ExplainWebhooks1764600400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_logs
        ADD COLUMN problem jsonb,
        ADD COLUMN reply_status integer,
        ADD COLUMN reply_ms integer,
        ADD COLUMN refs text[]`);
    await runner.query(
      'CREATE INDEX webhook_logs_refs ON webhook_logs USING gin (refs) WHERE refs IS NOT NULL',
    );
    await runner.query(
      'CREATE INDEX domain_events_trace ON domain_events (trace_id) WHERE trace_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX domain_events_trace');
    await runner.query('DROP INDEX webhook_logs_refs');
    await runner.query(`
      ALTER TABLE webhook_logs
        DROP COLUMN refs, DROP COLUMN reply_ms, DROP COLUMN reply_status, DROP COLUMN problem`);
  }
}
