import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexPaymentsByDay1764000301000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX payments_created ON payments (created_at)`);
    await runner.query(
      `CREATE INDEX payments_paid ON payments (paid_at) WHERE paid_at IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX refunds_succeeded ON refunds (updated_at) WHERE status = 'succeeded'`,
    );
    // Events are only ever appended, so their place in the table follows the time and a few pages of index do.
    await runner.query(`
      CREATE INDEX payment_events_created ON payment_events USING brin (created_at)
      WITH (pages_per_range = 32, autosummarize = on)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of [
      'payment_events_created',
      'refunds_succeeded',
      'payments_paid',
      'payments_created',
    ]) {
      await runner.query(`DROP INDEX ${index}`);
    }
  }
}
