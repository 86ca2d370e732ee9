import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A provider that an operator holds back for a while: webhooks are taken, no calls are made. */
export class AddProviderPause1764200000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE providers
        ADD COLUMN paused_at timestamptz,
        ADD COLUMN paused_until timestamptz,
        ADD COLUMN pause_reason text,
        ADD CONSTRAINT providers_pause_check CHECK (paused_at IS NOT NULL OR (paused_until IS NULL AND pause_reason IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE providers
        DROP CONSTRAINT providers_pause_check,
        DROP COLUMN paused_at,
        DROP COLUMN paused_until,
        DROP COLUMN pause_reason`);
  }
}
