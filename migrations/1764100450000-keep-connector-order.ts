import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `jsonb` sorts keys by their length; in a connector their order means something: elements of XML, fields of a signed
 * text, the methods that a guest sees. `json` keeps what was written.
 */
export class KeepConnectorOrder1764100450000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE providers ALTER COLUMN connector TYPE json USING connector::json',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE providers ALTER COLUMN connector TYPE jsonb USING connector::jsonb',
    );
  }
}
