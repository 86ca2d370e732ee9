import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money that was held first: how much of it was asked for, and how much was taken. */
export class AddCaptures1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // NOT VALID, then validated: the second statement reads the table without keeping payments waiting.
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN captured_amount bigint,
        ADD COLUMN capture_asked bigint,
        ADD CONSTRAINT payments_captures_bounded CHECK (
          captured_amount BETWEEN 1 AND amount AND capture_asked BETWEEN 1 AND amount
          AND (captured_amount IS NULL OR refunded_amount <= captured_amount)) NOT VALID`);
    await runner.query('ALTER TABLE payments VALIDATE CONSTRAINT payments_captures_bounded');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments DROP CONSTRAINT payments_captures_bounded,
        DROP COLUMN captured_amount, DROP COLUMN capture_asked`);
  }
}
