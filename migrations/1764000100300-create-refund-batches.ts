import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRefundBatches1764000100300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE refund_batches (
        id uuid CONSTRAINT refund_batches_pk PRIMARY KEY,
        property_id uuid,
        actor jsonb NOT NULL,
        total integer NOT NULL,
        due_at timestamptz,
        cancelled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(
      'CREATE INDEX refund_batches_due ON refund_batches (due_at) WHERE due_at IS NOT NULL',
    );
    // The refund is written in the transaction that claims its item, right after it: an item never has two.
    await runner.query(`
      CREATE TABLE refund_batch_items (
        id uuid CONSTRAINT refund_batch_items_pk PRIMARY KEY,
        batch_id uuid NOT NULL CONSTRAINT refund_batch_items_batch_fk REFERENCES refund_batches (id),
        number integer NOT NULL,
        payment_id uuid NOT NULL,
        amount bigint,
        reason text,
        status text NOT NULL CONSTRAINT refund_batch_items_status_known CHECK
          (status IN ('queued', 'running', 'asked', 'failed', 'cancelled')),
        refund_id uuid CONSTRAINT refund_batch_items_refund_unique UNIQUE
          CONSTRAINT refund_batch_items_refund_fk REFERENCES refunds (id) DEFERRABLE INITIALLY DEFERRED,
        error jsonb,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT refund_batch_items_number_unique UNIQUE (batch_id, number)
      )`);
    await runner.query('CREATE INDEX refund_batch_items_page ON refund_batch_items (batch_id, id)');
    await runner.query(`
      CREATE INDEX refund_batch_items_due ON refund_batch_items (batch_id, due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refund_batch_items');
    await runner.query('DROP TABLE refund_batches');
  }
}
