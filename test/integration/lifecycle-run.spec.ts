/** A hub as a process: started, started again, killed, told to stop. Its data folder goes through all of it. */
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { findPostgresBinaries } from '#core/database/embedded/binaries.js';
import { initialiseCluster } from '#core/database/embedded/cluster-setup.js';
import { postgresAccount } from '#core/database/embedded/os-account.js';
import { startPostmaster, stopPostmaster } from '#core/database/embedded/postmaster.js';
import { connectEmbedded, isRunning, postmasterOf } from '#test/support/embedded-client.js';
import { hubClient } from '#test/support/hub-client.js';
import {
  type HubProcess,
  type HubProcessOptions,
  startHubProcess,
} from '#test/support/hub-process.js';
import {
  addPlainProvider,
  type PlainVendor,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { createDatabase, eventually, TEST_MASTER_KEY } from '#test/support/test-hub.js';

jest.setTimeout(90_000);

const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const entries = (text: string): Record<string, unknown>[] =>
  lines(text)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Log entries that say something went wrong. */
const complaints = (hub: HubProcess): unknown[] =>
  entries(hub.stdout()).filter(({ level }) => ['warn', 'error', 'fatal'].includes(String(level)));

async function anOpenFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kunci-life-'));
  await chmod(folder, 0o755);
  return folder;
}

describe('one data folder through its life', () => {
  let dataDir: string;
  let vendor: PlainVendor;
  let hub: HubProcess;

  beforeAll(async () => {
    dataDir = await anOpenFolder();
    vendor = await startPlainVendor();
  });

  afterAll(async () => {
    await hub.cleanUp();
    await vendor.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}): Promise<void> => {
    hub = await startHubProcess({ dataDir, env: { KUNCI_LOG_LEVEL: 'info', ...env } });
  };
  const api = () => hubClient(hub.url, hub.apiKey);
  const providerCount = async () => (await api().get('/api/v1/providers')).body.items.length;

  it('starts: the ready line is the last one, and the log is not noisy', async () => {
    await start();
    const said = lines(hub.stdout());
    expect(said.at(-1)).toBe(`Kunci is ready on http://localhost:${hub.port}`);
    expect(said.filter((line) => line.includes('Kunci is ready'))).toHaveLength(1);
    expect(entries(hub.stdout()).length).toBeLessThan(5);
    expect(complaints(hub)).toEqual([]);
    expect(hub.stderr()).toBe('');
    expect((await readFile(join(dataDir, 'master.key'), 'utf8')).trim()).toMatch(/^base64:.{44}$/);
    await addPlainProvider(api(), vendor.url);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends by %s with 0, the request under way answered and Postgres stopped, and starts again',
    async (signal) => {
      const slow = await startPlainVendor({ delayMs: 1_000 });
      const provider = await addPlainProvider(api(), slow.url);
      const { pid } = await postmasterOf(dataDir);
      const payment = api().post(
        '/api/v1/payments',
        { provider_id: provider.id, order_id: 'O-1', amount: 1_000 },
        { 'idempotency-key': `stop-${signal}` },
      );
      await eventually(async () => slow.requests.length === 1);
      const askedAt = Date.now();
      // Twice, as Ctrl-C under npm does it: from the terminal and from npm.
      process.kill(hub.pid, signal);
      const exit = await hub.stop(signal);
      expect(exit).toEqual({ code: 0, signal: null });
      expect(Date.now() - askedAt).toBeLessThan(8_000);
      expect((await payment).status).toBe(201);
      expect(isRunning(pid)).toBe(false);
      expect(complaints(hub)).toEqual([]);
      expect(hub.stderr()).toBe('');
      await slow.close();
      await start();
      expect((await api().get('/api/v1/payments')).body.items[0]).toMatchObject({
        order_id: 'O-1',
      });
    },
  );

  it('takes over the Postgres that a killed hub left running', async () => {
    const before = await postmasterOf(dataDir);
    const count = await providerCount();
    await hub.kill();
    expect(isRunning(before.pid)).toBe(true);
    await start();
    expect(await postmasterOf(dataDir)).toEqual(before);
    expect(await providerCount()).toBe(count);
  });

  it('starts beside the pid files of a hub and a Postgres that are both gone', async () => {
    const { pid } = await postmasterOf(dataDir);
    const count = await providerCount();
    await hub.kill();
    process.kill(pid, 'SIGKILL');
    await eventually(async () => !isRunning(pid));
    await start();
    expect((await postmasterOf(dataDir)).pid).not.toBe(pid);
    expect(await providerCount()).toBe(count);
  });

  it('brings its Postgres back when that is killed under it', async () => {
    const before = await postmasterOf(dataDir);
    const count = await providerCount();
    process.kill(before.pid, 'SIGKILL');
    await eventually(async () => (await fetch(`${hub.url}/health/ready`)).status === 503);
    expect((await fetch(`${hub.url}/health/live`)).status).toBe(200);
    await eventually(async () => (await fetch(`${hub.url}/health/ready`)).status === 200, 20_000);
    const after = await postmasterOf(dataDir);
    expect(after.port).toBe(before.port);
    expect(after.pid).not.toBe(before.pid);
    expect(await providerCount()).toBe(count);
  });

  it('is the same folder by another path', async () => {
    const { pid } = await postmasterOf(dataDir);
    await hub.kill();
    hub = await startHubProcess({ dataDir: join(dataDir, '..', dataDir.split('/').at(-1) ?? '') });
    expect((await postmasterOf(dataDir)).pid).toBe(pid);
  });
});

describe('hubs side by side', () => {
  it('keep to their own data, and print a setup link where there is no owner', async () => {
    const dirs = await Promise.all([anOpenFolder(), anOpenFolder()]);
    const [one, two] = await Promise.all(dirs.map((dataDir) => startHubProcess({ dataDir })));
    if (!one || !two) throw new Error('two hubs were asked for');
    const vendor = await startPlainVendor();
    await addPlainProvider(hubClient(one.url, one.apiKey), vendor.url);
    const count = async (hub: HubProcess) =>
      (await hubClient(hub.url, hub.apiKey).get('/api/v1/providers')).body.items.length;
    expect([await count(one), await count(two)]).toEqual([1, 0]);
    const [link, ready] = lines(two.stdout());
    expect(link).toMatch(/^Make the owner account here, once: http:\S+\/setup#token=\S{43}$/);
    expect(ready).toBe(`Kunci is ready on http://localhost:${two.port}`);
    await Promise.all([one.cleanUp(), two.cleanUp(), vendor.close()]);
    await Promise.all(dirs.map((dir) => rm(dir, { recursive: true })));
  });

  it('that start at once on one empty database migrate it once', async () => {
    const env = { DATABASE_URL: await createDatabase(), KUNCI_MASTER_KEY: TEST_MASTER_KEY };
    const roles = ['api', 'worker', 'all'];
    const hubs = await Promise.all(
      roles.map((role) => startHubProcess({ env: { ...env, KUNCI_ROLE: role } })),
    );
    const [first, worker, last] = hubs;
    expect(lines(worker?.stdout() ?? '').at(-1)).toBe('Kunci worker is ready');
    await expect(fetch(`${worker?.url ?? ''}/health/live`)).rejects.toThrow('fetch failed');
    expect(hubs.flatMap(complaints)).toEqual([]);
    // Whichever came first made the key; all of them know it.
    for (const hub of [first, last]) {
      const answer = await hubClient(hub?.url ?? '', hub?.apiKey).get('/api/v1/properties');
      expect([answer.status, answer.body.items.length]).toEqual([200, 1]);
    }
    const exits = await Promise.all(hubs.map((hub) => hub.stop()));
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0]);
    await Promise.all(hubs.map((hub) => hub.cleanUp()));
  });
});

describe('a hub below folders that are closed to others', () => {
  let closed: string;

  beforeAll(async () => {
    closed = await mkdtemp(join(tmpdir(), 'kunci-closed-'));
    await chmod(closed, 0o700);
  });

  afterAll(() => rm(closed, { recursive: true, force: true }));

  const runs = async (options: HubProcessOptions): Promise<void> => {
    const hub = await startHubProcess(options);
    const client = await connectEmbedded(hub.dataDir);
    expect((await client.query('SELECT count(*) FROM providers')).rows).toEqual([{ count: 0 }]);
    await client.end();
    expect((await hub.stop()).code).toBe(0);
    await hub.cleanUp();
  };

  it('runs', async () => {
    await mkdir(join(closed, 'data'));
    await runs({ dataDir: join(closed, 'data') });
  });

  // Skipped for an ordinary user: only root can start a hub under another account.
  (isRoot ? it : it.skip)(
    'can have its Postgres there, too, as a checkout below /root has',
    async () => {
      const installed = await findPostgresBinaries();
      const packaged = join(dirname(installed.initdb), '..');
      await cp(packaged, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
      const inClosed = (path: string) => join(closed, 'native', relative(packaged, path));
      const cluster = {
        binaries: { initdb: inClosed(installed.initdb), postgres: inClosed(installed.postgres) },
        account: await postgresAccount(),
        clusterDir: join(closed, 'pg'),
      };
      await initialiseCluster(cluster, 'password');
      const postmaster = await startPostmaster(cluster);
      expect(isRunning(postmaster.pid)).toBe(true);
      await stopPostmaster(postmaster.pid);
    },
  );

  // Skipped for an ordinary user: only root can start a hub under another account.
  (isRoot ? it : it.skip)('runs as an ordinary user in a folder of its own', async () => {
    const own = await mkdtemp(join(tmpdir(), 'kunci-nobody-'));
    await chown(own, NOBODY.uid, NOBODY.gid);
    await runs({ dataDir: own, runAs: NOBODY });
    await rm(own, { recursive: true });
  });
});
