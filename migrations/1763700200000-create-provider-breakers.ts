import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What all processes share about a provider's breaker. Rows appear with the first failure; a provider
 * without one is healthy. `version` grows with every change, so that late notices are recognised.
 */
export class CreateProviderBreakers1763700200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE provider_breakers (
        provider_id uuid        NOT NULL,
        state       text        NOT NULL,
        failures    integer     NOT NULL DEFAULT 0,
        opened_at   timestamptz,
        retry_at    timestamptz,
        probe_until timestamptz,
        forced      boolean     NOT NULL DEFAULT false,
        version     bigint      NOT NULL DEFAULT 1,
        updated_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT provider_breakers_pkey PRIMARY KEY (provider_id),
        CONSTRAINT provider_breakers_state_check CHECK (state IN ('open', 'closed')),
        CONSTRAINT provider_breakers_failures_check CHECK (failures >= 0),
        CONSTRAINT provider_breakers_open_check CHECK (state = 'closed' OR opened_at IS NOT NULL),
        CONSTRAINT provider_breakers_retry_check CHECK (state = 'closed' OR forced OR retry_at IS NOT NULL)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE provider_breakers');
  }
}
