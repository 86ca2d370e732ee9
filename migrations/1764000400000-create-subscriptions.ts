import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSubscriptions1764000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign keys to providers and properties, which are archived and never erased.
    await runner.query(`
      CREATE TABLE subscriptions (
        id uuid CONSTRAINT subscriptions_pk PRIMARY KEY,
        property_id uuid,
        feature_key text,
        provider_id uuid NOT NULL,
        order_id text NOT NULL,
        reference text NOT NULL CONSTRAINT subscriptions_reference_unique UNIQUE,
        amount bigint NOT NULL CONSTRAINT subscriptions_amount_positive CHECK (amount > 0),
        currency text NOT NULL,
        "interval" text NOT NULL CONSTRAINT subscriptions_interval_known CHECK
          ("interval" IN ('day', 'week', 'month', 'year')),
        interval_count integer NOT NULL CONSTRAINT subscriptions_interval_positive CHECK (interval_count > 0),
        trial_days integer,
        status text NOT NULL CONSTRAINT subscriptions_status_known CHECK (status IN
          ('created', 'pending_confirmation', 'incomplete', 'trialing', 'active', 'past_due', 'cancelled', 'failed')),
        request jsonb NOT NULL,
        action jsonb NOT NULL DEFAULT '{"type": "none"}',
        gateway_subscription_id text,
        refs jsonb NOT NULL DEFAULT '{}',
        vendor_status text,
        failure jsonb,
        cancel_at_period_end boolean NOT NULL DEFAULT false,
        current_period_end timestamptz,
        trial_ends_at timestamptz,
        started_at timestamptz,
        cancelled_at timestamptz,
        observed_at timestamptz,
        next_check_at timestamptz,
        check_count integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX subscriptions_order ON subscriptions (order_id)`);
    await runner.query(
      `CREATE INDEX subscriptions_provider ON subscriptions (provider_id, id DESC)`,
    );
    await runner.query(
      `CREATE INDEX subscriptions_check ON subscriptions (next_check_at) WHERE next_check_at IS NOT NULL`,
    );
    await runner.query(`
      CREATE INDEX subscriptions_gateway_id ON subscriptions (gateway_subscription_id)
      WHERE gateway_subscription_id IS NOT NULL`);
    // A charge is told once for each type; events about no charge have none, and nulls never collide.
    await runner.query(`
      CREATE TABLE subscription_events (
        id uuid CONSTRAINT subscription_events_pk PRIMARY KEY,
        subscription_id uuid NOT NULL CONSTRAINT subscription_events_subscription_fk REFERENCES subscriptions (id),
        type text NOT NULL,
        from_status text,
        to_status text,
        source text NOT NULL CONSTRAINT subscription_events_source_known CHECK
          (source IN ('api', 'webhook', 'poll', 'operator', 'timer')),
        charge_id text,
        detail jsonb NOT NULL DEFAULT '{}',
        trace_id text,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT subscription_events_charge_unique UNIQUE (subscription_id, type, charge_id)
      )`);
    await runner.query(
      `CREATE INDEX subscription_events_subscription ON subscription_events (subscription_id, id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE subscription_events');
    await runner.query('DROP TABLE subscriptions');
  }
}
