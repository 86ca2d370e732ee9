import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAlerts1764100400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alerts (
        id uuid CONSTRAINT alerts_pk PRIMARY KEY,
        rule text NOT NULL,
        cause text NOT NULL,
        severity text NOT NULL CONSTRAINT alerts_severity_known CHECK (severity IN ('warning', 'critical')),
        status text NOT NULL DEFAULT 'open'
          CONSTRAINT alerts_status_known CHECK (status IN ('open', 'acknowledged', 'resolved')),
        property_id uuid,
        provider_id uuid,
        message jsonb NOT NULL,
        data jsonb NOT NULL DEFAULT '{}',
        raised_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        acknowledged_at timestamptz,
        acknowledged_by text,
        resolved_at timestamptz,
        sent_at timestamptz
      )`);
    // One alert a cause: whoever finds the same again only says that it is still so.
    await runner.query(
      `CREATE UNIQUE INDEX alerts_cause ON alerts (cause) WHERE status <> 'resolved'`,
    );
    await runner.query('CREATE INDEX alerts_unsent ON alerts (id) WHERE sent_at IS NULL');
    await runner.query('CREATE INDEX alerts_status ON alerts (status, id DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alerts');
  }
}
