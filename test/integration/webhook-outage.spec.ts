/** A Redis that is away: webhooks are taken and processed all the same, and the hub can be stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '#test/support/hub-process.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(60_000);

const hasRedis = process.env['KUNCI_TEST_REDIS_URL'] !== undefined;
const hint = hasRedis ? '' : ' (skipped: install the system package redis-server to run it)';

(hasRedis ? describe : describe.skip)(`a hub whose Redis goes away${hint}`, () => {
  let redis: ChildProcess;
  let port: number;
  let vendor: PlainVendor;
  let hub: TestHub;
  let provider: PlainProvider;

  beforeAll(async () => {
    port = await freePort();
    redis = await startRedis(port);
    vendor = await startPlainVendor();
    hub = await startTestHub({ env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
    provider = await addPlainProvider(hub.api, vendor.url);
  });

  afterAll(async () => {
    redis.kill('SIGKILL');
    await hub.stop();
    await vendor.close();
  });

  const ready = async () => (await hub.api.get('/health/ready')).body;

  const paidAfterWebhook = async () => {
    const { body: payment } = await pay(hub, { provider_id: provider.id });
    const { reference } = payment;
    const webhook = { event_id: reference, reference, status: 'PAID', amount: 150_000 };
    expect((await postWebhook(provider, webhook)).status).toBe(200);
    // What the sweeper waits for before it takes a hint for lost.
    await hub.sql('UPDATE webhook_logs SET due_at = now() WHERE due_at IS NOT NULL');
    await eventually(async () => {
      const { body } = await hub.api.get(`/api/v1/payments/${payment.id}`);
      return body.status === 'paid';
    });
  };

  it('works with it', async () => {
    expect(await ready()).toMatchObject({ status: 'healthy' });
    await paidAfterWebhook();
  });

  it('takes and processes webhooks without it, and says that it is degraded', async () => {
    redis.kill('SIGKILL');
    await eventually(async () => (await ready()).status === 'degraded');
    await paidAfterWebhook();
  });

  it('uses it again when it is back', async () => {
    redis = await startRedis(port);
    await eventually(async () => (await ready()).status === 'healthy', 20_000);
    await paidAfterWebhook();
  });

  it('stops without it', async () => {
    redis.kill('SIGKILL');
    await eventually(async () => (await ready()).status === 'degraded');
    const askedAt = Date.now();
    await hub.hub.stop();
    expect(Date.now() - askedAt).toBeLessThan(3_000);
  });
});

function startRedis(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve(child);
    });
  });
}
