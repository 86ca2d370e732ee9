import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReconciliation1764000302000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // One question round to the vendors about the payments of one hotel day. due_at is the truth about work left.
    await runner.query(`
      CREATE TABLE reconciliation_runs (
        id uuid CONSTRAINT reconciliation_runs_pk PRIMARY KEY,
        origin text NOT NULL CONSTRAINT reconciliation_runs_origin_known CHECK (origin IN ('daily', 'asked')),
        scope text NOT NULL CONSTRAINT reconciliation_runs_scope_known CHECK
          (scope IN ('all', 'property', 'unassigned')),
        property_id uuid,
        day date NOT NULL,
        zone text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        status text NOT NULL CONSTRAINT reconciliation_runs_status_known CHECK
          (status IN ('queued', 'running', 'done', 'failed')),
        asked integer NOT NULL DEFAULT 0,
        unasked integer NOT NULL DEFAULT 0,
        mismatches integer NOT NULL DEFAULT 0,
        after_id uuid,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        CONSTRAINT reconciliation_runs_property_named CHECK ((scope = 'property') = (property_id IS NOT NULL))
      )`);
    // Any number of workers may see that a day is over; one of them makes the run.
    await runner.query(`
      CREATE UNIQUE INDEX reconciliation_runs_daily ON reconciliation_runs (day, property_id) NULLS NOT DISTINCT
      WHERE origin = 'daily'`);
    // Asking twice for what is under way gives the run that is under way.
    await runner.query(`
      CREATE UNIQUE INDEX reconciliation_runs_open ON reconciliation_runs (day, zone, scope, property_id)
      NULLS NOT DISTINCT WHERE due_at IS NOT NULL`);
    await runner.query(
      `CREATE INDEX reconciliation_runs_due ON reconciliation_runs (due_at) WHERE due_at IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX reconciliation_runs_day ON reconciliation_runs (day, id)`);
    // What the vendor said otherwise when it was last asked; our_status tells whether that was settled since.
    await runner.query(`
      CREATE TABLE reconciliation_findings (
        payment_id uuid NOT NULL,
        kind text NOT NULL,
        run_id uuid NOT NULL CONSTRAINT reconciliation_findings_run_fk REFERENCES reconciliation_runs (id),
        our_status text NOT NULL,
        detail text NOT NULL,
        found_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT reconciliation_findings_pk PRIMARY KEY (payment_id, kind)
      )`);
    await runner.query(
      `CREATE INDEX reconciliation_findings_run ON reconciliation_findings (run_id)`,
    );
    // Genuine webhooks about payments and refunds that no row of ours stands for.
    await runner.query(`
      CREATE TABLE unmatched_payment_events (
        id uuid CONSTRAINT unmatched_payment_events_pk PRIMARY KEY,
        provider_id uuid NOT NULL,
        property_id uuid,
        type text NOT NULL CONSTRAINT unmatched_payment_events_type_known CHECK (type IN ('payment', 'refund')),
        payment_id uuid,
        reference text,
        gateway_id text,
        status text,
        amount bigint,
        currency text,
        received_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(
      `CREATE INDEX unmatched_payment_events_received ON unmatched_payment_events (received_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'unmatched_payment_events',
      'reconciliation_findings',
      'reconciliation_runs',
    ]) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
