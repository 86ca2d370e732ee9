import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddFeatureWeights1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Provider id → share of the payments, for the strategy `weighted`.
    await runner.query(
      `ALTER TABLE provider_features ADD COLUMN weights jsonb NOT NULL DEFAULT '{}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider_features DROP COLUMN weights');
  }
}
