import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failures grouped by their cause. */
export class CreateIssues1764600500100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE issues (
        id uuid CONSTRAINT issues_pk PRIMARY KEY,
        fingerprint text NOT NULL CONSTRAINT issues_fingerprint_once UNIQUE,
        kind text NOT NULL CONSTRAINT issues_kind_known CHECK (kind IN ('call', 'webhook', 'delivery')),
        status text NOT NULL DEFAULT 'open'
          CONSTRAINT issues_status_known CHECK (status IN ('open', 'acknowledged', 'resolved', 'ignored')),
        property_id uuid,
        provider_id uuid,
        endpoint_id uuid,
        integration_type text,
        operation text NOT NULL,
        cause text NOT NULL,
        code text,
        message text,
        count bigint NOT NULL,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        seen_id uuid NOT NULL,
        note text,
        status_changed_at timestamptz,
        status_changed_by text,
        reopened_at timestamptz
      ) WITH (fillfactor = 80)`);
    // The order of the list: what happened last comes first. seen_id is a time-ordered id, new with every failure.
    await runner.query('CREATE INDEX issues_seen ON issues (seen_id DESC)');
    await runner.query('CREATE INDEX issues_status ON issues (status, seen_id DESC)');
    await runner.query('CREATE INDEX issues_provider ON issues (provider_id, seen_id DESC)');
    await runner.query(`
      CREATE TABLE issue_figures (
        issue_id uuid NOT NULL CONSTRAINT issue_figures_issue REFERENCES issues (id) ON DELETE CASCADE,
        at timestamptz NOT NULL,
        count bigint NOT NULL,
        CONSTRAINT issue_figures_pk PRIMARY KEY (issue_id, at)
      )`);
    await runner.query(`
      CREATE TABLE issue_subjects (
        issue_id uuid NOT NULL CONSTRAINT issue_subjects_issue REFERENCES issues (id) ON DELETE CASCADE,
        subject_id text NOT NULL,
        version bigint NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT issue_subjects_pk PRIMARY KEY (subject_id, issue_id)
      )`);
    await runner.query(
      'CREATE INDEX issue_subjects_issue_seen ON issue_subjects (issue_id, seen_at DESC)',
    );
    // Filled by the statement that writes the log, emptied by whoever groups: exact, and no look at the log.
    await runner.query(`
      CREATE TABLE failed_calls (
        id uuid CONSTRAINT failed_calls_pk PRIMARY KEY,
        created_at timestamptz NOT NULL,
        property_id uuid,
        provider_id uuid NOT NULL,
        integration_type text NOT NULL,
        operation text NOT NULL,
        outcome text NOT NULL,
        http_status integer,
        reference text,
        error_message text
      )`);
    await runner.query(`
      CREATE TABLE issue_watermarks (
        kind text CONSTRAINT issue_watermarks_pk PRIMARY KEY,
        at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE INDEX webhook_logs_troubled_at ON webhook_logs (processed_at) WHERE status IN ('rejected', 'failed')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX webhook_logs_troubled_at');
    for (const table of [
      'issue_watermarks',
      'failed_calls',
      'issue_subjects',
      'issue_figures',
      'issues',
    ]) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
