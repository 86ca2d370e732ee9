import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes that only tell equal from unequal, made anew so that they find beginnings as well, under the same names. */
const ALSO_BEGINNINGS = [
  ['payments_gateway_id', 'payments', 'gateway_transaction_id', 'gateway_transaction_id'],
  ['refunds_gateway_id', 'refunds', 'gateway_refund_id', 'gateway_refund_id'],
  [
    'payments_guest_email',
    'payments',
    "lower(request->'customer'->>'email')",
    "request->'customer'->>'email'",
  ],
  [
    'payments_guest_phone',
    'payments',
    "guest_phone_key(request->'customer'->>'phone')",
    "request->'customer'->>'phone'",
  ],
] as const;

/** One search field: order ids, guests and ids of vendors are found by how they begin, without reading the table. */
export class IndexSearch1764600100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.rebuild(runner, 'text_pattern_ops');
    await runner.query(
      'CREATE INDEX payments_order_begins ON payments (lower(order_id) text_pattern_ops)',
    );
    // Functions of the system alone, so a dump can be restored.
    await runner.query(`
      CREATE FUNCTION guest_name_words(customer jsonb) RETURNS tsvector
      LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector('simple', coalesce(customer->>'first_name', '') || ' ' || coalesce(customer->>'last_name', ''))
      $$`);
    await runner.query(`
      CREATE INDEX payments_guest_name ON payments USING gin (guest_name_words(request->'customer'))
        WHERE request->'customer' IS NOT NULL`);
    await runner.query(
      'CREATE INDEX webhook_events_begins ON webhook_events (event_id text_pattern_ops)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of ['webhook_events_begins', 'payments_guest_name', 'payments_order_begins']) {
      await runner.query(`DROP INDEX ${index}`);
    }
    await runner.query('DROP FUNCTION guest_name_words(jsonb)');
    await this.rebuild(runner, '');
  }

  private async rebuild(runner: QueryRunner, operators: string): Promise<void> {
    for (const [name, table, value, present] of ALSO_BEGINNINGS) {
      await runner.query(`DROP INDEX ${name}`);
      await runner.query(
        `CREATE INDEX ${name} ON ${table} ((${value}) ${operators}) WHERE ${present} IS NOT NULL`,
      );
    }
  }
}
