import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { KeyRotation } from '../../src/cli/key-rotation.js';
import { ALL_SEALED_TABLES } from '../../src/sealed-tables.js';
import { Database } from '#core/database/database.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { addPlainProvider, postWebhook, startPlainVendor } from '#test/support/plain-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, TEST_MASTER_KEY, type TestHub } from '#test/support/test-hub.js';

const ACCOUNT = { bank: 'BCA', account_number: '1234567890', account_name: 'Budi Utomo' };
const bytesOf = (key: string) => Buffer.from(key.slice('base64:'.length), 'base64');
const ringOf = (key: string) => new KeyRing({ current: bytesOf(key), previous: [] });

const KNOWN = ALL_SEALED_TABLES.flatMap(({ table, columns }) =>
  columns.map((column) => `${table}.${column}`),
).sort();

let hub: TestHub;
let taskId: string;
beforeAll(async () => {
  hub = await startTestHub();
  const vendor = await startPlainVendor();
  const provider = await addPlainProvider(hub.api, vendor.url);
  const { body } = await pay(hub, { provider_id: provider.id });
  await postWebhook(provider, {
    reference: body.reference,
    status: 'paid',
    amount: body.amount,
    event_id: randomUUID(),
  });
  await eventually(
    async () => (await hub.api.get(`/api/v1/payments/${body.id}`)).body.status === 'paid',
  );
  const refund = await hub.api.post(
    `/api/v1/payments/${body.id}/refunds`,
    { destination: ACCOUNT },
    { 'idempotency-key': randomUUID() },
  );
  taskId = refund.body.payout_task.id;
  await vendor.close();
});
afterAll(() => hub.stop());

describe('a rotation of the master key', () => {
  it('knows every column that is sealed', async () => {
    const columns = await hub.sql<{ place: string }>(
      `SELECT table_name || '.' || column_name AS place FROM information_schema.columns c
       WHERE table_schema = 'public' AND (column_name LIKE '%\\_sealed' OR column_name LIKE '%\\_encrypted')
         AND table_name <> 'key_rotations'
         AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass(quote_ident(table_name)))
       ORDER BY 1`,
    );
    expect(columns.map(({ place }) => place)).toEqual(KNOWN);
  });

  it('finds no sealed text in a column that it does not know', async () => {
    const candidates = await hub.sql<{ name: string; field: string }>(
      `SELECT table_name AS name, column_name AS field FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type IN ('text', 'json', 'jsonb', 'character varying')
         AND table_name NOT IN ('key_rotations', 'vault_keys')
         AND to_regclass(quote_ident(table_name)) NOT IN (SELECT inhrelid FROM pg_inherits)`,
    );
    const holding: string[] = [];
    for (const { name, field } of candidates) {
      const [found] = await hub.sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${name} WHERE "${field}"::text ~ 'kv1\\.[0-9a-f]{8}\\.'`,
      );
      if ((found?.n ?? 0) > 0) holding.push(`${name}.${field}`);
    }
    expect(holding.length).toBeGreaterThan(1);
    expect(KNOWN).toEqual(expect.arrayContaining(holding));
  });

  it('leaves a guest’s bank account readable under the new key', async () => {
    const key = `base64:${randomBytes(32).toString('base64')}`;
    const { databaseUrl } = hub;
    await hub.stop();
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    const rotation = new KeyRotation(new Database(pool), ringOf(TEST_MASTER_KEY), ringOf(key));
    expect(await rotation.run()).toMatchObject({ providers: 1, payout_tasks: 1 });
    await pool.end();
    hub = await startTestHub({ databaseUrl, env: { KUNCI_MASTER_KEY: key } });
    const task = await hub.api.get(`/api/v1/payout-tasks/${taskId}`);
    expect(task.body.destination).toEqual(ACCOUNT);
  });
});
