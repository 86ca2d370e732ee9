/** How a hub refuses to start: exit code 78, and the setting to change by its name. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isRunning, postmasterOf } from '#test/support/embedded-client.js';
import {
  HubDidNotStartError,
  type HubProcess,
  startHubProcess,
} from '#test/support/hub-process.js';
import { createDatabase, TEST_MASTER_KEY } from '#test/support/test-hub.js';

jest.setTimeout(60_000);

const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

let hub: HubProcess;

/** The end of a hub that must not start. */
async function refusalOf(
  env: Record<string, string>,
  options: { dataDir?: string; runAs?: typeof NOBODY } = {},
): Promise<HubDidNotStartError> {
  const started = await startHubProcess({ env, ...options }).catch((error: unknown) => error);
  if (started instanceof HubDidNotStartError) return started;
  await (started as HubProcess).cleanUp();
  throw new Error('the hub started');
}

beforeAll(async () => {
  hub = await startHubProcess();
});

afterAll(() => hub.cleanUp());

describe('a hub with settings it can not run on', () => {
  it('ends with 78 before it starts anything, naming each variable on stderr', async () => {
    const { exit, stderr, stdout } = await refusalOf({
      PORT: 'http',
      KUNCI_EGRESS_ALLOW: '10.0.0.0/99',
      KUNCI_MASTER_KEY: 'secret-value-that-is-no-key',
      KUNCI_BOOTSTRAP_API_KEY: 'short-bootstrap-value',
    });
    expect(exit.code).toBe(78);
    for (const name of ['PORT', 'EGRESS_ALLOW', 'MASTER_KEY', 'BOOTSTRAP_API_KEY']) {
      expect(stderr).toMatch(new RegExp(`- (KUNCI_)?${name}: expected`));
    }
    expect(stderr).not.toMatch(/secret-value|short-bootstrap|\n\s+at /);
    expect(stdout).toBe('');
  });

  it('names DATABASE_URL when user or database are wrong', async () => {
    const url = new URL(await createDatabase());
    url.password = 'wrong';
    const { exit, stderr } = await refusalOf({
      DATABASE_URL: url.toString(),
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
    });
    expect([exit.code, stderr]).toEqual([78, expect.stringMatching(/- DATABASE_URL: .*28P01/)]);
  });

  it('names HOST when this machine has no such address', async () => {
    const { exit, stderr } = await refusalOf({
      HOST: '192.0.2.1',
      DATABASE_URL: await createDatabase(),
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
    });
    expect([exit.code, stderr]).toEqual([78, expect.stringMatching(/- HOST: /)]);
  });
});

describe('a hub whose port is taken', () => {
  let other: Server;

  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
  });

  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it('names PORT, and leaves nothing running', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kunci-taken-'));
    const { port } = other.address() as { port: number };
    const { exit, stderr } = await refusalOf({ PORT: String(port) }, { dataDir });
    expect([exit.code, stderr]).toEqual([78, expect.stringContaining(`- PORT: ${port} is taken`)]);
    await expect(postmasterOf(dataDir)).rejects.toThrow('ENOENT');
    await rm(dataDir, { recursive: true });
  });
});

describe('a hub on data it may not use', () => {
  it('names KUNCI_DATA_DIR while another hub runs there, which goes on undisturbed', async () => {
    const { exit, stderr } = await refusalOf({}, { dataDir: hub.dataDir });
    expect([exit.code, stderr]).toEqual([78, expect.stringMatching(/- KUNCI_DATA_DIR: /)]);
    expect(stderr).toContain(String(hub.pid));
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
    expect(isRunning((await postmasterOf(hub.dataDir)).pid)).toBe(true);
  });

  it('names KUNCI_DATA_DIR when it is a file', async () => {
    const file = join(hub.dataDir, 'file');
    await writeFile(file, '');
    const { exit, stderr } = await refusalOf({ KUNCI_DATA_DIR: join(file, 'data') });
    expect([exit.code, stderr]).toEqual([78, expect.stringMatching(/- KUNCI_DATA_DIR: /)]);
  });

  // Skipped for an ordinary user: only root can start a hub under another account.
  (isRoot ? it : it.skip)('names KUNCI_DATA_DIR when it may not write there', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kunci-closed-'));
    await chmod(dataDir, 0o755);
    const { exit, stderr } = await refusalOf({}, { dataDir, runAs: NOBODY });
    expect([exit.code, stderr]).toEqual([78, expect.stringMatching(/- KUNCI_DATA_DIR: /)]);
    await rm(dataDir, { recursive: true });
  });

  it('names KUNCI_MASTER_KEY when the data was written with another key', async () => {
    const databaseUrl = await createDatabase();
    const env = { DATABASE_URL: databaseUrl, KUNCI_MASTER_KEY: TEST_MASTER_KEY };
    const first = await startHubProcess({ env });
    await first.cleanUp();
    const wrong = `base64:${Buffer.alloc(32, 9).toString('base64')}`;
    const { exit, stderr, stdout } = await refusalOf({ ...env, KUNCI_MASTER_KEY: wrong });
    expect([exit.code, stderr]).toEqual([78, expect.stringMatching(/- KUNCI_MASTER_KEY: /)]);
    expect(stderr + stdout).not.toContain(wrong.slice(7, 20));
  });
});
