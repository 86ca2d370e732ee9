import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the PMS asked for while nobody served it: a row for each feature and property, counted up. */
export class CreateUnservedFeatures1764600600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unserved_features (
        feature_key text NOT NULL,
        property_id uuid,
        asked bigint NOT NULL,
        first_asked_at timestamptz NOT NULL,
        last_asked_at timestamptz NOT NULL,
        CONSTRAINT unserved_features_once UNIQUE NULLS NOT DISTINCT (feature_key, property_id),
        CONSTRAINT unserved_features_property_fk FOREIGN KEY (property_id) REFERENCES properties (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE unserved_features');
  }
}
