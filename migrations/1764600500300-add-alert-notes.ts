import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What whoever looks after an alert wants others to know. */
export class AddAlertNotes1764600500300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alerts ADD COLUMN note text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alerts DROP COLUMN note');
  }
}
