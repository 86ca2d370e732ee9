import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which version each process is of: one of another version may not know every table that holds secrets. */
export class AddKeyHolderVersion1764200000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE key_holders ADD COLUMN hub_version text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE key_holders DROP COLUMN hub_version');
  }
}
