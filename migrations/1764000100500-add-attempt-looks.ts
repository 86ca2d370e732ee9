import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Providers that a fallback left behind in doubt are looked at again. */
export class AddAttemptLooks1764000100500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payment_attempts
        ADD COLUMN next_check_at timestamptz,
        ADD COLUMN check_count integer NOT NULL DEFAULT 0`);
    await runner.query(
      `CREATE INDEX payment_attempts_check ON payment_attempts (next_check_at) WHERE next_check_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payment_attempts_check');
    await runner.query(
      'ALTER TABLE payment_attempts DROP COLUMN next_check_at, DROP COLUMN check_count',
    );
  }
}
