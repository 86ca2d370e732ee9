/** Traces as a collector sees them: a hub in a process of its own, for its SDK patches what the process loads. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type HubClient, hubClient } from '#test/support/hub-client.js';
import { type HubProcess, startHubProcess } from '#test/support/hub-process.js';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '#test/support/otlp-receiver.js';
import {
  addPlainProvider,
  API_KEY,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import {
  createDatabase,
  describeOnBothQueues,
  eventually,
  redisUrl,
  startTestHub,
  TEST_MASTER_KEY,
  type TestHub,
} from '#test/support/test-hub.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const GUEST = 'guest.planted@hotel.example';

interface Traced {
  readonly hub: HubProcess;
  readonly api: HubClient;
  readonly collector: OtlpReceiver;
}

async function startTraced(env: Record<string, string>): Promise<Traced> {
  const collector = await startOtlpReceiver();
  const hub = await startHubProcess({
    env: {
      DATABASE_URL: await createDatabase(),
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=for-the-collector',
      ...env,
    },
  });
  // Webhook URLs name the public address, which is the hub's own by default.
  return { hub, api: hubClient(hub.url, hub.apiKey), collector };
}

const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan | undefined =>
  spans.find((span) => span.name === name);

/** Names from the first span down to this one. */
function ancestry(spans: readonly ReceivedSpan[], span: ReceivedSpan | undefined): string[] {
  if (!span) return [];
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...ancestry(spans, parent), span.name];
}

describeOnBothQueues('the trace of a payment', (queue) => {
  let traced: Traced;
  let vendor: PlainVendor;
  let subscriber: Subscriber;
  let provider: PlainProvider;
  let answer: { readonly status: number; readonly body: any; readonly headers: Headers };
  let logged: unknown[];
  let spans: ReceivedSpan[];

  beforeAll(async () => {
    [traced, vendor, subscriber] = await Promise.all([
      startTraced(queue === 'redis' ? { REDIS_URL: redisUrl() } : {}),
      startPlainVendor(),
      startSubscriber(),
    ]);
    const { api, collector, hub } = traced;
    provider = await addPlainProvider(api, vendor.url);
    await api.put('/api/v1/features/payment.card', { chain: [provider.id] });
    await api.post('/api/v1/webhook-endpoints', {
      url: subscriber.url,
      events: ['payment.received'],
    });
    const body = {
      feature: 'payment.card',
      order_id: 'ORD-1',
      amount: 150_000,
      currency: 'IDR',
      customer: { first_name: 'Planted Guest', email: GUEST },
    };
    answer = await api.post('/api/v1/payments', body, {
      'idempotency-key': randomUUID(),
      traceparent: `00-${TRACE}-${CALLER}-01`,
    });
    // A vendor that keeps to the specification hands the trace on with its webhook.
    const traceparent = String(vendor.headers.at(-1)?.['traceparent']);
    const { reference, amount } = answer.body;
    await postWebhook(
      { webhook_url: `${hub.url}/webhook/payment/${provider.slug}` },
      { reference, status: 'paid', amount, event_id: 'evt-1', email: GUEST },
      { headers: { traceparent } },
    );
    await eventually(async () => subscriber.received.length > 0);
    logged = await eventually(async () => {
      const { items } = (await api.get(`/api/v1/integration-logs?trace_id=${TRACE}`)).body;
      return items.length > 0 && items;
    });
    await hub.stop();
    spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
  });
  afterAll(async () => {
    await traced.hub.cleanUp();
    await Promise.all([traced.collector.close(), vendor.close(), subscriber.close()]);
  });

  it('begins with the caller and reaches the vendor through feature, provider and operation', () => {
    expect(answer.status).toBe(201);
    const request = named(spans, 'POST /api/v1/payments');
    expect(request).toMatchObject({ kind: 2, parentSpanId: CALLER });
    expect(request?.attributes).toMatchObject({
      'http.route': '/api/v1/payments',
      'http.response.status_code': 201,
    });
    const call = spans.find(({ kind, name }) => kind === 3 && name === 'POST');
    expect(ancestry(spans, call)).toEqual([
      'POST /api/v1/payments',
      'feature payment.card',
      `provider ${provider.slug}`,
      'operation create',
      'POST',
    ]);
  });

  it('is the one that the answer and the integration log name', () => {
    expect(answer.headers.get('x-trace-id')).toBe(TRACE);
    expect(logged).toEqual([expect.objectContaining({ action: 'create', trace_id: TRACE })]);
  });

  it('goes on at the vendor, with the span of the call as its parent', () => {
    const [, traceId, spanId, flags] = String(vendor.headers[0]?.['traceparent']).split('-');
    const call = spans.find((span) => span.spanId === spanId);
    expect([traceId, flags, call?.name, call?.kind]).toEqual([TRACE, '01', 'POST', 3]);
  });

  it('goes on from the webhook over the worker to the subscriber', () => {
    const process = named(spans, 'webhook process');
    expect(ancestry(spans, process).slice(-3)).toEqual([
      'POST /webhook/:type/:slug',
      'webhook ingest',
      'webhook process',
    ]);
    const delivery = named(spans, 'delivery');
    expect(delivery).toMatchObject({ kind: 4, parentSpanId: '' });
    const [, traceId, spanId] = String(subscriber.received[0]?.headers['traceparent']).split('-');
    const sent = spans.find((span) => span.spanId === spanId);
    expect([traceId, sent?.parentSpanId]).toEqual([TRACE, delivery?.spanId]);
  });

  it('holds the statements of the database, beneath what asked for them', () => {
    const statements = spans.filter(({ attributes }) => 'db.query.text' in attributes);
    expect(statements.length).toBeGreaterThan(3);
    const above = statements.map((span) => ancestry(spans, span));
    expect(new Set(above.map(([first]) => first))).toEqual(
      new Set(['POST /api/v1/payments', 'delivery']),
    );
    expect(above.filter((names) => names.includes('webhook process'))).not.toEqual([]);
  });

  if (queue === 'redis') {
    it('holds the commands to Redis that it caused, without their arguments', () => {
      const commands = spans.filter(({ attributes }) => attributes['db.system.name'] === 'redis');
      expect(commands.length).toBeGreaterThan(0);
      expect(commands.map(({ attributes }) => attributes['db.query.text'])).not.toContain(
        expect.anything(),
      );
    });
  }

  it('has no span for what nobody asked for, such as workers that wait for jobs', () => {
    const { spans: all } = traced.collector;
    const alone = all.filter(
      ({ parentSpanId, attributes }) =>
        parentSpanId === '' && ('db.system.name' in attributes || 'db.system' in attributes),
    );
    expect(alone).toEqual([]);
  });

  it('holds no secret and nothing of the guest', () => {
    const text = traced.collector.raw();
    for (const secret of [API_KEY, WEBHOOK_SECRET, GUEST, 'Planted Guest', traced.hub.apiKey]) {
      expect(text).not.toContain(secret);
    }
    expect(traced.collector.headers[0]?.['x-collector-key']).toBe('for-the-collector');
  });
});

describe('without a receiver for traces', () => {
  let hub: TestHub;
  let vendor: PlainVendor;
  beforeAll(async () => {
    [hub, vendor] = await Promise.all([startTestHub(), startPlainVendor()]);
  });
  afterAll(async () => {
    await hub.stop();
    await vendor.close();
  });

  it("still hands the caller's trace id on to the vendor, as not recorded here", async () => {
    const provider = await addPlainProvider(hub.api, vendor.url);
    await hub.api.put('/api/v1/features/payment.card', { chain: [provider.id] });
    const answer = await hub.api.post(
      '/api/v1/payments',
      { feature: 'payment.card', order_id: 'ORD-1', amount: 150_000, currency: 'IDR' },
      { 'idempotency-key': randomUUID(), traceparent: `00-${TRACE}-${CALLER}-01` },
    );
    expect(answer.headers.get('x-trace-id')).toBe(TRACE);
    expect(vendor.headers[0]?.['traceparent']).toMatch(
      new RegExp(`^00-${TRACE}-(?!${CALLER})[0-9a-f]{16}-00$`),
    );
  });
});
