import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds that a person pays out by transfer; how each stands is told by the refund's own status. */
export class CreatePayoutTasks1764000100200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payout_tasks (
        id uuid CONSTRAINT payout_tasks_pk PRIMARY KEY
          CONSTRAINT payout_tasks_refund_fk REFERENCES refunds (id),
        property_id uuid,
        destination_sealed text,
        proof_reference text,
        proof_note text,
        paid_at timestamptz,
        closed_at timestamptz,
        closed_by text,
        cancel_reason text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    // Beside the tasks, so that a list of them reads no documents.
    await runner.query(`
      CREATE TABLE payout_proofs (
        payout_task_id uuid CONSTRAINT payout_proofs_pk PRIMARY KEY
          CONSTRAINT payout_proofs_task_fk REFERENCES payout_tasks (id),
        filename text NOT NULL,
        content_type text NOT NULL,
        size integer NOT NULL,
        content bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payout_proofs');
    await runner.query('DROP TABLE payout_tasks');
  }
}
