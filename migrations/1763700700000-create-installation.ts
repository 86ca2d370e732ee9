import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInstallation1763700700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // One row: the name of this hub, the same for all its processes and another one for every other hub.
    await runner.query(`
      CREATE TABLE installation (
        id uuid CONSTRAINT installation_pk PRIMARY KEY DEFAULT gen_random_uuid(),
        is_only boolean NOT NULL DEFAULT true CONSTRAINT installation_one UNIQUE CHECK (is_only)
      )`);
    await runner.query('INSERT INTO installation DEFAULT VALUES');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE installation');
  }
}
