import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import pg from 'pg';
import { ALL_SEALED_TABLES } from '../../src/sealed-tables.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { Vault } from '#core/vault/vault.js';
import {
  type HubProcess,
  HubDidNotStartError,
  startHubProcess,
} from '#test/support/hub-process.js';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
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
  TEST_ADMIN_KEY,
  TEST_MASTER_KEY,
  type TestHub,
} from '#test/support/test-hub.js';

jest.setTimeout(180_000);

const PATH = '/api/v1/key-rotation';
const newKey = (): string => `base64:${randomBytes(32).toString('base64')}`;
const ringOf = (key: string) =>
  new KeyRing({ current: Buffer.from(key.slice('base64:'.length), 'base64'), previous: [] });

type Query = <R>(text: string, params?: readonly unknown[]) => Promise<R[]>;

/** Opens every sealed text of the database with this one key. @returns how many there were */
async function openAll(sql: Query, key: string): Promise<number> {
  const vault = new Vault(ringOf(key));
  let count = 0;
  for (const { table, columns, aadOf } of ALL_SEALED_TABLES) {
    const rows = await sql<{ id: string } & Record<string, string | null>>(
      `SELECT id, ${columns.join(', ')} FROM ${table}`,
    );
    for (const row of rows) {
      for (const column of columns) {
        const text = row[column];
        if (text === null || text === undefined) continue;
        vault.open(text, aadOf(row.id));
        count += 1;
      }
    }
  }
  return count;
}

/** A header that holds a secret of the provider, so that the stored copy is masked and the original sealed. */
const WITH_SECRET = { headers: { 'x-token': WEBHOOK_SECRET } };

const stateOf = async (api: HubClient): Promise<string> => (await api.get(PATH)).body.state;
const untilState = (api: HubClient, state: string) =>
  eventually(async () => (await stateOf(api)) === state, 90_000);

/** As if the last process with the old key in its settings had been stopped long ago. */
const letTimePass = (sql: Query) =>
  sql(`UPDATE key_rotations SET old_key_seen_at = now() - interval '1 hour'`);

let vendor: PlainVendor;
beforeAll(async () => {
  vendor = await startPlainVendor();
});
afterAll(() => vendor.close());

describe('changing the master key while hubs run', () => {
  let hub: TestHub;
  let second: TestHub;
  let provider: PlainProvider;

  beforeEach(async () => {
    hub = await startTestHub();
    provider = await addPlainProvider(hub.api, vendor.url);
    second = await startTestHub({ databaseUrl: hub.databaseUrl });
  });
  afterEach(async () => {
    await second.stop();
    await hub.stop();
  });

  const chargeAndReport = async (at: TestHub): Promise<number[]> => {
    const { body, status } = await pay(at, { provider_id: provider.id });
    const webhook = await postWebhook(
      { webhook_url: `${at.url}${new URL(provider.webhook_url).pathname}` },
      { reference: body.reference, status: 'paid', amount: body.amount, event_id: randomUUID() },
      WITH_SECRET,
    );
    return [status, webhook.status];
  };

  it('fails no call in any process, and ends with everything under the new key alone', async () => {
    for (let i = 0; i < 30; i += 1) await chargeAndReport(hub);
    const key = newKey();
    const statuses: number[] = [];
    const traffic = { isOn: true };
    const drive = async (at: TestHub) => {
      while (traffic.isOn) statuses.push(...(await chargeAndReport(at)));
    };
    const driving = [drive(hub), drive(second)];
    const started = await second.api.post(PATH, { new_key: key });
    expect(started.status).toBe(202);
    await untilState(hub.api, 'handing_over');
    traffic.isOn = false;
    await Promise.all(driving);

    expect(new Set(statuses)).toEqual(new Set([200, 201]));
    expect(await openAll(hub.sql, key)).toBeGreaterThan(30);
    const status = (await hub.api.get(PATH)).body;
    expect(status).toMatchObject({ percent: 100, problem: null, processes: { running: 2 } });
    expect(status.next.join(' ')).toContain('KUNCI_MASTER_KEY');
    expect(JSON.stringify([started.body, status])).not.toContain(key.slice(7));
  });

  it('keeps equal accounts equal', async () => {
    const twin = await addPlainProvider(second.api, vendor.url);
    await hub.api.post(PATH, { new_key: newKey() });
    await untilState(hub.api, 'handing_over');
    const late = await addPlainProvider(hub.api, vendor.url);
    const marks = await hub.sql<{ account_fingerprint: string }>(
      'SELECT DISTINCT account_fingerprint FROM providers WHERE id = ANY ($1)',
      [[provider.id, twin.id, late.id]],
    );
    expect(marks).toHaveLength(1);
  });

  it('is written down in the audit log once, without the key', async () => {
    const key = newKey();
    await hub.api.post(PATH, { new_key: key });
    await untilState(hub.api, 'handing_over');
    const { body } = await hub.api.get('/api/v1/audit-log?action=provider.key_rotated');
    expect(body.items).toHaveLength(1);
    expect(body.items[0].after).toMatchObject({ providers: 1 });
    expect(JSON.stringify(body)).not.toContain(key.slice(7));
  });

  it('lets a hub start with either key until all were started with the new one', async () => {
    const key = newKey();
    await hub.api.post(PATH, { new_key: key });
    await untilState(hub.api, 'handing_over');
    const { databaseUrl } = hub;
    await second.stop();
    second = await startTestHub({ databaseUrl });
    expect((await chargeAndReport(second)).every((status) => status < 300)).toBe(true);

    const env = { KUNCI_MASTER_KEY: key };
    await Promise.all([hub.stop(), second.stop()]);
    hub = await startTestHub({ databaseUrl, env });
    second = await startTestHub({ databaseUrl, env });
    await letTimePass(hub.sql);
    await untilState(hub.api, 'done');
    await expect(startTestHub({ databaseUrl })).rejects.toThrow('KUNCI_MASTER_KEY');
    await second.stop();
    second = await startTestHub({ databaseUrl, env });
    expect((await chargeAndReport(second)).every((status) => status < 300)).toBe(true);
  });

  it('takes in what an old transaction writes late under the old key', async () => {
    const client = new pg.Client({ connectionString: hub.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_current_xact_id()');
    const [row] = await hub.sql<{ id: string; sealed: string }>(
      'SELECT id, credentials_encrypted AS sealed FROM providers',
    );
    const key = newKey();
    await hub.api.post(PATH, { new_key: key });
    await untilState(hub.api, 'resealing');
    await eventually(async () => {
      const [now] = await hub.sql<{ sealed: string }>(
        'SELECT credentials_encrypted AS sealed FROM providers',
      );
      return now?.sealed !== row?.sealed;
    });
    await client.query('UPDATE providers SET credentials_encrypted = $1', [row?.sealed]);
    await client.query('COMMIT');
    await client.end();
    await untilState(hub.api, 'handing_over');
    expect(await openAll(hub.sql, key)).toBeGreaterThan(0);
  });

  it('changes nothing when a secret does not open, and names it', async () => {
    await hub.sql(
      `UPDATE providers SET credentials_encrypted = overlay(credentials_encrypted placing 'AAAA' from 30)`,
    );
    await hub.api.post(PATH, { new_key: newKey() });
    await untilState(hub.api, 'failed');
    const status = (await hub.api.get(PATH)).body;
    expect(status.problem).toContain(provider.id);
    expect(await hub.sql('SELECT 1 FROM vault_keys')).toHaveLength(1);
  });

  it('waits for a process that can not take part, says so, and can be called off', async () => {
    const old = new pg.Client({
      connectionString: hub.databaseUrl,
      application_name: 'kunci-listen',
    });
    await old.connect();
    await hub.api.post(PATH, { new_key: newKey() });
    await eventually(
      async () => ((await hub.api.get(PATH)).body.problem ?? '').includes('older version'),
      20_000,
    );
    expect((await hub.api.post(`${PATH}/cancel`)).body.state).toBe('cancelled');
    await old.end();
    expect(await openAll(hub.sql, TEST_MASTER_KEY)).toBeGreaterThan(0);
    expect((await hub.api.post(`${PATH}/cancel`)).status).toBe(409);
    const again = newKey();
    expect((await hub.api.post(PATH, { new_key: again })).status).toBe(202);
    await untilState(hub.api, 'handing_over');
    expect(await openAll(hub.sql, again)).toBeGreaterThan(0);
  });

  it('is refused while a process of another version runs', async () => {
    await hub.sql(
      `INSERT INTO key_holders (process_id, started_with, hub_version) VALUES ($1, 'abcdef01', '0.0.1')`,
      [randomUUID()],
    );
    const answer = await hub.api.post(PATH, { new_key: newKey() });
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('Update every hub');
    expect(await stateOf(hub.api)).toBe('idle');
  });

  it('refuses no key, a bad one, the one in use and a second change', async () => {
    expect((await hub.api.post(PATH, {})).body.errors[0].field).toBe('new_key');
    expect((await hub.api.post(PATH, { new_key: 'short' })).status).toBe(422);
    expect((await hub.api.post(PATH, { new_key: TEST_MASTER_KEY })).status).toBe(422);
    await hub.api.post(PATH, { new_key: newKey() });
    expect((await hub.api.post(PATH, { new_key: newKey() })).status).toBe(409);
    await untilState(hub.api, 'handing_over');
  });
});

/** Stands in the database: the transaction that brings the change into `state` hangs, and says so. */
const HANG = (condition: string) => `
  CREATE OR REPLACE FUNCTION hang_rotation() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF ${condition} THEN PERFORM pg_advisory_xact_lock(4711); END IF;
    RETURN NEW;
  END $$;
  CREATE OR REPLACE TRIGGER hang_rotation BEFORE UPDATE ON key_rotations
    FOR EACH ROW EXECUTE FUNCTION hang_rotation()`;

describe('a hub that is killed in the middle of changing the master key', () => {
  const STEPS: readonly (readonly [string, string])[] = [
    ['checking', `NEW.state = 'checking' AND NEW.position <> '{}'`],
    ['before the keys are handed out', `OLD.state = 'checking' AND NEW.state = 'distributing'`],
    ['before it seals with the new key', `NEW.state = 'switching' AND OLD.state <> 'switching'`],
    ['before it seals anew', `NEW.state = 'resealing' AND OLD.state = 'switching'`],
    ['sealing anew', `NEW.state = 'resealing' AND NEW.position <> '{}'`],
    ['before it verifies', `NEW.state = 'verifying' AND OLD.state = 'resealing'`],
    ['verifying', `NEW.state = 'verifying' AND NEW.position <> '{}'`],
    ['before it is concluded', `NEW.state = 'handing_over' AND OLD.state = 'verifying'`],
    ['before it ends', `NEW.state = 'done' AND OLD.state = 'handing_over'`],
  ];

  it('goes on where it was, whichever step it died in', async () => {
    const databaseUrl = await createDatabase();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const sql: Query = async (text, params = []) =>
      (await client.query(text, params as unknown[])).rows as never;
    const env = environment(databaseUrl, TEST_MASTER_KEY);
    const key = newKey();
    const reached: string[] = [];
    let hub = await startHubProcess({ env });
    try {
      const api = hubClient(hub.url, TEST_ADMIN_KEY);
      const provider = await addPlainProvider(api, vendor.url);
      await postWebhook(
        { webhook_url: `${hub.url}${new URL(provider.webhook_url).pathname}` },
        { reference: 'nobody-knows', event_id: randomUUID() },
        WITH_SECRET,
      );
      await client.query('SELECT pg_advisory_lock(4711)');
      await client.query(HANG(STEPS[0]?.[1] ?? ''));
      await api.post(PATH, { new_key: key });
      for (const [i, [step]] of STEPS.entries()) {
        await eventually(() => hangs(sql, key), 60_000);
        reached.push(step);
        await hub.kill();
        // From here it hangs in the next step, and nowhere after the last.
        await client.query(HANG(STEPS[i + 1]?.[1] ?? 'false'));
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted`,
        );
        // As if it had been gone for a while; how long that is waited for is not what is tried here.
        await client.query(`UPDATE key_holders SET seen_at = now() - interval '1 minute'`);
        await hub.cleanUp();
        hub = await startHubProcess({ env });
      }

      const after = hubClient(hub.url, TEST_ADMIN_KEY);
      await untilState(after, 'handing_over');
      const found = await after.get(`/api/v1/providers/${provider.id}`);
      expect(found.body.credentials.api_key.set).toBe(true);
      expect(await openAll(sql, key)).toBeGreaterThan(1);
      expect(reached).toHaveLength(STEPS.length);
    } finally {
      await hub.cleanUp();
      await client.end();
    }
  });

  /** Whether the step has come to the place; on the way it lets the settings change and time pass. */
  const hangs = async (sql: Query, key: string): Promise<boolean> => {
    const waiting = await sql(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted`,
    );
    if (waiting.length > 0) return true;
    await sql(
      `WITH free AS (SELECT id FROM key_rotations WHERE state = 'handing_over' FOR UPDATE SKIP LOCKED)
       UPDATE key_rotations SET old_key_seen_at = now() - interval '1 hour' WHERE id IN (SELECT id FROM free)`,
    );
    await sql(
      `UPDATE key_holders SET started_with = $1
       WHERE EXISTS (SELECT 1 FROM key_rotations WHERE state = 'handing_over')`,
      [ringOf(key).currentId],
    );
    return false;
  };

  const environment = (databaseUrl: string, masterKey: string): Record<string, string> => ({
    DATABASE_URL: databaseUrl,
    KUNCI_MASTER_KEY: masterKey,
    KUNCI_BOOTSTRAP_API_KEY: TEST_ADMIN_KEY,
  });
});

describe('a hub that keeps its key in a file', () => {
  it('makes the new key itself, and starts with the new file alone', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kunci-rotate-'));
    const env = { KUNCI_BOOTSTRAP_API_KEY: TEST_ADMIN_KEY };
    const hub = await startHubProcess({ dataDir, env });
    let again: HubProcess | undefined;
    try {
      const before = await readFile(join(dataDir, 'master.key'), 'utf8');
      const api = hubClient(hub.url, TEST_ADMIN_KEY);
      const provider = await addPlainProvider(api, vendor.url);
      expect((await api.post(PATH, {})).status).toBe(202);
      await untilState(api, 'done');
      const after = await readFile(join(dataDir, 'master.key'), 'utf8');
      expect(after.trim().split('\n')).toHaveLength(1);
      expect(after).not.toBe(before);
      await hub.stop();
      again = await startHubProcess({ dataDir, env });
      const found = await hubClient(again.url, TEST_ADMIN_KEY).get(
        `/api/v1/providers/${provider.id}`,
      );
      expect(found.body.credentials.api_key.set).toBe(true);
    } catch (error) {
      if (error instanceof HubDidNotStartError) throw new Error(error.stderr, { cause: error });
      throw error;
    } finally {
      await again?.cleanUp();
      await hub.cleanUp();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
