import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a user is called, reads and may see; an invited user has no password yet. An owner owns all properties. */
export class AddUserProfiles1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN name text NOT NULL DEFAULT '',
        ADD COLUMN locale text NOT NULL DEFAULT 'id'
          CONSTRAINT users_locale_check CHECK (locale IN ('id', 'en')),
        ADD COLUMN property_id uuid
          CONSTRAINT users_property_id_fkey REFERENCES properties (id),
        ADD COLUMN last_login_at timestamptz,
        ADD CONSTRAINT users_owner_check CHECK (role <> 'owner' OR property_id IS NULL),
        ALTER COLUMN password_hash DROP NOT NULL`);
    await runner.query(`
      CREATE TABLE user_invitations (
        user_id    uuid        NOT NULL,
        token_hash bytea       NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT user_invitations_pkey PRIMARY KEY (user_id),
        CONSTRAINT user_invitations_token_hash_key UNIQUE (token_hash),
        CONSTRAINT user_invitations_token_hash_check CHECK (octet_length(token_hash) = 32),
        CONSTRAINT user_invitations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_invitations');
    // Nobody can sign in with an empty text; the older version only wants one to be there.
    await runner.query(`UPDATE users SET password_hash = '' WHERE password_hash IS NULL`);
    await runner.query(`
      ALTER TABLE users
        DROP CONSTRAINT users_owner_check,
        DROP COLUMN name,
        DROP COLUMN locale,
        DROP COLUMN property_id,
        DROP COLUMN last_login_at,
        ALTER COLUMN password_hash SET NOT NULL`);
  }
}
