import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the owner decided about money that came after the end. */
export class AddLateDecisions1764000100400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN late_decision text,
        ADD CONSTRAINT payments_late_decision_known CHECK
          (late_decision IN ('accept', 'refund', 'credit')) NOT VALID`);
    await runner.query('ALTER TABLE payments VALIDATE CONSTRAINT payments_late_decision_known');
    // Few rows at any time; counted by the look that alerts.
    await runner.query(`CREATE INDEX payments_late ON payments (id) WHERE status = 'paid_late'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_late');
    await runner.query('ALTER TABLE payments DROP COLUMN late_decision');
  }
}
