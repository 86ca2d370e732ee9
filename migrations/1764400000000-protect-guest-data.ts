import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guests are found by what they call themselves, and what was erased is marked as such. */
export class ProtectGuestData1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The same as phoneKey in core/privacy/guest.ts; only functions of the system, so a dump can be restored.
    await runner.query(`
      CREATE FUNCTION guest_phone_key(phone text) RETURNS text
      LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
        SELECT regexp_replace(CASE
          WHEN phone ~ '^\\s*[+]' THEN digits
          WHEN digits LIKE '00%' THEN substr(digits, 3)
          WHEN digits LIKE '0%' THEN '62' || substr(digits, 2)
          WHEN digits LIKE '8%' THEN '62' || digits
          ELSE digits END, '^620', '62')
        FROM (SELECT regexp_replace(phone, '[^0-9]', '', 'g') AS digits) AS read
      $$`);
    for (const table of ['payments', 'subscriptions']) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN guest_erased_at timestamptz`);
      await runner.query(`
        CREATE INDEX ${table}_guest_email ON ${table} (lower(request->'customer'->>'email'))
        WHERE request->'customer'->>'email' IS NOT NULL`);
      await runner.query(`
        CREATE INDEX ${table}_guest_phone ON ${table} (guest_phone_key(request->'customer'->>'phone'))
        WHERE request->'customer'->>'phone' IS NOT NULL`);
    }
    // Few statements a day ask this; the index is as large as what still holds a guest.
    await runner.query(`
      CREATE INDEX payments_guest_kept ON payments (updated_at)
      WHERE guest_erased_at IS NULL AND status IN
        ('paid', 'failed', 'expired', 'cancelled', 'paid_late', 'partially_refunded', 'refunded')`);
    await runner.query(`
      CREATE INDEX subscriptions_guest_kept ON subscriptions (updated_at)
      WHERE guest_erased_at IS NULL AND status IN ('cancelled', 'failed')`);
    await runner.query(
      'CREATE INDEX refund_batch_items_payment ON refund_batch_items (payment_id)',
    );
    for (const table of ['webhook_logs', 'domain_events']) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN erased_at timestamptz`);
    }
    await runner.query(`
      CREATE TABLE data_subject_requests (
        id uuid CONSTRAINT data_subject_requests_pk PRIMARY KEY,
        kind text NOT NULL CONSTRAINT data_subject_requests_kind_known CHECK (kind IN ('erase', 'preview')),
        status text NOT NULL CONSTRAINT data_subject_requests_status_known CHECK
          (status IN ('queued', 'running', 'done', 'failed')),
        guest_sealed text,
        fields text[] NOT NULL,
        reason text,
        requested_by jsonb NOT NULL,
        source text,
        after text,
        counts jsonb NOT NULL DEFAULT '{}',
        attempts integer NOT NULL DEFAULT 0,
        error text,
        due_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      )`);
    await runner.query(`
      CREATE INDEX data_subject_requests_due ON data_subject_requests (due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_subject_requests');
    for (const table of ['domain_events', 'webhook_logs']) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN erased_at`);
    }
    await runner.query('DROP INDEX refund_batch_items_payment');
    for (const table of ['payments', 'subscriptions']) {
      for (const name of ['guest_kept', 'guest_phone', 'guest_email']) {
        await runner.query(`DROP INDEX ${table}_${name}`);
      }
      await runner.query(`ALTER TABLE ${table} DROP COLUMN guest_erased_at`);
    }
    await runner.query('DROP FUNCTION guest_phone_key(text)');
  }
}
