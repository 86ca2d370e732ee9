/** Credentials with an unmistakable value go through everything a hub does; then they are looked for everywhere. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { hubClient, type HubAnswer, type HubClient } from '#test/support/hub-client.js';
import { freePort, type HubProcess, startHubProcess } from '#test/support/hub-process.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { formsOf, readRedis, readTables, secretsIn } from '#test/support/secret-scan.js';
import {
  createDatabase,
  describeOnBothQueues,
  eventually,
  redisUrl,
  TEST_MASTER_KEY,
} from '#test/support/test-hub.js';

jest.setTimeout(90_000);

const SERVER_KEY = 'SB-Mid-server-CANARY-server-key/+"é-0001';
const API_SECRET = 'CANARY-api-key-0002';
const OLD_WEBHOOK_SECRET = 'CANARY-old-webhook-secret-0003';
const NEW_WEBHOOK_SECRET = 'CANARY-new-webhook-secret-0004';
const EXTRA_HEADER = 'CANARY-extra-header-0005';
const TYPED_IN = 'CANARY-typed-into-a-form-0006';
const BOOTSTRAP_KEY = 'CANARY-bootstrap-api-key-0007-0123456789';
const PASSWORD = 'CANARY-owner-password-0008';
const CANARIES = [
  SERVER_KEY,
  API_SECRET,
  OLD_WEBHOOK_SECRET,
  NEW_WEBHOOK_SECRET,
  EXTRA_HEADER,
  TYPED_IN,
  BOOTSTRAP_KEY,
  PASSWORD,
  TEST_MASTER_KEY.slice('base64:'.length),
];
/** No secret: shows that the search finds what is there. */
const MARKER = 'VISIBLE-order-0000';

it.each([
  ['as it is', (secret: string) => `x ${secret} y`],
  ['in a Basic header', (secret: string) => Buffer.from(`${secret}:`).toString('base64')],
  ['as a password there', (secret: string) => Buffer.from(`me:${secret}`).toString('base64')],
  ['in a URL', (secret: string) => `?a=${encodeURIComponent(secret)}`],
  ['in JSON', (secret: string) => JSON.stringify({ secret })],
  ['in hex', (secret: string) => Buffer.from(secret).toString('hex')],
])('the search finds a secret %s', (_title, write) => {
  expect(CANARIES.map((secret) => secretsIn(write(secret), [secret]))).toEqual(
    CANARIES.map(() => [0]),
  );
  expect(new Set(formsOf('a').filter((form) => form === 'a'))).toEqual(new Set(['a']));
});

describeOnBothQueues('credentials after all that a hub does with them', (queue) => {
  const said: string[] = [];
  const hubs: HubProcess[] = [];
  let vendor: PlainVendor;
  let simulator: Simulator;
  let databaseUrl: string;
  let env: Record<string, string>;
  let api: HubClient;
  let queued: string;

  /** Keeps what the API answers, as the outside sees it. */
  function recording(client: HubClient): HubClient {
    const keep = async (answer: Promise<HubAnswer>): Promise<HubAnswer> => {
      const kept = await answer;
      said.push(JSON.stringify([...kept.headers]), kept.text);
      return kept;
    };
    return {
      get: (path, headers) => keep(client.get(path, headers)),
      post: (path, body, headers) => keep(client.post(path, body, headers)),
      put: (path, body) => keep(client.put(path, body)),
      patch: (path, body) => keep(client.patch(path, body)),
      delete: (path) => keep(client.delete(path)),
    };
  }

  const post = async (...args: Parameters<typeof postWebhook>) => {
    const answer = await postWebhook(...args);
    said.push(answer.text, JSON.stringify([...answer.headers]));
    return answer;
  };

  const createProvider = (changes: Record<string, unknown>) =>
    api.post('/api/v1/providers', {
      name: 'Vendor',
      preset_id: 'midtrans-qris',
      credentials: { server_key: SERVER_KEY },
      base_urls: { default: simulator.url },
      extra_headers: { 'x-proxy-auth': EXTRA_HEADER },
      ...changes,
    });

  const pay = (key: string, changes: Record<string, unknown>) =>
    api.post(
      '/api/v1/payments',
      { order_id: MARKER, amount: 150_000, ...changes },
      { 'idempotency-key': key },
    );

  async function start(role: string): Promise<HubProcess> {
    const hub = await startHubProcess({ env: { ...env, KUNCI_ROLE: role } });
    hubs.push(hub);
    return hub;
  }

  /** What the queue holds, whichever it is. */
  async function readQueue(): Promise<string> {
    const tables = await readTables(databaseUrl);
    if (queue === 'postgres') {
      return [...tables]
        .flatMap(([name, text]) => (name.startsWith('bullmq.') ? [text] : []))
        .join();
    }
    const [, id = ''] = /"([0-9a-f-]{36})"/.exec(tables.get('public.installation') ?? '') ?? [];
    return readRedis(redisUrl(), id);
  }

  beforeAll(async () => {
    vendor = await startPlainVendor();
    simulator = await startMidtransSimulator({ serverKey: SERVER_KEY });
    databaseUrl = await createDatabase();
    const port = String(await freePort());
    env = {
      DATABASE_URL: databaseUrl,
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
      KUNCI_BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
      KUNCI_BOOTSTRAP_EMAIL: 'owner@hotel.example',
      KUNCI_BOOTSTRAP_PASSWORD: PASSWORD,
      KUNCI_PUBLIC_URL: `http://127.0.0.1:${port}`,
      KUNCI_LOG_LEVEL: 'trace',
      PORT: port,
      ...(queue === 'redis' && { REDIS_URL: redisUrl() }),
    };
    // Without a worker at first, so that the jobs are still in the queue when it is looked into.
    const hub = await start('api');
    api = recording(hubClient(hub.url, BOOTSTRAP_KEY));
    await payAndRefund();
    await failInEveryWay();
    await sendWebhooks();
    await configure();
    queued = await readQueue();
    await start('worker');
    await eventually(async () => {
      const { items } = (await api.get('/api/v1/webhook-logs?limit=200')).body;
      return !items.some(({ status }: { status: string }) => /received|processing/.test(status));
    }, 30_000);
    await lookAtEverything();
    await Promise.all(hubs.map((one) => one.stop()));
  });

  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.cleanUp()));
    await vendor.close();
    await simulator.close();
  });

  async function payAndRefund(): Promise<void> {
    const { body: provider } = await createProvider({});
    await api.put('/api/v1/features/payment.qris', { chain: [provider.id] });
    const created = await pay('good', { feature: 'payment.qris' });
    expect(created.status).toBe(201);
    simulator.act('pay', { reference: created.body.reference });
    await simulator.webhooks.idle();
    const { body: paid } = await api.get(`/api/v1/payments/${created.body.id}?refresh=true`);
    expect(paid.status).toBe('paid');
    const refunds = `/api/v1/payments/${created.body.id}/refunds`;
    expect((await api.post(refunds, { amount: 50_000 }, { 'idempotency-key': 'r' })).status).toBe(
      201,
    );
    await api.get(`/api/v1/payments/${created.body.id}/events`);
  }

  /** A vendor that repeats the key in its answers, and one that gives none. */
  async function failInEveryWay(): Promise<void> {
    const { body: provider } = await createProvider({ name: 'Failing' });
    for (const status of [400, 401, 500]) {
      const basic = `Basic ${Buffer.from(`${SERVER_KEY}:`).toString('base64')}`;
      const body = {
        status_code: String(status),
        status_message: `${SERVER_KEY} ${basic} refused`,
      };
      await simulator.fault({ mode: 'status', status, body, times: 1 });
      await pay(`bad-${status}`, { provider_id: provider.id });
      await simulator.fault({ mode: 'status', status, body, times: 1 });
      await api.post(`/api/v1/providers/${provider.id}/test`);
    }
    await simulator.fault({ mode: 'cut_before', times: 3 });
    await pay('cut', { provider_id: provider.id });
    simulator.faults.clear();
    await api.post('/api/v1/providers/test', {
      name: 'Unsaved',
      preset_id: 'midtrans-qris',
      credentials: { server_key: TYPED_IN },
      base_urls: { default: simulator.url },
    });
  }

  async function sendWebhooks(): Promise<void> {
    const query = { scheme: 'shared_token', query: 'token', value: '=credentials.webhook_secret' };
    const credentials = { api_key: API_SECRET, webhook_secret: OLD_WEBHOOK_SECRET };
    const plain = await addPlainProvider(api, vendor.url, { credentials });
    const byToken = await addPlainProvider(api, vendor.url, {
      credentials,
      connector: aPlainConnector({ signature: query }),
    });
    const echo = { reference: MARKER, note: OLD_WEBHOOK_SECRET, auth: `Bearer ${API_SECRET}` };
    const headers = { authorization: `Bearer ${API_SECRET}`, 'x-odd': OLD_WEBHOOK_SECRET };
    await post(plain, echo, { secret: OLD_WEBHOOK_SECRET, headers });
    await post(plain, echo, { secret: 'wrong', headers });
    await post(byToken, echo, { suffix: `?token=${OLD_WEBHOOK_SECRET}` });
    await post(byToken, echo, { suffix: `?token=${TYPED_IN}` });
    const changed = { credentials: { webhook_secret: NEW_WEBHOOK_SECRET } };
    await api.patch(`/api/v1/providers/${plain.id}`, changed);
    await post(plain, echo, { secret: OLD_WEBHOOK_SECRET });
    const renewed = { ...echo, note: NEW_WEBHOOK_SECRET };
    await post(plain, renewed, { secret: NEW_WEBHOOK_SECRET });
  }

  async function configure(): Promise<void> {
    const connector = aPlainConnector();
    const credentials = { api_key: TYPED_IN, webhook_secret: TYPED_IN };
    const preview = (changes: Record<string, unknown>) =>
      api.post('/api/v1/connectors/preview', {
        connector,
        credentials,
        operation: 'create',
        request: { reference: 'R', amount: 1 },
        ...changes,
      });
    await preview({});
    await preview({ response: { status: 401, body: { error: `${TYPED_IN} refused` } } });
    await preview({ webhook: { headers: { 'x-signature': TYPED_IN }, body: { reference: 'R' } } });
    const broken = { ...connector.operations.create, body: { a: '=$number(credentials.api_key)' } };
    await preview({ connector: { ...connector, operations: { create: broken } } });
    await preview({ connector: { ...connector, auth: { scheme: TYPED_IN } } });
    await createProvider({ credentials: { server_key: TYPED_IN, unknown_key: TYPED_IN } });
    await createProvider({ credentials: { server_key: `${TYPED_IN} with blanks` } });
    await createProvider({ credentials: [TYPED_IN], environment: 'production' });
    await api.post('/api/v1/providers', `{"credentials": {"server_key": "${TYPED_IN}"`);
    const wrongKey = hubClient(env['KUNCI_PUBLIC_URL'] ?? '', TYPED_IN);
    await recording(wrongKey).get('/api/v1/providers');
    await api.post('/api/v1/setup', {
      token: TYPED_IN,
      email: 'x@hotel.example',
      password: `${TYPED_IN}-password`,
    });
  }

  async function lookAtEverything(): Promise<void> {
    const lists = ['providers', 'payments', 'webhook-logs', 'integration-logs', 'audit-log'];
    for (const list of [...lists, 'api-keys', 'features']) {
      const { status, body } = await api.get(
        `/api/v1/${list}${list === 'features' ? '' : '?limit=200'}`,
      );
      expect([list, status]).toEqual([list, 200]);
      if (!['providers', 'payments', 'webhook-logs'].includes(list)) continue;
      for (const { id } of body.items) await api.get(`/api/v1/${list}/${id}`);
    }
  }

  it('stand in no table but sealed', async () => {
    const tables = await readTables(databaseUrl);
    const found = [...tables].flatMap(([name, text]) =>
      secretsIn(text, CANARIES).map((i) => `${name}: canary ${i}`),
    );
    expect(found).toEqual([]);
    const withMarker = [...tables]
      .filter(([, text]) => text.includes(MARKER))
      .map(([name]) => name);
    expect(withMarker).toEqual(expect.arrayContaining(['public.payments', 'public.webhook_logs']));
  });

  it('stand in no job of the queue', async () => {
    expect(queued).toMatch(/\bids\b/);
    expect(secretsIn(queued, CANARIES)).toEqual([]);
    expect(secretsIn(await readQueue(), CANARIES)).toEqual([]);
  });

  it('stand in no line of the log', () => {
    const log = hubs.map((hub) => hub.stdout() + hub.stderr()).join('\n');
    expect(log.split('\n').length).toBeGreaterThan(50);
    expect(secretsIn(log, CANARIES)).toEqual([]);
  });

  it('stand in no answer', () => {
    const answers = said.join('\n');
    expect(answers).toContain(MARKER);
    expect(secretsIn(answers, CANARIES)).toEqual([]);
  });

  it('can not be found by their plain hash either', async () => {
    const hashes = CANARIES.filter((one) => one !== BOOTSTRAP_KEY).map((secret) =>
      createHash('sha256').update(secret).digest('hex'),
    );
    const tables = [...(await readTables(databaseUrl)).values()].join('\n');
    expect(hashes.filter((hash) => tables.includes(hash))).toEqual([]);
  });
});
