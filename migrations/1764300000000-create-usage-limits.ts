import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much of a provider may be used in a day or month, and what happens then. Months and days are those of UTC. */
export class CreateUsageLimits1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE usage_limits (
        provider_id uuid CONSTRAINT usage_limits_pk PRIMARY KEY
          CONSTRAINT usage_limits_provider_fk REFERENCES providers (id) ON DELETE CASCADE,
        monthly_calls bigint CONSTRAINT usage_limits_monthly_calls_positive CHECK (monthly_calls > 0),
        daily_calls bigint CONSTRAINT usage_limits_daily_calls_positive CHECK (daily_calls > 0),
        monthly_cost bigint CONSTRAINT usage_limits_monthly_cost_positive CHECK (monthly_cost > 0),
        cost_currency text,
        action text NOT NULL CONSTRAINT usage_limits_action_known CHECK (action IN ('alert', 'block')),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT usage_limits_cost_has_currency CHECK ((monthly_cost IS NULL) = (cost_currency IS NULL))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE usage_limits');
  }
}
