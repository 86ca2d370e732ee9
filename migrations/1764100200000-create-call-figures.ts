import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts of vendor calls by minute, hour and day, each in buckets of latency: figures without touching the log's rows. */
export class CreateCallFigures1764100200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE call_figures (
        step text NOT NULL CONSTRAINT call_figures_step_known CHECK (step IN ('minute', 'hour', 'day')),
        at timestamptz NOT NULL,
        provider_id uuid NOT NULL,
        operation text NOT NULL,
        outcome text NOT NULL,
        bucket smallint NOT NULL,
        calls bigint NOT NULL,
        CONSTRAINT call_figures_pk PRIMARY KEY (step, at, provider_id, operation, outcome, bucket)
      ) WITH (fillfactor = 70)`);
    await runner.query(
      'CREATE INDEX call_figures_provider ON call_figures (step, provider_id, at)',
    );
    // What the log already holds counts too.
    await runner.query(`
      INSERT INTO call_figures (step, at, provider_id, operation, outcome, bucket, calls)
      SELECT step, date_trunc(step, created_at, 'UTC'), provider_id, operation, outcome,
             CASE WHEN latency_ms <= 1 THEN 0 ELSE least(60, ceil(ln(latency_ms) / ln(1.25)))::smallint END, count(*)
      FROM integration_logs CROSS JOIN (VALUES ('hour'), ('day')) AS s (step)
      GROUP BY 1, 2, 3, 4, 5, 6`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE call_figures');
  }
}
