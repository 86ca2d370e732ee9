import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Properties, users, API keys, setup links and the audit log. */
export class CreateAccess1763700020000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [PROPERTIES, USERS, API_KEYS, SETUP_LINKS, AUDIT_LOG, APPEND_ONLY]) {
      await queryRunner.query(statement);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_log, setup_links, api_keys, users, properties');
    await queryRunner.query('DROP FUNCTION audit_log_refuse_change()');
  }
}

const PROPERTIES = `
  CREATE TABLE properties (
    id         uuid        NOT NULL,
    name       text        NOT NULL,
    time_zone  text        NOT NULL DEFAULT 'Asia/Jakarta',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT properties_pkey PRIMARY KEY (id),
    CONSTRAINT properties_name_check CHECK (name <> '')
  )`;

const USERS = `
  CREATE TABLE users (
    id                   uuid        NOT NULL,
    email                text        NOT NULL,
    password_hash        text        NOT NULL,
    must_change_password boolean     NOT NULL DEFAULT false,
    role                 text        NOT NULL,
    created_at           timestamptz NOT NULL DEFAULT now(),
    disabled_at          timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_role_check CHECK (role IN ('owner', 'manager', 'viewer'))
  );
  CREATE UNIQUE INDEX users_email_key ON users (lower(email))`;

const API_KEYS = `
  CREATE TABLE api_keys (
    id           uuid        NOT NULL,
    property_id  uuid,
    name         text        NOT NULL,
    prefix       text        NOT NULL,
    hash         bytea       NOT NULL,
    scopes       text[]      NOT NULL,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at   timestamptz,
    expires_at   timestamptz,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_hash_key UNIQUE (hash),
    CONSTRAINT api_keys_hash_check CHECK (octet_length(hash) = 32),
    CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0),
    CONSTRAINT api_keys_property_id_fkey FOREIGN KEY (property_id) REFERENCES properties (id)
  );
  CREATE INDEX api_keys_property_id_idx ON api_keys (property_id, id)`;

const SETUP_LINKS = `
  CREATE TABLE setup_links (
    token_hash bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz,
    CONSTRAINT setup_links_pkey PRIMARY KEY (token_hash),
    CONSTRAINT setup_links_token_hash_check CHECK (octet_length(token_hash) = 32)
  )`;

// subject_id and actor_id are text: subjects and actors of other kinds have ids that are no UUIDs.
const AUDIT_LOG = `
  CREATE TABLE audit_log (
    id           uuid        NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    actor_type   text        NOT NULL,
    actor_id     text        NOT NULL,
    actor_name   text        NOT NULL,
    action       text        NOT NULL,
    subject_type text        NOT NULL,
    subject_id   text        NOT NULL,
    before       jsonb,
    after        jsonb,
    ip           text,
    trace_id     text,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id)
  );
  CREATE INDEX audit_log_subject_id_idx ON audit_log (subject_id, id);
  CREATE INDEX audit_log_action_idx ON audit_log (action, id)`;

// Fires once a statement, so that one that would change no row is refused too.
const APPEND_ONLY = `
  CREATE FUNCTION audit_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'audit_log is append-only: % is refused', TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER audit_log_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse_change()`;
