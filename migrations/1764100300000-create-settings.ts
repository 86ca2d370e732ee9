import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an owner can set for the whole hub: one row, only what differs from the defaults. */
export class CreateSettings1764100300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE settings (
        id boolean DEFAULT true CONSTRAINT settings_pk PRIMARY KEY CONSTRAINT settings_single CHECK (id),
        changes jsonb NOT NULL DEFAULT '{}',
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE settings');
  }
}
