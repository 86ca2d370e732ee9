import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The master keys a database was encrypted with, by id, each with a value that only that key opens. */
export class CreateVaultKeys1763700010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE vault_keys (
        key_id      text        NOT NULL,
        check_value text        NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT vault_keys_pkey PRIMARY KEY (key_id),
        CONSTRAINT vault_keys_key_id_check CHECK (key_id ~ '^[0-9a-f]{8}$')
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE vault_keys');
  }
}
