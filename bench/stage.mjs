/** What the benchmarks run against, each part a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startHubProcess } from '#test/support/hub-process.js';

const ROOT = resolve(import.meta.dirname, '..');
/** Another build than the one in `dist/`, to compare two of them. */
const DIST = resolve(process.env.BENCH_DIST ?? join(ROOT, 'dist'));
const DRAIN_TIMEOUT_MS = 180_000;
/** As many as the hub may have, so that neither side has more connections than the other. */
export const POOL = 20;

export async function openStage() {
  const dataDir = await mkdtemp(join(tmpdir(), 'kunci-bench-'));
  const { startEmbeddedDatabase } = await import(
    join(DIST, 'src/core/database/embedded/embedded-cluster.js')
  );
  const postgres = await startEmbeddedDatabase(dataDir);
  try {
    const hub = await startHub(dataDir, postgres.url);
    const sql = new pg.Client({ connectionString: postgres.url, application_name: 'kunci-bench' });
    await sql.connect();
    return new Stage({ dataDir, postgres, hub, sql });
  } catch (error) {
    // It runs in a session of its own and would outlive us.
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

function startHub(dataDir, databaseUrl) {
  return startHubProcess({
    entry: join(DIST, 'src/main.js'),
    dataDir,
    env: {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: String(POOL),
      KUNCI_MASTER_KEY: `base64:${randomBytes(32).toString('base64')}`,
      ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
    },
  });
}

class Stage {
  constructor(parts) {
    Object.assign(this, parts);
    this.children = [];
    this.queue = process.env.REDIS_URL ? 'Redis' : 'Postgres';
  }

  /** Asks the hub's API; throws on anything but success. */
  async api(method, path, body) {
    const response = await fetch(this.hub.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.hub.apiKey}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Starts a program that prints one JSON line when it is ready. */
  async start(args, env = {}) {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.push(child);
    let output = '';
    for await (const chunk of child.stdout) {
      output += chunk;
      if (output.includes('\n')) break;
    }
    return JSON.parse(output);
  }

  /** Makes load in a process of its own; throws when a request went wrong. */
  async load(plan) {
    const result = await runWithInput([join(import.meta.dirname, 'load.mjs')], plan);
    const bad = Object.keys(result.statuses).filter((status) => !status.startsWith('2'));
    if (bad.length > 0 || result.connectionErrors > 0 || result.sent !== result.acknowledged) {
      throw new Error(`the load did not go through: ${JSON.stringify(result)}`);
    }
    return result;
  }

  runWithInput(script, plan) {
    return runWithInput([join(import.meta.dirname, script)], plan);
  }

  /** A simulator of the vendor behind some QRIS preset, and that preset. */
  async startSimulator() {
    const presetId = findSimulatedPreset();
    const simulator = await this.start(['test/simulators/main.ts', presetId.split('-')[0]]);
    const { connector } = await this.api('GET', `/api/v1/presets/${presetId}`);
    // A simulator serves all of its vendor's hosts on one origin, under the paths of the real ones.
    const baseUrls = Object.entries(connector.base_urls).map(([name, { sandbox }]) => [
      name,
      simulator.url + new URL(sandbox).pathname.replace(/\/$/, ''),
    ]);
    const credentials = connector.credentials.map(({ key }) => [key, simulator.credentials[key]]);
    return {
      presetId,
      url: simulator.url,
      baseUrls: Object.fromEntries(baseUrls),
      credentials: Object.fromEntries(credentials),
      /** Steers what the vendor tells, over the simulator's control API. */
      webhooks: (control) =>
        fetch(`${simulator.url}/_sim/webhooks`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(control),
        }),
    };
  }

  createProvider(body) {
    return this.api('POST', '/api/v1/providers', body);
  }

  /** Until the hub has worked off every webhook, so that the next run starts from rest. */
  async drain() {
    const deadline = Date.now() + DRAIN_TIMEOUT_MS;
    const startedAt = performance.now();
    for (;;) {
      const { rows } = await this.sql.query(
        'SELECT count(*)::int AS left FROM webhook_logs WHERE due_at IS NOT NULL',
      );
      if (rows[0].left === 0) break;
      if (Date.now() > deadline)
        throw new Error(`${rows[0].left} webhooks are still not processed`);
      await delay(100);
    }
    const drainedMs = performance.now() - startedAt;
    await this.sql.query('CHECKPOINT');
    return drainedMs;
  }

  async close() {
    for (const child of this.children) child.kill('SIGTERM');
    await this.sql.end();
    await this.hub.stop();
    await this.postgres.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function findSimulatedPreset() {
  const folder = join(ROOT, 'presets/payment');
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue;
    const preset = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const vendor = String(preset.preset_id).split('-')[0];
    // Direct calls repeat the hub's request, so nothing in it may be signed together with its time.
    const isRepeatable =
      preset.api_format === 'qris_dynamic' && preset.connector?.auth?.scheme === 'basic';
    if (isRepeatable && existsSync(join(ROOT, 'test/simulators', vendor))) return preset.preset_id;
  }
  throw new Error('no QRIS preset has a simulator');
}

async function runWithInput(args, input) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(input));
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  if (output === '') throw new Error(`${args[0]} ended without a result`);
  return JSON.parse(output);
}
