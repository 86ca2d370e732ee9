import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddPaymentFirstWebhook1764000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Tells a charge whose webhooks were lost from one that was told of, and how long a vendor usually takes.
    await runner.query(`ALTER TABLE payments ADD COLUMN first_webhook_at timestamptz`);
    await runner.query(`
      UPDATE payments p SET first_webhook_at = told.at
      FROM (SELECT payment_id, min(created_at) AS at FROM payment_events WHERE source = 'webhook' GROUP BY payment_id) told
      WHERE told.payment_id = p.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments DROP COLUMN first_webhook_at');
  }
}
