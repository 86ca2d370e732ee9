import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddPaymentRouting1764000200100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Why this provider was asked and what the others would have cost; null for payments from before.
    await runner.query(`ALTER TABLE payments ADD COLUMN routing jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments DROP COLUMN routing');
  }
}
