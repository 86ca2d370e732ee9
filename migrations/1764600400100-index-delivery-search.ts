import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An endpoint's trouble is counted, and one kind of event found, without reading what was delivered well. */
export class IndexDeliverySearch1764600400100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX webhook_deliveries_endpoint_trouble ON webhook_deliveries (endpoint_id, status, id DESC)
        WHERE status IN ('retrying', 'dead', 'parked')`);
    await runner.query(
      'CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event, id DESC)',
    );
    await runner.query(`
      CREATE INDEX webhook_deliveries_property ON webhook_deliveries (property_id, id DESC)
        WHERE property_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['property', 'event', 'endpoint_trouble']) {
      await runner.query(`DROP INDEX webhook_deliveries_${name}`);
    }
  }
}
