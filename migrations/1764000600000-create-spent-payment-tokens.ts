import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Card and wallet tokens that a vendor takes once. Only a hash is kept: the token itself is worth money. */
export class CreateSpentPaymentTokens1764000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE spent_payment_tokens (
        hash bytea CONSTRAINT spent_payment_tokens_pk PRIMARY KEY,
        payment_id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE spent_payment_tokens');
  }
}
