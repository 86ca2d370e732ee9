import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePaymentMethodSettings1764000200200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Property null is the default of all properties. A method without a row is on.
    await runner.query(`
      CREATE TABLE payment_method_settings (
        property_id uuid CONSTRAINT payment_method_settings_property_fk REFERENCES properties (id),
        method text NOT NULL,
        enabled boolean NOT NULL,
        position integer,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT payment_method_settings_once UNIQUE NULLS NOT DISTINCT (property_id, method)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payment_method_settings');
  }
}
