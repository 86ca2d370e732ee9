import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProviders1763700100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE providers (
        id uuid CONSTRAINT providers_pk PRIMARY KEY,
        property_id uuid CONSTRAINT providers_property_fk REFERENCES properties (id),
        integration_type text NOT NULL,
        name text NOT NULL,
        slug text NOT NULL CONSTRAINT providers_slug_unique UNIQUE,
        api_format text NOT NULL,
        environment text NOT NULL CONSTRAINT providers_environment_known CHECK (environment IN ('sandbox', 'production')),
        base_urls jsonb NOT NULL DEFAULT '{}',
        credentials_encrypted text NOT NULL,
        previous_secrets_encrypted text,
        previous_secrets_until timestamptz,
        account_fingerprint text NOT NULL,
        extra_headers jsonb NOT NULL DEFAULT '{}',
        extra_config jsonb NOT NULL DEFAULT '{}',
        connector jsonb NOT NULL,
        default_model text,
        capabilities jsonb NOT NULL DEFAULT '[]',
        supported_methods jsonb NOT NULL DEFAULT '[]',
        fees jsonb NOT NULL DEFAULT '[]',
        default_currency text,
        is_active boolean NOT NULL DEFAULT true,
        is_default boolean NOT NULL DEFAULT false,
        display_order integer NOT NULL DEFAULT 0,
        test_status text NOT NULL DEFAULT 'untested'
          CONSTRAINT providers_test_status_known CHECK (test_status IN ('untested', 'ok', 'failed', 'unverifiable')),
        last_tested_at timestamptz,
        notes text,
        preset_id text,
        preset_version integer,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        archived_at timestamptz
      )`);
    await runner.query(
      `CREATE INDEX providers_account ON providers (integration_type, account_fingerprint)`,
    );
    await runner.query(`
      CREATE TABLE provider_features (
        id uuid CONSTRAINT provider_features_pk PRIMARY KEY,
        property_id uuid CONSTRAINT provider_features_property_fk REFERENCES properties (id),
        feature_key text NOT NULL,
        primary_provider_id uuid NOT NULL CONSTRAINT provider_features_primary_fk REFERENCES providers (id),
        fallback_provider_id uuid CONSTRAINT provider_features_fallback_fk REFERENCES providers (id),
        further_provider_ids uuid[] NOT NULL DEFAULT '{}',
        strategy text NOT NULL DEFAULT 'priority'
          CONSTRAINT provider_features_strategy_known CHECK (strategy IN ('priority', 'least_cost', 'weighted')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT provider_features_once UNIQUE NULLS NOT DISTINCT (property_id, feature_key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provider_features');
    await runner.query('DROP TABLE providers');
  }
}
