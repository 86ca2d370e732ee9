import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row for each attempt to call a vendor. The id is a time-ordered UUID, so it also sorts by time. */
export class CreateIntegrationLogs1763700300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE integration_logs (
        id               uuid             NOT NULL,
        created_at       timestamptz      NOT NULL,
        property_id      uuid,
        provider_id      uuid             NOT NULL,
        integration_type text             NOT NULL,
        operation        text             NOT NULL,
        feature_key      text,
        attempt          integer          NOT NULL,
        outcome          text             NOT NULL,
        http_status      integer,
        latency_ms       double precision NOT NULL,
        trace_id         text,
        reference        text,
        error_message    text,
        request_summary  jsonb,
        response_summary jsonb,
        CONSTRAINT integration_logs_pkey PRIMARY KEY (id),
        CONSTRAINT integration_logs_attempt_check CHECK (attempt >= 1),
        CONSTRAINT integration_logs_latency_ms_check CHECK (latency_ms >= 0)
      )`);
    await queryRunner.query(
      'CREATE INDEX integration_logs_provider_id_id_idx ON integration_logs (provider_id, id DESC)',
    );
    await queryRunner.query(
      'CREATE INDEX integration_logs_trace_id_idx ON integration_logs (trace_id) WHERE trace_id IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE integration_logs');
  }
}
