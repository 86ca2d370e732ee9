import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutgoingWebhooks1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Events that are there already count as told: nobody had subscribed when they happened.
    await runner.query(`
      ALTER TABLE domain_events
        ADD COLUMN dispatched_at timestamptz DEFAULT now(),
        ADD COLUMN idempotency_key text,
        ADD COLUMN source text NOT NULL DEFAULT 'hub'
          CONSTRAINT domain_events_source_known CHECK (source IN ('hub', 'pms', 'test'))`);
    await runner.query('ALTER TABLE domain_events ALTER COLUMN dispatched_at DROP DEFAULT');
    await runner.query(
      'CREATE INDEX domain_events_undispatched ON domain_events (id) WHERE dispatched_at IS NULL',
    );
    await runner.query(`
      CREATE UNIQUE INDEX domain_events_idempotency
        ON domain_events (coalesce(property_id, '00000000-0000-0000-0000-000000000000'), idempotency_key)
        WHERE idempotency_key IS NOT NULL`);
    await runner.query(`
      CREATE TABLE webhook_endpoints (
        id uuid CONSTRAINT webhook_endpoints_pk PRIMARY KEY,
        property_id uuid,
        url text NOT NULL,
        events text[] NOT NULL,
        description text,
        status text NOT NULL DEFAULT 'enabled'
          CONSTRAINT webhook_endpoints_status_known CHECK (status IN ('enabled', 'disabled')),
        disabled_reason text,
        disabled_at timestamptz,
        secrets_sealed text NOT NULL,
        previous_secret_until timestamptz,
        failing_since timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz
      )`);
    // No foreign keys to events and endpoints: rows of both are kept, and each check would lock the one endpoint's row.
    await runner.query(`
      CREATE TABLE webhook_deliveries (
        id uuid CONSTRAINT webhook_deliveries_pk PRIMARY KEY,
        event_id uuid NOT NULL,
        endpoint_id uuid NOT NULL,
        event text NOT NULL,
        property_id uuid,
        status text NOT NULL CONSTRAINT webhook_deliveries_status_known CHECK
          (status IN ('pending', 'retrying', 'delivered', 'dead', 'parked')),
        attempt_count integer NOT NULL DEFAULT 0,
        round_attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        leased_until timestamptz,
        response_status integer,
        error text,
        fault text CONSTRAINT webhook_deliveries_fault_known CHECK (fault IN ('receiver', 'hub')),
        created_at timestamptz NOT NULL DEFAULT now(),
        delivered_at timestamptz,
        CONSTRAINT webhook_deliveries_once UNIQUE (event_id, endpoint_id)
      ) WITH (fillfactor = 80)`);
    await runner.query(
      'CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id DESC)',
    );
    await runner.query(`
      CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at) WHERE due_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX webhook_deliveries_trouble ON webhook_deliveries (status, id DESC)
        WHERE status IN ('retrying', 'dead', 'parked')`);
    await runner.query(`
      CREATE TABLE webhook_attempts (
        delivery_id uuid NOT NULL,
        number integer NOT NULL,
        started_at timestamptz NOT NULL,
        duration_ms integer NOT NULL,
        url text NOT NULL,
        request_headers jsonb NOT NULL,
        response_status integer,
        response_headers jsonb,
        response_body text,
        error text,
        fault text,
        CONSTRAINT webhook_attempts_pk PRIMARY KEY (delivery_id, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['webhook_attempts', 'webhook_deliveries', 'webhook_endpoints']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('DROP INDEX domain_events_idempotency');
    await runner.query('DROP INDEX domain_events_undispatched');
    await runner.query(`
      ALTER TABLE domain_events DROP COLUMN source, DROP COLUMN idempotency_key, DROP COLUMN dispatched_at`);
  }
}
