import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One-time codes by time (RFC 6238) and the codes for a lost phone. `id` is the user's. */
export class CreateSecondFactors1764500002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE second_factors (
        id            uuid        NOT NULL,
        secret_sealed text        NOT NULL,
        last_step     bigint      NOT NULL DEFAULT 0,
        created_at    timestamptz NOT NULL,
        confirmed_at  timestamptz,
        CONSTRAINT second_factors_pkey PRIMARY KEY (id),
        CONSTRAINT second_factors_id_fkey FOREIGN KEY (id) REFERENCES users (id) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE recovery_codes (
        user_id   uuid  NOT NULL,
        code_hash bytea NOT NULL,
        used_at   timestamptz,
        CONSTRAINT recovery_codes_pkey PRIMARY KEY (user_id, code_hash),
        CONSTRAINT recovery_codes_code_hash_check CHECK (octet_length(code_hash) = 32),
        CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES second_factors (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recovery_codes');
    await runner.query('DROP TABLE second_factors');
  }
}
