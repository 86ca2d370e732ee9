import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RateLimits } from '#core/rate-limit/rate-limits.js';
import { RedisCounter } from '#core/rate-limit/redis-counter.js';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import { addPlainProvider, postWebhook } from '#test/support/plain-vendor.js';
import { describeOnBothQueues, startTestHub, type TestHub } from '#test/support/test-hub.js';

const PATH = '/api/v1/properties';

async function newKey(hub: TestHub, changes: Readonly<Record<string, unknown>> = {}) {
  const answer = await hub.api.post('/api/v1/api-keys', {
    name: 'PMS',
    scopes: ['providers:read'],
    ...changes,
  });
  expect(answer.status).toBe(201);
  const { id, key } = answer.body as { id: string; key: string };
  return { id, at: (url: string): HubClient => hubClient(url, key) };
}

const statusesOf = async (client: HubClient, count: number): Promise<number[]> => {
  const statuses = [];
  for (let i = 0; i < count; i += 1) statuses.push((await client.get(PATH)).status);
  return statuses;
};

describeOnBothQueues('limits of requests', (queue) => {
  let hub: TestHub;
  let other: TestHub;

  beforeAll(async () => {
    hub = await startTestHub({ queue });
    other = await startTestHub({ queue, databaseUrl: hub.databaseUrl });
  });
  afterAll(async () => {
    await other.stop();
    await hub.stop();
  });

  it('do not stand in the way of a key unless somebody set one', async () => {
    const key = (await newKey(hub)).at(hub.url);
    const answers = await Promise.all(Array.from({ length: 300 }, () => key.get(PATH)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.headers.has('ratelimit-limit')).toBe(false);
  });

  it('of a key hold from the moment they are set, and say when to come again', async () => {
    const { id, at } = await newKey(hub, { rate_limit_per_minute: 3 });
    const key = at(hub.url);
    const first = await key.get(PATH);
    expect(first.headers.get('ratelimit-limit')).toBe('3');
    expect(first.headers.get('ratelimit-remaining')).toBe('2');
    expect(await statusesOf(key, 3)).toEqual([200, 200, 429]);
    const refused = await key.get(PATH);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({
      errors: [{ field: 'authorization', code: 'rate_limited' }],
      data: null,
      trace_id: refused.headers.get('x-trace-id'),
    });
    const raised = await hub.api.patch(`/api/v1/api-keys/${id}`, { rate_limit_per_minute: 0 });
    expect(raised.body).toMatchObject({ id, rate_limit_per_minute: 0 });
    expect(await statusesOf(key, 10)).toEqual(new Array(10).fill(200));
  });

  it('are counted together in Redis, else by each process', async () => {
    const { at } = await newKey(hub, { rate_limit_per_minute: 4 });
    const statuses = [
      ...(await statusesOf(at(hub.url), 4)),
      ...(await statusesOf(at(other.url), 2)),
    ];
    const second = queue === 'redis' ? [429, 429] : [200, 200];
    expect(statuses).toEqual([200, 200, 200, 200, ...second]);
  });

  it('can be set for all keys, where the limit of a key goes first', async () => {
    const usual = await newKey(hub);
    const generous = await newKey(hub, { rate_limit_per_minute: 100 });
    // The admin's own key would be limited as well.
    const [admin] = (await hub.api.get('/api/v1/api-keys?limit=200')).body.items.slice(-1);
    await hub.api.patch(`/api/v1/api-keys/${admin.id}`, { rate_limit_per_minute: 0 });
    await hub.api.patch('/api/v1/settings', { limits: { per_key_per_minute: 2 } });
    try {
      expect(await statusesOf(usual.at(hub.url), 3)).toEqual([200, 200, 429]);
      expect(await statusesOf(generous.at(hub.url), 3)).toEqual([200, 200, 200]);
    } finally {
      await hub.api.patch('/api/v1/settings', { limits: { per_key_per_minute: null } });
    }
  });

  it('turn away who asks without a valid key, while valid ones from there go on', async () => {
    const valid = (await newKey(hub)).at(hub.url);
    await statusesOf(valid, 1);
    await hub.api.patch('/api/v1/settings', { limits: { per_ip_per_minute: 5 } });
    try {
      const stranger = hubClient(hub.url, 'made-up-key-0123456789');
      const statuses = await statusesOf(stranger, 8);
      expect(statuses.slice(0, 2)).toEqual([401, 401]);
      expect(statuses.at(-1)).toBe(429);
      expect((await stranger.get(PATH)).headers.get('retry-after')).not.toBeNull();
      expect(await statusesOf(valid, 3)).toEqual([200, 200, 200]);
    } finally {
      await hub.api.patch('/api/v1/settings', { limits: { per_ip_per_minute: null } });
    }
  });

  it('of a key are described to whoever reads the API page', async () => {
    const { body } = await hub.api.get('/api/docs/openapi.json');
    const paths = Object.keys(body.paths ?? {});
    expect(paths).toEqual(expect.arrayContaining(['/api/v1/usage', '/api/v1/api-keys/{id}']));
  });
});

describe('a Redis that does not answer', () => {
  it.each([
    ['is not there', () => undefined],
    ['takes connections and keeps silent', (server: Server) => server.listen(0, '127.0.0.1')],
  ])('keeps nobody from being counted when it %s', async (_title, listen) => {
    const server = createServer();
    if (listen(server)) await once(server, 'listening');
    const port = (server.address() as AddressInfo | null)?.port ?? 1;
    const limits = new RateLimits(
      new RedisCounter(`redis://127.0.0.1:${port}`, 'test:', () => undefined),
    );
    const verdicts = [];
    for (let i = 0; i < 3; i += 1) verdicts.push((await limits.hit('a', 2)).isAdmitted);
    limits.beforeApplicationShutdown();
    server.close();
    expect(verdicts).toEqual([true, true, false]);
  });
});

describe('floods of webhooks', () => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await startTestHub();
    await hub.api.patch('/api/v1/settings', { limits: { refused_webhooks_per_ip_per_minute: 4 } });
  });
  afterAll(() => hub.stop());

  it('are turned away before they are read, and do not touch a vendor that is known from there', async () => {
    const provider = await addPlainProvider(hub.api, 'https://vendor.example');
    const forged = () => postWebhook(provider, { nothing: true }, { secret: 'forged' });
    const answers = [];
    for (let i = 0; i < 5; i += 1) answers.push(await forged());
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429]);
    expect(answers[4]?.headers.get('retry-after')).toBeTruthy();
    await hub.api.patch('/api/v1/settings', { limits: { refused_webhooks_per_ip_per_minute: 0 } });
    expect((await postWebhook(provider, { nothing: true })).status).toBe(200);
    await hub.api.patch('/api/v1/settings', { limits: { refused_webhooks_per_ip_per_minute: 4 } });
    expect((await forged()).status).toBe(401);
  });
});

describe('sizes of requests', () => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  it('are limited in the address', async () => {
    const { status, body } = await hub.api.get(`${PATH}?cursor=${'a'.repeat(9_000)}`);
    expect(status).toBe(414);
    expect(body).toMatchObject({ data: null, message: expect.stringContaining('8192') });
  });

  it('are limited in the headers', async () => {
    const { status, body } = await hub.api.get(PATH, { 'x-long': 'a'.repeat(20_000) });
    expect(status).toBe(431);
    expect(body).toMatchObject({ data: null, errors: [], trace_id: expect.any(String) });
  });

  it('are limited in the body, its depth and its lists', async () => {
    const large = await hub.api.post(PATH, `"${'a'.repeat(3 * 1024 * 1024)}"`);
    expect([large.status, large.body.data]).toEqual([413, null]);
    const deep = await hub.api.post(PATH, '['.repeat(10_000) + ']'.repeat(10_000));
    expect([deep.status, deep.body.errors[0].code]).toEqual([413, 'too_deep']);
    const long = await hub.api.post(PATH, { name: new Array(10_001).fill(1) });
    expect([long.status, long.body.errors[0].code]).toEqual([413, 'too_many_items']);
  });

  it('answer what is no HTTP in the one form of errors', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      let seen = '';
      const { hostname, port } = new URL(hub.url);
      const socket = connect(Number(port), hostname, () => socket.write('what is this\r\n\r\n'));
      socket.on('data', (bytes) => (seen += bytes.toString()));
      socket.on('end', () => resolve(seen)).on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ data: null });
  });
});
