import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who began a refund, and on which way the money goes back. */
export class AddRefundOrigins1764000100100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE refunds
        ADD COLUMN source text NOT NULL DEFAULT 'api',
        ADD COLUMN via text NOT NULL DEFAULT 'vendor',
        ADD CONSTRAINT refunds_source_known CHECK (source IN ('api', 'vendor')) NOT VALID,
        ADD CONSTRAINT refunds_via_known CHECK (via IN ('vendor', 'payout')) NOT VALID`);
    await runner.query('ALTER TABLE refunds VALIDATE CONSTRAINT refunds_source_known');
    await runner.query('ALTER TABLE refunds VALIDATE CONSTRAINT refunds_via_known');
    // Webhooks about refunds often name the vendor's id alone.
    await runner.query(`
      CREATE INDEX refunds_gateway_id ON refunds (gateway_refund_id) WHERE gateway_refund_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX refunds_gateway_id');
    await runner.query('ALTER TABLE refunds DROP COLUMN source, DROP COLUMN via');
  }
}
