/** A backup and the master key bring a hub back, and a wrong key does not. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { runKunci } from '#test/support/kunci-command.js';
import { pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import {
  createDatabase,
  eventually,
  startTestHub,
  TEST_MASTER_KEY,
  type TestHub,
} from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const WRONG_KEY = `base64:${randomBytes(32).toString('base64')}`;
/** Characters that have a meaning in one of the formats on the way. */
const ODD = 'tab\there, line\nthere, back\\slash \\N "quoted" {curly} \u2028 é 🔑';

let folder: string;
let file: string;
let vendor: PlainVendor;
let hub: TestHub;
let provider: PlainProvider;
let paid: { id: string; reference: string; amount: number };
let open: { id: string; reference: string; amount: number };

const envOf = (databaseUrl: string, key = TEST_MASTER_KEY) => ({
  DATABASE_URL: databaseUrl,
  KUNCI_MASTER_KEY: key,
});

const report = (to: { webhook_url: string }, of: { reference: string; amount: number }) =>
  postWebhook(
    to,
    { reference: of.reference, status: 'paid', amount: of.amount, event_id: randomUUID() },
    { headers: { 'x-token': WEBHOOK_SECRET } },
  );

const statusOf = async (at: TestHub, id: string): Promise<string> =>
  (await at.api.get(`/api/v1/payments/${id}`)).body.status;

const reachedAt = (at: TestHub) => ({
  webhook_url: `${at.url}${new URL(provider.webhook_url).pathname}`,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kunci-backup-'));
  file = join(folder, 'backup.gz');
  vendor = await startPlainVendor();
  hub = await startTestHub();
  provider = await addPlainProvider(hub.api, vendor.url, { notes: ODD });
  paid = (await pay(hub, { provider_id: provider.id })).body;
  await report(provider, paid);
  await eventually(async () => (await statusOf(hub, paid.id)) === 'paid');
  open = (await pay(hub, { provider_id: provider.id })).body;
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

/** The rows of the hub as `pg_dump` writes them in its plain format: partitions by themselves, values escaped. */
async function plainDump(): Promise<string> {
  const columns = await hub.sql<{ table: string; names: string[]; parent: string | null }>(
    `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS names,
            (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid) AS parent
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
       AND NOT a.attisdropped AND a.attgenerated = ''
     GROUP BY c.oid, c.relname ORDER BY c.relname`,
  );
  const escape = (value: string | null): string =>
    value === null ? '\\N' : value.replace(/[\\\n\r\t]/g, (letter) => ESCAPED[letter] ?? letter);
  const lines: string[] = [];
  for (const { table, parent } of columns) {
    if (parent !== null) {
      lines.push(
        `ALTER TABLE ONLY public.${parent} ATTACH PARTITION public.${table} FOR VALUES FROM (MINVALUE) TO (MAXVALUE);`,
      );
    }
  }
  for (const { table, names } of columns) {
    const texts = names.map((name) => `"${name}"::text`).join(', ');
    const rows = await hub.sql<{ line: (string | null)[] }>(
      `SELECT ARRAY[${texts}] AS line FROM ${table}`,
    );
    const quoted = names.map((name) => (name === 'timestamp' ? '"timestamp"' : name)).join(', ');
    lines.push(`COPY public.${table} (${quoted}) FROM stdin;`);
    lines.push(...rows.map(({ line }) => line.map(escape).join('\t')), '\\.', '');
  }
  return [...lines, '-- PostgreSQL database dump complete', ''].join('\n');
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

describe('a backup', () => {
  it('is written while the hub runs, for its owner alone, and overwrites nothing', async () => {
    const made = await runKunci(['backup', file], envOf(hub.databaseUrl));
    expect(made).toMatchObject({
      code: 0,
      json: { ok: true, rows: { providers: 1, payments: 2 } },
    });
    expect((await stat(file)).mode & 0o077).toBe(0);
    const again = await runKunci(['backup', file], envOf(hub.databaseUrl));
    expect(again.code).toBe(1);
    expect(again.json.message).toContain('is there already');
  });

  it('holds no secret in clear', async () => {
    const text = gunzipSync(await readFile(file)).toString('utf8');
    expect(text).not.toContain(WEBHOOK_SECRET);
    expect(text).not.toContain(TEST_MASTER_KEY.slice(7));
  });

  it('brings a hub back that goes on with payments and webhooks', async () => {
    const databaseUrl = await createDatabase({ isEmpty: true });
    const restored = await runKunci(['restore', file], envOf(databaseUrl));
    expect({ ...restored, stderr: '' }).toMatchObject({ code: 0, json: { ok: true } });
    const back = await startTestHub({ databaseUrl });
    try {
      expect((await back.api.get(`/api/v1/providers/${provider.id}`)).body.notes).toBe(ODD);
      expect(await statusOf(back, paid.id)).toBe('paid');
      expect(await statusOf(back, open.id)).toBe('pending');
      expect((await report(reachedAt(back), open)).status).toBe(200);
      await eventually(async () => (await statusOf(back, open.id)) === 'paid');
      expect((await pay(back, { provider_id: provider.id })).status).toBe(201);
      const [log] = (await back.api.get('/api/v1/webhook-logs')).body.items;
      expect(
        (await back.api.post(`/api/v1/webhook-logs/${log.id}/replay`, {})).status,
      ).toBeLessThan(300);
    } finally {
      await back.stop();
    }
  });

  it('brings back every row as it was', async () => {
    const databaseUrl = await createDatabase({ isEmpty: true });
    await runKunci(['restore', file], envOf(databaseUrl));
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    for (const table of ['providers', 'payments', 'payment_events', 'audit_log', 'vault_keys']) {
      const sql = `SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS sum FROM ${table} t`;
      const [then] = await hub.sql<{ sum: string }>(sql);
      expect({ table, sum: (await client.query(sql)).rows[0].sum }).toEqual({
        table,
        sum: then?.sum,
      });
    }
    await client.end();
  });

  it('is refused with a wrong key before anything is written', async () => {
    const databaseUrl = await createDatabase({ isEmpty: true });
    const refused = await runKunci(['restore', file], envOf(databaseUrl, WRONG_KEY));
    expect(refused.code).toBe(78);
    expect(refused.json.message).toContain('KUNCI_MASTER_KEY');
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const tables = await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`);
    await client.end();
    expect(tables.rows).toHaveLength(0);
  });

  it('is refused by a database that is in use', async () => {
    const refused = await runKunci(['restore', file], envOf(hub.databaseUrl));
    expect(refused.code).toBe(1);
    expect(refused.json.message).toContain('not empty');
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.lastIndexOf('{"done"'))],
    ['changed', (text: string) => text.replace('Plain ', 'Plane ')],
  ])('is refused when it is %s, and leaves nothing behind', async (_kind, damage) => {
    const bad = join(folder, `${randomUUID()}.gz`);
    await writeFile(bad, gzipSync(damage(gunzipSync(await readFile(file)).toString('utf8'))));
    const databaseUrl = await createDatabase({ isEmpty: true });
    const refused = await runKunci(['restore', bad], envOf(databaseUrl));
    expect(refused.code).toBe(1);
    expect(refused.json.message).toMatch(/cut off|damaged/);
    const good = await runKunci(['restore', file], envOf(databaseUrl));
    expect(good.code).toBe(0);
  });

  it('may be a plain pg_dump', async () => {
    const dump = join(folder, 'plain.sql');
    await writeFile(dump, await plainDump());
    const databaseUrl = await createDatabase({ isEmpty: true });
    const restored = await runKunci(['restore', dump], envOf(databaseUrl));
    expect({ ...restored, stderr: '' }).toMatchObject({ code: 0, json: { ok: true } });
    const back = await startTestHub({ databaseUrl });
    try {
      expect((await back.api.get(`/api/v1/providers/${provider.id}`)).body.notes).toBe(ODD);
      expect((await back.api.get('/api/v1/webhook-logs')).body.items).toHaveLength(1);
      expect((await pay(back, { provider_id: provider.id })).status).toBe(201);
    } finally {
      await back.stop();
    }
  });

  it('goes into the embedded database, with its key file put back first', async () => {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    const env = { KUNCI_DATA_DIR: dataDir };
    const keyless = await runKunci(['restore', file], env);
    expect(keyless).toMatchObject({ code: 1 });
    expect(keyless.json.message).toContain('master.key');
    await writeFile(join(dataDir, 'master.key'), `${TEST_MASTER_KEY}\n`, { mode: 0o600 });
    const restored = await runKunci(['restore', file], env);
    expect(restored.json).toMatchObject({ ok: true });
    const again = join(folder, 'again.gz');
    const second = await runKunci(['backup', again], env);
    expect(second.json).toMatchObject({ ok: true, rows: { providers: 1, payments: 2 } });
  });
});
