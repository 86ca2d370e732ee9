import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDomainEvents1763700500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE domain_events (
        id uuid CONSTRAINT domain_events_pk PRIMARY KEY,
        property_id uuid,
        event text NOT NULL,
        data jsonb NOT NULL,
        trace_id text,
        occurred_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE domain_events');
  }
}
