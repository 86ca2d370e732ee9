import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is rare, or never was, is found at once: without these a search for it reads the whole log to show an empty page.
 * Webhooks that were processed well, nearly all of them, need no entry.
 */
export class IndexLogSearch1764590000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX integration_logs_outcome ON integration_logs (outcome, id DESC) WHERE outcome <> 'ok'`,
    );
    await runner.query(
      'CREATE INDEX integration_logs_operation ON integration_logs (operation, id DESC)',
    );
    await runner.query(`
      CREATE INDEX webhook_logs_uneventful ON webhook_logs (status, id DESC)
        WHERE status IN ('ignored', 'duplicate')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of [
      'integration_logs_outcome',
      'integration_logs_operation',
      'webhook_logs_uneventful',
    ]) {
      await runner.query(`DROP INDEX ${index}`);
    }
  }
}
