/** The hub as a process: start, second start, signals, settings, and the command line beside it. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hubClient } from '#test/support/hub-client.js';
import {
  freePort,
  HubDidNotStartError,
  type HubProcess,
  startHubProcess,
  TEST_API_KEY,
} from '#test/support/hub-process.js';
import { createDatabase } from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const ROOT = join(import.meta.dirname, '../..');
const OWNER = { email: 'owner@hotel.example', password: 'a long enough password' };
const CANARY = 'sk_test_canary0123456789';

interface CliAnswer {
  readonly code: number;
  readonly json: any;
  readonly stderr: string;
}

/** Runs `kunci … --json` as an operator would. */
function kunci(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CliAnswer> {
  const path = process.env['PATH'] ?? '';
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin/kunci.mjs'), ...args, '--json'],
      { env: { PATH: path, HOME: process.env['HOME'] ?? '', ...env }, cwd: ROOT },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        done({ code, json: stdout === '' ? undefined : JSON.parse(stdout), stderr });
      },
    );
  });
}

const newKey = (): string => `base64:${randomBytes(32).toString('base64')}`;

/** A provider without a vendor: nothing here calls out. */
const PROVIDER = {
  name: 'Front desk',
  integration_type: 'payment',
  api_format: 'redirect_flow',
  credentials: { secret_key: CANARY },
  connector: {
    credentials: [{ key: 'secret_key', label: { id: 'Kunci', en: 'Key' } }],
    base_urls: { default: { production: 'https://pay.example', sandbox: 'https://pay.example' } },
    operations: { create: { path: '/orders', body: {} } },
    webhook: {
      signature: { scheme: 'shared_token', value: '=credentials.secret_key', header: 'x-token' },
      match: [{ ignore: 'a test' }],
    },
  },
};

describe('a hub on its embedded database', () => {
  let dataDir: string;
  let hub: HubProcess;
  let env: Record<string, string>;
  let providerId: string;
  const start = async (): Promise<HubProcess> =>
    startHubProcess({
      dataDir,
      env: { KUNCI_BOOTSTRAP_EMAIL: OWNER.email, KUNCI_BOOTSTRAP_PASSWORD: OWNER.password },
    });
  const api = () => hubClient(hub.url, TEST_API_KEY);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kunci-deploy-'));
    await chmod(dataDir, 0o755);
    env = { KUNCI_DATA_DIR: dataDir };
    hub = await start();
    const created = await api().post('/api/v1/providers', PROVIDER);
    expect(created.status).toBe(201);
    providerId = created.body.id;
    const webhook = await fetch(`${hub.url}${new URL(created.body.webhook_url).pathname}`, {
      method: 'POST',
      headers: { 'x-token': CANARY, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(webhook.status).toBe(200);
  });
  afterAll(async () => {
    await hub.cleanUp();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('keeps its master key for its owner alone', async () => {
    expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  it('is diagnosed while it runs, through its own database', async () => {
    const { code, json } = await kunci(['doctor'], env);
    expect(code).toBe(0);
    expect(json.checks).toContainEqual(
      expect.objectContaining({
        name: 'database',
        status: 'ok',
        message: expect.stringContaining('runs now'),
      }),
    );
    expect(hub.stdout()).not.toContain(CANARY);
  });

  it('resets a password while it runs', async () => {
    const { code, json } = await kunci(['user:reset-password', OWNER.email], env);
    expect(code).toBe(0);
    expect(json.one_time_password).toMatch(/^\S{5}(-\S{5}){3}$/);
  });

  it('gets another key while it runs', async () => {
    const key = newKey();
    const { code, json } = await kunci(['provider:rotate-keys', `--new-key=${key}`], env);
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { ok: true, state: 'done', providers: 1 },
    });
    expect((await readFile(join(dataDir, 'master.key'), 'utf8')).trim()).toBe(key);
    expect(JSON.stringify(json)).not.toContain(key.slice(7));
    const provider = await api().get(`/api/v1/providers/${providerId}`);
    expect(provider.body.credentials.secret_key).toEqual({ set: true, last4: CANARY.slice(-4) });
  });

  it('says so when a vendor can not be asked about credentials', async () => {
    const { code, json } = await kunci(['provider:test', 'front-desk'], env);
    expect(code).toBe(0);
    expect(json).toMatchObject({ slug: 'front-desk', test_status: 'unverifiable' });
  });

  it('refuses a second hub on the same data', async () => {
    const failed = await start().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(HubDidNotStartError);
    expect((failed as HubDidNotStartError).exit.code).toBe(78);
    expect((failed as HubDidNotStartError).stderr).toContain('KUNCI_DATA_DIR');
  });

  it('stops on SIGTERM with exit code 0 and takes its database with it', async () => {
    expect(await hub.stop()).toEqual({ code: 0, signal: null });
    await expect(stat(join(dataDir, 'pg/postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('goes on with a new master key after a rotation', async () => {
    const key = newKey();
    const rotated = await kunci(['provider:rotate-keys', `--new-key=${key}`], env);
    expect(rotated).toMatchObject({ code: 0, json: { ok: true, providers: 1, webhook_logs: 1 } });
    expect((await readFile(join(dataDir, 'master.key'), 'utf8')).trim()).toBe(key);

    hub = await start();
    const provider = await api().get(`/api/v1/providers/${providerId}`);
    expect(provider.body.credentials.secret_key).toEqual({ set: true, last4: CANARY.slice(-4) });
    const logs = await api().get('/api/v1/webhook-logs');
    const replayed = await api().post(`/api/v1/webhook-logs/${logs.body.items[0].id}/replay`, {});
    expect(replayed.status).toBeLessThan(300);
    const audit = await api().get('/api/v1/audit-log?action=provider.key_rotated');
    expect(audit.body.items[0]).toMatchObject({ after: { providers: 1, webhook_logs: 1 } });
  });

  it('starts again on the data of a hub that was killed', async () => {
    await hub.kill();
    hub = await start();
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
  });

  it('stops on Ctrl-C', async () => {
    expect(await hub.stop('SIGINT')).toEqual({ code: 0, signal: null });
  });

  it('does not start when its key file is gone', async () => {
    const kept = await readFile(join(dataDir, 'master.key'), 'utf8');
    await rm(join(dataDir, 'master.key'));
    const failed = await start().catch((error: unknown) => error);
    expect((failed as HubDidNotStartError).exit.code).toBe(78);
    await writeFile(join(dataDir, 'master.key'), kept, { mode: 0o600 });
  });
});

describe('a hub on a database of its own', () => {
  const masterKey = newKey();
  let databaseUrl: string;
  let env: Record<string, string>;
  let dataDir: string;

  beforeAll(async () => {
    databaseUrl = await createDatabase({ isEmpty: true });
    dataDir = await mkdtemp(join(tmpdir(), 'kunci-deploy-'));
    env = { DATABASE_URL: databaseUrl, KUNCI_MASTER_KEY: masterKey };
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('gets its tables from the command line, once', async () => {
    const [first, second] = await Promise.all([kunci(['migrate'], env), kunci(['migrate'], env)]);
    expect([first.code, second.code]).toEqual([0, 0]);
    const counts = [first.json.migrations.length, second.json.migrations.length].sort();
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(0);
  });

  it('is not rotated with a key that is not its own, whether it runs or not', async () => {
    const rotateWrongly = () =>
      kunci(['provider:rotate-keys', `--new-key=${newKey()}`], {
        ...env,
        KUNCI_MASTER_KEY: newKey(),
      });
    const hub = await startHubProcess({ dataDir, env });
    const whileRunning = await rotateWrongly().finally(() => hub.stop());
    for (const { code, json } of [whileRunning, await rotateWrongly()]) {
      expect(code).toBe(78);
      expect(json.message).toContain('KUNCI_MASTER_KEY');
    }
  });

  it('tells what to set after a rotation, without repeating the key', async () => {
    const key = newKey();
    const { code, json } = await kunci(['provider:rotate-keys', `--new-key=${key}`], env);
    expect(code).toBe(0);
    expect(json.next.join(' ')).toContain('KUNCI_MASTER_KEY');
    expect(JSON.stringify(json)).not.toContain(key);
    const old = await startHubProcess({ dataDir, env }).catch((error: unknown) => error);
    expect((old as HubDidNotStartError).exit.code).toBe(78);
    const hub = await startHubProcess({ dataDir, env: { ...env, KUNCI_MASTER_KEY: key } });
    await hub.stop();
  });
});

describe('wrong settings', () => {
  it.each([
    ['PORT', { PORT: 'http' }],
    ['KUNCI_ROLE', { KUNCI_ROLE: 'boss' }],
    ['KUNCI_MASTER_KEY', { DATABASE_URL: 'postgres://kunci@127.0.0.1:1/kunci' }],
    ['REDIS_URL', { REDIS_URL: 'http://127.0.0.1' }],
    [
      'DATABASE_URL',
      { DATABASE_URL: 'postgres://kunci@127.0.0.1:1/kunci', KUNCI_MASTER_KEY: newKey() },
    ],
  ])('of %s end the start with exit code 78 and its name', async (name, env) => {
    const failed = await startHubProcess({ env }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(HubDidNotStartError);
    expect((failed as HubDidNotStartError).exit.code).toBe(78);
    expect((failed as HubDidNotStartError).stderr).toContain(`${name}:`);
  });

  it('of the port end the start when another program has it', async () => {
    const taken = await startHubProcess({ env: { KUNCI_BOOTSTRAP_API_KEY: '' } });
    try {
      const failed = await startHubProcess({ env: { PORT: String(taken.port) } }).catch(
        (error: unknown) => error,
      );
      expect((failed as HubDidNotStartError).exit.code).toBe(78);
      expect((failed as HubDidNotStartError).stderr).toContain('PORT:');
      expect(taken.stdout()).toContain('/setup#token=');
    } finally {
      await taken.cleanUp();
    }
  });

  it('end a command in the same way', async () => {
    const { code, json } = await kunci(['doctor'], {
      PORT: String(await freePort()),
      KUNCI_ROLE: 'boss',
    });
    expect(code).toBe(78);
    expect(json).toMatchObject({ ok: false, errors: [expect.stringContaining('KUNCI_ROLE')] });
  });
});
