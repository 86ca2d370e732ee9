import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '#core/config/config.js';
import { METRICS } from '#monitoring/metrics/metric-table.js';
import { freePort } from '#test/support/hub-process.js';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import {
  createDatabase,
  describeOnBothQueues,
  eventually,
  startTestHub,
  TEST_MASTER_KEY,
  type TestHub,
} from '#test/support/test-hub.js';
import { startHub } from '../../src/hub.js';

const TOKEN = 'a-token-for-the-metrics-only';

async function scrape(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${url}/metrics`, { headers });
  expect(response.status).toBe(200);
  return response.text();
}

/** The value of one series, its labels in any order; undefined when it is not there. */
function valueOf(text: string, name: string, labels: Record<string, string> = {}) {
  const line = text
    .split('\n')
    .find(
      (candidate) =>
        candidate.startsWith(`${name}{`) &&
        Object.entries(labels).every(([label, value]) => candidate.includes(`${label}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

describeOnBothQueues('metrics', (queue) => {
  let hub: TestHub;
  let vendor: PlainVendor;
  let provider: PlainProvider;
  let subscriber: Subscriber;
  let text: string;

  beforeAll(async () => {
    [hub, vendor, subscriber] = await Promise.all([
      startTestHub({ queue }),
      startPlainVendor(),
      startSubscriber(),
    ]);
    provider = await addPlainProvider(hub.api, vendor.url);
    await mapFeature(hub, 'payment.card', [provider]);
    await hub.api.post('/api/v1/webhook-endpoints', {
      url: subscriber.url,
      events: ['payment.received'],
    });
    const { body: payment } = await pay(hub, { feature: 'payment.card' });
    await postWebhook(provider, {
      reference: payment.reference,
      status: 'paid',
      amount: payment.amount,
      event_id: 'evt-1',
    });
    await postWebhook(provider, { reference: payment.reference }, { secret: 'wrong' });
    await fetch(`${hub.url}/webhook/payment/nobody`, { method: 'POST', body: '{}' });
    await fetch(`${hub.url}/no/such/place?secret=s3cr3t`, { method: 'PUT' });
    text = await eventually(async () => {
      const seen = await scrape(hub.url);
      const delivered = valueOf(seen, 'kunci_deliveries_total', { outcome: 'delivered' });
      return delivered === 1 && seen;
    });
  });
  afterAll(async () => {
    await hub.stop();
    await Promise.all([vendor.close(), subscriber.close()]);
  });

  it('are all described', () => {
    for (const name of Object.keys(METRICS)) expect(text).toContain(`# TYPE ${name} `);
  });

  it('tell of calls to vendors and of breakers', () => {
    const labels = { integration_type: 'payment', provider: provider.slug, operation: 'create' };
    expect(valueOf(text, 'kunci_vendor_calls_total', { ...labels, outcome: 'ok' })).toBe(1);
    expect(valueOf(text, 'kunci_vendor_call_duration_seconds_count', labels)).toBe(1);
    const breaker = { provider: provider.slug };
    expect(valueOf(text, 'kunci_breaker_state', { ...breaker, state: 'closed' })).toBe(1);
    expect(valueOf(text, 'kunci_breaker_state', { ...breaker, state: 'open' })).toBe(0);
  });

  it('tell of webhooks by what became of them', () => {
    const received = (of: string, verdict: string) =>
      valueOf(text, 'kunci_webhooks_received_total', { provider: of, verdict });
    expect(received(provider.slug, 'accepted')).toBe(1);
    expect(received(provider.slug, 'rejected')).toBe(1);
    expect(received('unknown', 'unknown_provider')).toBe(1);
    expect(
      valueOf(text, 'kunci_webhook_ingest_duration_seconds_count', { verdict: 'accepted' }),
    ).toBe(1);
    expect(
      valueOf(text, 'kunci_webhooks_processed_total', {
        provider: provider.slug,
        outcome: 'processed',
      }),
    ).toBe(1);
  });

  it('tell of payments by the status they reached', () => {
    const reached = (status: string, source: string) =>
      valueOf(text, 'kunci_payment_status_changes_total', { status, source });
    expect(reached('pending', 'api')).toBe(1);
    expect(reached('paid', 'webhook')).toBe(1);
  });

  it('tell of requests by the template of their route, never by their path', () => {
    const requests = (route: string, status: string) =>
      valueOf(text, 'kunci_http_requests_total', { route, status });
    expect(requests('/api/v1/payments', '201')).toBe(1);
    expect(requests('/webhook/:type/:slug', '200')).toBe(1);
    expect(requests('/webhook/:type/:slug', '404')).toBe(1);
    expect(requests('unmatched', '404')).toBe(1);
    expect(text).not.toContain('s3cr3t');
    expect(text).not.toContain('nobody');
  });

  it('tell of work that waits, of queues, connections and the process', () => {
    for (const work of ['webhooks', 'events', 'deliveries', 'payment_checks']) {
      expect(valueOf(text, 'kunci_work_waiting', { work })).toBeGreaterThanOrEqual(0);
      expect(valueOf(text, 'kunci_work_overdue_seconds', { work })).toBeGreaterThanOrEqual(0);
    }
    expect(valueOf(text, 'kunci_queue_jobs', { queue: 'webhooks', state: 'waiting' })).toBe(0);
    expect(valueOf(text, 'kunci_database_pool_connections', { state: 'max' })).toBe(20);
    expect(valueOf(text, 'kunci_build_info', { role: 'all' })).toBe(1);
    expect(text).toContain('\nnodejs_eventloop_lag_seconds ');
    expect(text).toContain('\nprocess_resident_memory_bytes ');
    expect(text).not.toMatch(/kunci_scrape_source_up\{.*\} 0/);
  });
});

describe('the backlog', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({ env: { KUNCI_ROLE: 'api' } });
  });
  afterAll(() => hub.stop());

  it('says how much waits, since when, and how long it is overdue', async () => {
    await hub.sql(
      `INSERT INTO domain_events (id, event, data, occurred_at, created_at)
       SELECT gen_random_uuid(), 'payment.received', '{}', now(), now() - interval '100 seconds'
       FROM generate_series(1, 3)`,
    );
    await hub.sql(
      `INSERT INTO alerts (id, rule, cause, severity, message, data)
       VALUES (gen_random_uuid(), 'provider_down', 'provider_down:x', 'critical', '{}', '{}')`,
    );
    const text = await scrape(hub.url);
    expect(valueOf(text, 'kunci_work_waiting', { work: 'events' })).toBe(3);
    const age = valueOf(text, 'kunci_work_oldest_age_seconds', { work: 'events' });
    expect(age).toBeGreaterThanOrEqual(100);
    expect(age).toBeLessThan(200);
    expect(
      valueOf(text, 'kunci_alerts_open', { rule: 'provider_down', severity: 'critical' }),
    ).toBe(1);
  });

  it('is left out, not the rest, when the database does not answer in time', async () => {
    const text = await withLock(hub, 'domain_events', async () => {
      // What was read a moment ago is kept for some seconds.
      await new Promise((done) => setTimeout(done, 5_100));
      return scrape(hub.url);
    });
    expect(valueOf(text, 'kunci_scrape_source_up', { source: 'events' })).toBe(0);
    expect(valueOf(text, 'kunci_work_waiting', { work: 'events' })).toBeUndefined();
    expect(valueOf(text, 'kunci_scrape_source_up', { source: 'process' })).toBe(1);
  });
});

/** Nobody else can read the table while `work` runs. */
async function withLock<T>(hub: TestHub, table: string, work: () => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: hub.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return await work();
  } finally {
    await client.end();
  }
}

describe('who may read the metrics', () => {
  let hub: TestHub;
  let metricsUrl: string;
  beforeAll(async () => {
    const port = await freePort();
    metricsUrl = `http://127.0.0.1:${port}`;
    hub = await startTestHub({
      env: { KUNCI_METRICS_TOKEN: TOKEN, KUNCI_METRICS_PORT: String(port) },
    });
  });
  afterAll(() => hub.stop());

  const addresses = () => [hub.url, metricsUrl];

  it('is whoever knows the token, on both ports', async () => {
    for (const url of addresses()) {
      expect(await scrape(url, { authorization: `Bearer ${TOKEN}` })).toContain('kunci_build_info');
    }
  });

  it.each([['none'], ['Bearer wrong'], [`Basic ${TOKEN}`], [`Bearer ${TOKEN}x`]])(
    'is nobody with %s',
    async (authorization) => {
      for (const url of addresses()) {
        const headers = authorization === 'none' ? undefined : { authorization };
        const response = await fetch(`${url}/metrics`, headers && { headers });
        expect(response.status).toBe(401);
        const body = await response.text();
        expect(body).toContain('KUNCI_METRICS_TOKEN');
        expect(body).not.toContain('kunci_build_info');
      }
    },
  );
});

describe('the listener of a worker', () => {
  it('serves metrics and health where nothing else is served', async () => {
    const port = await freePort();
    const hub = await startTestHub({
      env: { KUNCI_ROLE: 'worker', KUNCI_METRICS_PORT: String(port) },
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      expect(valueOf(await scrape(url), 'kunci_build_info', { role: 'worker' })).toBe(1);
      expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'healthy' });
      const ready = await fetch(`${url}/health/ready`);
      expect([ready.status, await ready.json()]).toEqual([
        200,
        expect.objectContaining({ status: 'healthy' }),
      ]);
      expect((await fetch(`${url}/api/v1/payments`)).status).toBe(404);
    } finally {
      await hub.stop();
    }
    await expect(fetch(url)).rejects.toThrow();
  });

  it('stops the start with a sentence when its port is taken', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done));
    const start = startHub(
      readConfig({
        HOST: '127.0.0.1',
        PORT: String(await freePort()),
        KUNCI_ROLE: 'worker',
        KUNCI_METRICS_PORT: String(port),
        DATABASE_URL: await createDatabase(),
        KUNCI_MASTER_KEY: TEST_MASTER_KEY,
        KUNCI_LOG_LEVEL: 'silent',
      }),
    );
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow(`KUNCI_METRICS_PORT: port ${port}`);
    await new Promise((done) => taken.close(done));
  });
});
