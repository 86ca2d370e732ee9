import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePaymentNumbers1764000500100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign key to payments, as for their events: a number is claimed after its payment was written.
    await runner.query(`
      CREATE TABLE payment_numbers (
        scope text NOT NULL,
        number text NOT NULL,
        payment_id uuid NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT payment_numbers_pk PRIMARY KEY (scope, number)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX payment_numbers_payment ON payment_numbers (payment_id, scope)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE payment_numbers`);
  }
}
