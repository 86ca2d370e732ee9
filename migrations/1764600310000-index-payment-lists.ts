import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of payments, whatever they are narrowed to. */
export class IndexPaymentLists1764600310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Walked from the newest on: what is rare is found without reading the rows that do not fit.
    await runner.query(`
      CREATE INDEX payments_filters ON payments
        (id DESC, created_at, status, amount, feature_key, method, property_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_filters');
  }
}
