import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds that were accepted while their provider was paused, and that nobody has been asked for yet. */
export class HoldRefunds1764600700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE refunds ADD COLUMN is_held boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE refunds DROP COLUMN is_held');
  }
}
