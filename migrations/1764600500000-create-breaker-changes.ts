import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each breaker became and when, for charts; `provider_breakers` only knows how it stands now. */
export class CreateBreakerChanges1764600500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE breaker_changes (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT breaker_changes_pk PRIMARY KEY,
        provider_id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        state text NOT NULL
          CONSTRAINT breaker_changes_state_known CHECK (state IN ('open', 'half_open', 'closed')),
        is_forced boolean NOT NULL DEFAULT false
      )`);
    await runner.query(
      'CREATE INDEX breaker_changes_provider ON breaker_changes (provider_id, at)',
    );
    // Those that are open already have been so since then.
    await runner.query(`
      INSERT INTO breaker_changes (provider_id, at, state, is_forced)
      SELECT provider_id, opened_at, 'open', forced FROM provider_breakers WHERE state = 'open'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE breaker_changes');
  }
}
