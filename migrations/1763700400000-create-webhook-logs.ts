import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWebhookLogs1763700400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // due_at is the truth about work that is left; the queue only carries a hint to look.
    await runner.query(`
      CREATE TABLE webhook_logs (
        id uuid CONSTRAINT webhook_logs_pk PRIMARY KEY,
        provider_id uuid NOT NULL,
        integration_type text NOT NULL,
        route text NOT NULL DEFAULT '',
        method text NOT NULL,
        query text NOT NULL DEFAULT '',
        headers jsonb NOT NULL,
        headers_sealed text,
        body bytea NOT NULL,
        body_masked boolean NOT NULL DEFAULT false,
        remote_ip text,
        trace_id text NOT NULL,
        received_at timestamptz NOT NULL,
        status text NOT NULL CONSTRAINT webhook_logs_status_known CHECK
          (status IN ('received', 'rejected', 'duplicate', 'processing', 'processed', 'ignored', 'failed')),
        verified boolean NOT NULL DEFAULT false,
        reason text,
        results jsonb NOT NULL DEFAULT '[]',
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        processed_at timestamptz
      )`);
    await runner.query(
      `CREATE INDEX webhook_logs_due ON webhook_logs (due_at) WHERE due_at IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX webhook_logs_provider ON webhook_logs (provider_id, id DESC)`);
    await runner.query(`
      CREATE INDEX webhook_logs_trouble ON webhook_logs (status, id DESC) WHERE status IN ('rejected', 'failed')`);
    await runner.query(`
      CREATE TABLE webhook_events (
        provider_id uuid NOT NULL,
        event_id text NOT NULL,
        webhook_log_id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT webhook_events_pk PRIMARY KEY (provider_id, event_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_events');
    await runner.query('DROP TABLE webhook_logs');
  }
}
