/**
 * Before the integration tests: one real Postgres for all of them, and a Redis where the system has one. Each test
 * file makes a database of its own in it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DATABASE = resolve(import.meta.dirname, '../../dist/src/core/database');
const CLUSTER = join(DATABASE, 'embedded/embedded-cluster.js');
const TEMPLATE = 'kunci_template';

export default async function setUp() {
  if (!existsSync(CLUSTER)) throw new Error('dist is missing; run npm run build first');
  const { startEmbeddedDatabase } = await import(CLUSTER);
  const directory = await mkdtemp(join(tmpdir(), 'kunci-test-'));
  const database = await startEmbeddedDatabase(directory);
  process.env.KUNCI_TEST_DATABASE_URL = database.url;
  process.env.KUNCI_TEST_TEMPLATE = await makeTemplate(database.url);
  const redis = await startRedis();
  if (redis) process.env.KUNCI_TEST_REDIS_URL = redis.url;
  globalThis.kunciTestServices = {
    async stop() {
      redis?.stop();
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A database with every migration in it: copying it takes a tenth of the time of migrating an empty one. */
async function makeTemplate(base) {
  const { default: pg } = await import('pg');
  const { DataSource } = await import('typeorm');
  const { loadMigrations, migrate } = await import(join(DATABASE, 'migrate.js'));
  const client = new pg.Client({ connectionString: base });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const url = new URL(base);
  url.pathname = `/${TEMPLATE}`;
  const dataSource = new DataSource({
    type: 'postgres',
    url: url.href,
    poolSize: 2,
    migrations: await loadMigrations(),
  });
  await dataSource.initialize();
  await migrate(dataSource, url.href);
  await dataSource.destroy();
  return TEMPLATE;
}

/** Undefined where there is no redis-server; the tests say how to get it. */
async function startRedis() {
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const isReady = await new Promise((done) => {
    child.once('error', () => done(false));
    child.once('exit', () => done(false));
    child.stdout.on(
      'data',
      (chunk) => chunk.toString().includes('Ready to accept connections') && done(true),
    );
  });
  return isReady
    ? { url: `redis://127.0.0.1:${port}`, stop: () => child.kill('SIGTERM') }
    : undefined;
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
