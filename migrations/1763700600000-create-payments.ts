import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayments1763700600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign keys to providers and properties: both are archived, never erased, and the row lock that each check
    // takes on one and the same provider halved the throughput (430 to 770 payments/s without it). Events are written
    // in the statement that writes their payment, so they need none either.
    await runner.query(`
      CREATE TABLE payments (
        id uuid CONSTRAINT payments_pk PRIMARY KEY,
        property_id uuid,
        feature_key text,
        provider_id uuid NOT NULL,
        order_id text NOT NULL,
        reference text NOT NULL CONSTRAINT payments_reference_unique UNIQUE,
        amount bigint NOT NULL CONSTRAINT payments_amount_positive CHECK (amount > 0),
        currency text NOT NULL,
        status text NOT NULL CONSTRAINT payments_status_known CHECK (status IN
          ('created', 'pending_confirmation', 'pending', 'authorized', 'paid', 'failed', 'expired', 'cancelled',
           'paid_late', 'partially_refunded', 'refunded')),
        method text,
        request jsonb NOT NULL,
        action jsonb NOT NULL DEFAULT '{"type": "none"}',
        gateway_transaction_id text,
        refs jsonb NOT NULL DEFAULT '{}',
        vendor_status text,
        failure jsonb,
        refunded_amount bigint NOT NULL DEFAULT 0,
        expires_at timestamptz,
        paid_at timestamptz,
        next_check_at timestamptz,
        check_count integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT payments_refunds_bounded CHECK (refunded_amount BETWEEN 0 AND amount)
      )`);
    await runner.query(`CREATE INDEX payments_order ON payments (order_id)`);
    await runner.query(`CREATE INDEX payments_provider ON payments (provider_id, id DESC)`);
    await runner.query(
      `CREATE INDEX payments_check ON payments (next_check_at) WHERE next_check_at IS NOT NULL`,
    );
    await runner.query(`
      CREATE INDEX payments_gateway_id ON payments (gateway_transaction_id) WHERE gateway_transaction_id IS NOT NULL`);
    // Providers that were asked in vain; the one that has the payment stands in its row.
    await runner.query(`
      CREATE TABLE payment_attempts (
        payment_id uuid NOT NULL CONSTRAINT payment_attempts_payment_fk REFERENCES payments (id),
        number integer NOT NULL,
        provider_id uuid NOT NULL,
        outcome text NOT NULL CONSTRAINT payment_attempts_outcome_known CHECK
          (outcome IN ('refused', 'unknown')),
        error_kind text NOT NULL,
        error_message text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT payment_attempts_pk PRIMARY KEY (payment_id, number)
      )`);
    await runner.query(`
      CREATE TABLE payment_events (
        id uuid CONSTRAINT payment_events_pk PRIMARY KEY,
        payment_id uuid NOT NULL,
        type text NOT NULL,
        from_status text,
        to_status text,
        source text NOT NULL CONSTRAINT payment_events_source_known CHECK
          (source IN ('api', 'webhook', 'poll', 'operator', 'timer')),
        detail jsonb NOT NULL DEFAULT '{}',
        trace_id text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX payment_events_payment ON payment_events (payment_id, id)`);
    await runner.query(`
      CREATE TABLE refunds (
        id uuid CONSTRAINT refunds_pk PRIMARY KEY,
        payment_id uuid NOT NULL CONSTRAINT refunds_payment_fk REFERENCES payments (id),
        reference text NOT NULL CONSTRAINT refunds_reference_unique UNIQUE,
        amount bigint NOT NULL CONSTRAINT refunds_amount_positive CHECK (amount > 0),
        currency text NOT NULL,
        reason text,
        status text NOT NULL CONSTRAINT refunds_status_known CHECK
          (status IN ('created', 'pending', 'succeeded', 'failed')),
        gateway_refund_id text,
        failure jsonb,
        next_check_at timestamptz,
        check_count integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX refunds_payment ON refunds (payment_id, id)`);
    await runner.query(
      `CREATE INDEX refunds_check ON refunds (next_check_at) WHERE next_check_at IS NOT NULL`,
    );
    // Room in each page, so that the answer is written beside its key without new index entries.
    await runner.query(`
      CREATE TABLE idempotency_keys (
        scope text NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        subject_id uuid NOT NULL,
        response_status integer,
        response jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pk PRIMARY KEY (scope, key)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'idempotency_keys',
      'refunds',
      'payment_events',
      'payment_attempts',
      'payments',
    ]) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
