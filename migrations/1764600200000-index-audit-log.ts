import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What one person did, and what happened to one kind of thing, newest first; and who is in the log at all. */
export class IndexAuditLog1764600200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX audit_log_actor_id_idx ON audit_log (actor_id, id)');
    await runner.query('CREATE INDEX audit_log_subject_type_idx ON audit_log (subject_type, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_log_subject_type_idx');
    await runner.query('DROP INDEX audit_log_actor_id_idx');
  }
}
