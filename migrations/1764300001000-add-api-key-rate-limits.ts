import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddApiKeyRateLimits1764300001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Null: what the settings say for all keys. 0: none, whatever the settings say.
    await runner.query(`
      ALTER TABLE api_keys ADD COLUMN rate_limit_per_minute integer
        CONSTRAINT api_keys_rate_limit_not_negative CHECK (rate_limit_per_minute >= 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_keys DROP COLUMN rate_limit_per_minute');
  }
}
