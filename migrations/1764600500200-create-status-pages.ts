import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links to the read-only status page: none until an owner makes one. */
export class CreateStatusPages1764600500200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE status_pages (
        id uuid CONSTRAINT status_pages_pk PRIMARY KEY,
        property_id uuid,
        key text NOT NULL CONSTRAINT status_pages_key_once UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE status_pages');
  }
}
