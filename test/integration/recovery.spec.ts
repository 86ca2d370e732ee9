/** The rehearsal of a restore, and the sheet that says how. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { keyIdOf } from '#core/vault/key-ring.js';
import { runKunci } from '#test/support/kunci-command.js';
import { pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainVendor,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { startTestHub, TEST_MASTER_KEY, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const KEY_ID = keyIdOf(Buffer.from(TEST_MASTER_KEY.slice(7), 'base64'));
const wrongKey = `base64:${randomBytes(32).toString('base64')}`;

let folder: string;
let file: string;
let hub: TestHub;
let vendor: PlainVendor;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kunci-recovery-'));
  file = join(folder, 'backup.gz');
  vendor = await startPlainVendor();
  hub = await startTestHub();
  const provider = await addPlainProvider(hub.api, vendor.url);
  await pay(hub, { provider_id: provider.id });
  env = { DATABASE_URL: hub.databaseUrl, KUNCI_MASTER_KEY: TEST_MASTER_KEY };
  const made = await runKunci(['backup', file], env);
  if (made.code !== 0) throw new Error(made.json.message);
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

const scratchFolders = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('kunci-drill-')).length;

describe('a drill', () => {
  it('proves that backup and key belong together, far from the live database', async () => {
    const before = await scratchFolders();
    const elsewhere = { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const { code, json } = await runKunci(['drill', `--backup=${file}`], elsewhere);
    expect({ code, json }).toMatchObject({
      code: 0,
      json: {
        ok: true,
        key_id: KEY_ID,
        problems: [],
        opened: { providers: 1 },
        rows: { payments: 1 },
      },
    });
    expect(await scratchFolders()).toBe(before);
  });

  it('fails with another key, and names both', async () => {
    const { code, json } = await runKunci(['drill', `--backup=${file}`, `--key=${wrongKey}`], {});
    expect(code).toBe(1);
    expect(json.problems[0]).toContain(KEY_ID);
    expect(JSON.stringify(json)).not.toContain(wrongKey.slice(7));
  });

  it('fails for a backup with a secret that does not open, and names its row', async () => {
    const bad = join(folder, 'damaged.gz');
    const [row] = await hub.sql<{ id: string; sealed: string }>(
      'SELECT id, credentials_encrypted AS sealed FROM providers',
    );
    await hub.sql(
      `UPDATE providers SET credentials_encrypted = overlay(credentials_encrypted placing 'AAAA' from 30)`,
    );
    await runKunci(['backup', bad], env);
    await hub.sql('UPDATE providers SET credentials_encrypted = $1', [row?.sealed]);
    const { code, json } = await runKunci(['drill', `--backup=${bad}`], env);
    expect(code).toBe(1);
    expect(json.problems[0]).toContain(row?.id);
  });

  it('says what is wrong with a file that is no backup', async () => {
    const other = join(folder, 'other.txt');
    await writeFile(other, 'hello\n');
    const { code, json } = await runKunci(['drill', `--backup=${other}`], env);
    expect(code).toBe(1);
    expect(json.message).toContain('no backup of a hub');
  });
});

describe('a recovery kit', () => {
  it('names the installation and its key, and holds the key only when asked to', async () => {
    const [installation] = await hub.sql<{ id: string }>('SELECT id FROM installation');
    const plain = await runKunci(['recovery-kit'], env);
    expect(plain.json).toMatchObject({
      ok: true,
      key_id: KEY_ID,
      installation_id: installation?.id,
    });
    expect(plain.json.kit).not.toContain(TEST_MASTER_KEY.slice(7));
    const withKey = await runKunci(['recovery-kit', '--with-key', '--html'], env);
    expect(withKey.json.kit).toContain(TEST_MASTER_KEY);
    expect(withKey.json.kit).toContain('<!doctype html>');
    expect(withKey.stderr).toContain('master key');
  });

  it('is not printed for a key that is not the one of the database', async () => {
    const { code } = await runKunci(['recovery-kit'], { ...env, KUNCI_MASTER_KEY: wrongKey });
    expect(code).toBe(78);
  });
});

describe('the doctor', () => {
  const checksOf = (json: { checks: { name: string; status: string; message: string }[] }) =>
    new Map(json.checks.map((check) => [check.name, check]));

  it('looks at keys, partitions, transactions, backlog, egress and the clock', async () => {
    const allowed = { ...env, KUNCI_EGRESS_ALLOW: '127.0.0.1' };
    const checks = checksOf((await runKunci(['doctor'], allowed)).json);
    for (const name of [
      'master key',
      'clock',
      'clock outside',
      'partitions of webhook_logs',
      'transactions',
      'dead rows',
      'backlog',
      'egress',
    ]) {
      expect([name, checks.get(name)?.status]).toEqual([name, 'ok']);
    }
  });

  it('fails, and says what to do, for a wrong key and vendors out of reach', async () => {
    const { code, json } = await runKunci(['doctor'], { ...env, KUNCI_MASTER_KEY: wrongKey });
    expect(code).toBe(1);
    const checks = checksOf(json);
    expect(checks.get('master key')).toMatchObject({ status: 'failed' });
    expect(checks.get('master key')?.message).toContain(KEY_ID);
    expect(checks.get('egress')).toMatchObject({ status: 'failed' });
    expect(checks.get('egress')?.message).toContain('KUNCI_EGRESS_ALLOW');
  });

  it('tells of work that is late', async () => {
    await hub.sql(
      `INSERT INTO webhook_deliveries (id, event_id, endpoint_id, event, status, due_at)
       VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'payment.received', 'dead', now() - interval '3 hours')`,
    );
    const checks = checksOf((await runKunci(['doctor'], env)).json);
    expect(checks.get('deliveries')).toMatchObject({ status: 'warning' });
    expect(checks.get('deliveries')?.message).toContain('3 hours');
  });
});
