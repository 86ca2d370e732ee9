import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The vendor's own code of a failed call, so that its preset can explain it; a null column costs no rewrite. */
export class KeepVendorCodes1764600600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE integration_logs ADD COLUMN vendor_code text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE integration_logs DROP COLUMN vendor_code');
  }
}
