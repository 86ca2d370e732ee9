import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changing the master key while hubs run: how far a change is, and which processes hold which keys. Each of the two keys
 * is kept sealed under the other, so that a process that knows either one learns both.
 */
export class CreateKeyRotations1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE key_rotations (
        id uuid CONSTRAINT key_rotations_pk PRIMARY KEY,
        old_key_id text NOT NULL,
        new_key_id text NOT NULL,
        new_key_sealed text,
        old_key_sealed text,
        state text NOT NULL CONSTRAINT key_rotations_state_check CHECK (state IN
          ('checking', 'distributing', 'switching', 'resealing', 'verifying', 'handing_over', 'done', 'cancelled', 'failed')),
        position jsonb NOT NULL DEFAULT '{}',
        counts jsonb NOT NULL DEFAULT '{}',
        switched_before bigint,
        switched_at timestamptz,
        problem text,
        old_key_seen_at timestamptz NOT NULL DEFAULT now(),
        started_by jsonb NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX key_rotations_one ON key_rotations ((true))
      WHERE state NOT IN ('done', 'cancelled', 'failed')`);
    await runner.query(`
      CREATE TABLE key_holders (
        process_id uuid CONSTRAINT key_holders_pk PRIMARY KEY,
        backend_pid integer,
        started_with text NOT NULL,
        rotation_id uuid,
        phase smallint NOT NULL DEFAULT 0,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE key_holders');
    await runner.query('DROP TABLE key_rotations');
  }
}
