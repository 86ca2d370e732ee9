import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the first page adds up: the money of a day straight from the index, and payments that went to a fallback. */
export class IndexOverview1764600100100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_paid');
    await runner.query(`
      CREATE INDEX payments_paid ON payments (paid_at)
        INCLUDE (property_id, currency, amount, captured_amount) WHERE paid_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX payments_fallback ON payments ((routing->'fallback'->>'from_provider_id'), created_at)
        WHERE routing->'fallback' IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_fallback');
    await runner.query('DROP INDEX payments_paid');
    await runner.query(
      'CREATE INDEX payments_paid ON payments (paid_at) WHERE paid_at IS NOT NULL',
    );
  }
}
