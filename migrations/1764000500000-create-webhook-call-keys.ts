import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWebhookCallKeys1764000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Keys that a vendor must not use for two different calls; forgotten after two days.
    await runner.query(`
      CREATE TABLE webhook_call_keys (
        provider_id uuid NOT NULL,
        key text NOT NULL,
        call_hash text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT webhook_call_keys_pk PRIMARY KEY (provider_id, key)
      )`);
    await runner.query(`CREATE INDEX webhook_call_keys_age ON webhook_call_keys (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_call_keys`);
  }
}
