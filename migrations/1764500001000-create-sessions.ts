import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in, and who has guessed how often. */
export class CreateSessions1764500001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        id           uuid        NOT NULL,
        user_id      uuid        NOT NULL,
        token_hash   bytea       NOT NULL,
        created_at   timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        ip           text,
        user_agent   text,
        CONSTRAINT sessions_pkey PRIMARY KEY (id),
        CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
        CONSTRAINT sessions_token_hash_check CHECK (octet_length(token_hash) = 32),
        CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX sessions_user_id_idx ON sessions (user_id, id)');
    await runner.query(`
      CREATE TABLE login_throttles (
        key           text        NOT NULL,
        failures      integer     NOT NULL DEFAULT 0,
        failed_at     timestamptz NOT NULL,
        blocked_until timestamptz NOT NULL,
        CONSTRAINT login_throttles_pkey PRIMARY KEY (key)
      )`);
    await runner.query('CREATE INDEX login_throttles_failed_at_idx ON login_throttles (failed_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_throttles');
    await runner.query('DROP TABLE sessions');
  }
}
