import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds equal words of a vendor about payments that are none of ours, and tokens old enough to be forgotten. */
export class IndexPaymentLeftovers1764595000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX unmatched_payment_events_name
       ON unmatched_payment_events (provider_id, (coalesce(reference, gateway_id)))`,
    );
    await runner.query(
      `CREATE INDEX spent_payment_tokens_created ON spent_payment_tokens (created_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX spent_payment_tokens_created');
    await runner.query('DROP INDEX unmatched_payment_events_name');
  }
}
