/** Presets, providers, connection tests and the playground, as the owner's wizard uses them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  aPlainConnector,
  API_KEY,
  type PlainVendor,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { startTestHub, TEST_ADMIN_KEY, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(30_000);

const PRESET = 'midtrans-qris';

let hub: TestHub;
let simulator: Simulator;
let vendor: PlainVendor;

beforeAll(async () => {
  simulator = await startMidtransSimulator();
  vendor = await startPlainVendor();
  hub = await startTestHub();
});

afterAll(async () => {
  await hub.stop();
  await simulator.close();
  await vendor.close();
});

const fromPreset = (changes: Record<string, unknown> = {}) => ({
  name: 'Front desk',
  preset_id: PRESET,
  environment: 'sandbox',
  credentials: { server_key: simulator.credentials['server_key'] },
  base_urls: { default: simulator.url },
  ...changes,
});

const create = (changes: Record<string, unknown> = {}) =>
  hub.api.post('/api/v1/providers', fromPreset(changes));

describe('presets', () => {
  it('are listed with what a person reads, by category, and found by words', async () => {
    const { body } = await hub.api.get('/api/v1/presets?category=payment');
    expect(body.items.length).toBeGreaterThan(10);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        preset_id: PRESET,
        display_name: expect.any(String),
        vendor: expect.any(String),
        category: 'payment',
        api_format: 'qris_dynamic',
        capabilities: expect.any(Array),
        indonesia_friendly: true,
      }),
    );
    expect(body.items[0].connector).toBeUndefined();
    const found = (await hub.api.get('/api/v1/presets?search=QRIS')).body.items;
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(body.items.length);
  });

  it('come in pages', async () => {
    const all = (await hub.api.get('/api/v1/presets')).body.items;
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await hub.api.get(`/api/v1/presets?limit=5${cursor && `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(5);
      seen.push(...body.items.map((item: { preset_id: string }) => item.preset_id));
      cursor = body.next_cursor ?? '';
    } while (cursor !== '');
    expect(seen).toEqual(all.map((item: { preset_id: string }) => item.preset_id));
  });

  it('are told whole one by one, and 404 for an unknown one', async () => {
    const { body } = await hub.api.get(`/api/v1/presets/${PRESET}`);
    expect(body.connector.operations.create.path).toBe('/v2/charge');
    expect((await hub.api.get('/api/v1/presets/nope')).status).toBe(404);
  });
});

describe('a provider from a preset', () => {
  it('shows its secrets by their last four characters only', async () => {
    const { status, body, text } = await create();
    expect(status).toBe(201);
    const key = simulator.credentials['server_key'] ?? '';
    expect(body.credentials).toEqual({ server_key: { set: true, last4: key.slice(-4) } });
    expect(text).not.toContain(key);
    expect(body).toMatchObject({
      integration_type: 'payment',
      api_format: 'qris_dynamic',
      test_status: 'untested',
      webhook_url: `${hub.url}/webhook/payment/${body.slug}`,
      preset_id: PRESET,
    });
  });

  it('gets a slug of its own even when many of one name are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () => create({ name: 'Lobi Utama!' })),
    );
    expect(made.map(({ status }) => status)).toEqual(Array(6).fill(201));
    const slugs = made.map(({ body }) => body.slug);
    expect(new Set(slugs).size).toBe(6);
    expect(slugs).toContain('lobi-utama');
  });

  it('may have the slug that was asked for, unless it is taken', async () => {
    expect((await create({ slug: 'kasir' })).body.slug).toBe('kasir');
    const taken = await create({ slug: 'kasir' });
    expect([taken.status, taken.body.errors[0].field]).toEqual([409, 'slug']);
  });

  it.each([
    [{ preset_id: 'nope' }, 'preset_id'],
    [{ credentials: {} }, 'credentials.server_key'],
    [{ credentials: { server_key: 'two words' } }, 'credentials.server_key'],
    [{ credentials: { server_key: 'SB-Mid-client-x' } }, 'credentials.server_key'],
    [{ credentials: { serverkey: 'SB-Mid-server-x' } }, 'credentials.serverkey'],
    [{ base_urls: { other: 'https://vendor.example' } }, 'base_urls.other'],
    [{ base_urls: { default: 'ftp://vendor.example' } }, 'base_urls.default'],
    [{ name: '' }, 'name'],
    [{ colour: 'red' }, 'colour'],
    [{ environment: 'live' }, 'environment'],
    [{ extra_headers: { 'bad header': 'x' } }, 'extra_headers.bad header'],
    [{ property_id: '00000000-0000-4000-8000-000000000000' }, 'property_id'],
  ])('is refused with %j, naming %s', async (changes, field) => {
    const { status, body } = await create(changes);
    expect(status).toBe(422);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('warns of a key of the other environment, and is saved all the same', async () => {
    const { status, body } = await create({ environment: 'production' });
    expect(status).toBe(201);
    expect(body.warnings).toMatchObject([{ field: 'credentials.server_key' }]);
  });
});

describe('base URLs inside our own network', () => {
  it.each([
    'http://169.254.169.254/latest',
    'http://10.1.2.3',
    'http://[fd00::1]:8080',
    'http://192.168.1.1:8443/v1',
    'http://0x0a000001/',
    'https://user:pass@vendor.example',
  ])('are refused: %s', async (url) => {
    const { status, body } = await create({ base_urls: { default: url } });
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ field: 'base_urls.default', code: 'egress_refused' });
  });

  it('are refused in a connector, too', async () => {
    const inside = { production: 'https://vendor.example', sandbox: 'http://10.1.2.3/v1' };
    const { status, body } = await hub.api.post('/api/v1/providers', {
      name: 'Inside',
      integration_type: 'payment',
      api_format: 'redirect_flow',
      connector: { ...aPlainConnector(), base_urls: { default: inside } },
      credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET },
    });
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe('connector.base_urls.default.sandbox');
  });

  it('are refused, too, for a host that the provider names: that is for devices in the house', async () => {
    const { status, body } = await create({
      base_urls: { default: 'http://192.168.1.1:8443' },
      extra_config: { allow_host: '192.168.1.1:8443' },
    });
    expect([status, body.errors[0].field]).toEqual([422, 'extra_config.allow_host']);
  });
});

describe('a provider without a preset', () => {
  it('takes a payment by the connector that was typed in', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url, {
      extra_headers: { 'X-Proxy': 'token-of-the-proxy' },
    });
    const { body } = await pay(hub, { provider_id: provider.id });
    expect(body).toMatchObject({ status: 'pending', action: { type: 'redirect' } });
    expect(vendor.headers.at(-1)).toMatchObject({
      authorization: `Bearer ${API_KEY}`,
      'x-proxy': 'token-of-the-proxy',
    });
    const shown = (await hub.api.get(`/api/v1/providers/${provider.id}`)).body.extra_headers;
    expect(shown).toEqual({ 'X-Proxy': '…roxy' });
  });

  it.each([
    [{}, ['integration_type', 'api_format', 'connector']],
    [{ integration_type: 'payment', api_format: 'fax' }, ['connector']],
    [
      { integration_type: 'payment', api_format: 'fax', connector: aPlainConnector() },
      ['api_format'],
    ],
    [
      {
        integration_type: 'payment',
        api_format: 'redirect_flow',
        connector: { ...aPlainConnector(), operations: {} },
      },
      ['connector.operations'],
    ],
    [
      {
        integration_type: 'payment',
        api_format: 'redirect_flow',
        connector: aPlainConnector({ match: [{ when: '=$eval(raw)', ignore: 'x' }] }),
      },
      ['connector.webhook.match[0].when'],
    ],
  ])('is refused with %#, naming what is missing or wrong', async (changes, fields) => {
    const { status, body } = await hub.api.post('/api/v1/providers', {
      name: 'Custom',
      credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET },
      ...changes,
    });
    expect(status).toBe(422);
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual(fields);
  });
});

describe('a change', () => {
  const optional = {
    ...aPlainConnector(),
    credentials: [
      ...aPlainConnector().credentials,
      { key: 'note', label: { id: 'Catatan', en: 'Note' }, required: false, secret: false },
    ],
  };
  let id: string;

  beforeEach(async () => {
    const made = await addPlainProvider(hub.api, vendor.url, {
      connector: optional,
      credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET, note: 'hello' },
      extra_headers: { 'X-Proxy': 'token-of-the-proxy' },
    });
    ({ id } = made);
  });

  const patch = (changes: Record<string, unknown>) =>
    hub.api.patch(`/api/v1/providers/${id}`, changes);

  it('keeps credentials and headers that it does not name', async () => {
    const { body } = await patch({ name: 'New name', credentials: { note: 'bye' } });
    expect(body).toMatchObject({
      name: 'New name',
      credentials: {
        api_key: { set: true, last4: API_KEY.slice(-4) },
        note: { set: true, value: 'bye' },
      },
      extra_headers: { 'X-Proxy': '…roxy' },
    });
    await pay(hub, { provider_id: id });
    expect(vendor.headers.at(-1)).toMatchObject({
      authorization: `Bearer ${API_KEY}`,
      'x-proxy': 'token-of-the-proxy',
    });
  });

  it('clears a credential with null, unless it is required', async () => {
    const { body } = await patch({ credentials: { note: null } });
    expect(body.credentials.note).toEqual({ set: false });
    const refused = await patch({ credentials: { api_key: null } });
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'credentials.api_key']);
  });

  it('counts at once, and makes the last test void', async () => {
    await hub.sql(`UPDATE providers SET test_status = 'ok' WHERE id = $1`, [id]);
    const { body } = await patch({ credentials: { api_key: 'another-key-0002' } });
    expect(body.test_status).toBe('untested');
    await pay(hub, { provider_id: id });
    expect(vendor.headers.at(-1)).toMatchObject({ authorization: 'Bearer another-key-0002' });
  });

  it('to two fields by two people at once keeps both', async () => {
    await Promise.all([
      patch({ credentials: { note: 'one' } }),
      patch({ display_order: 7 }),
      patch({ notes: 'two' }),
    ]);
    const { body } = await hub.api.get(`/api/v1/providers/${id}`);
    expect(body).toMatchObject({
      credentials: { note: { value: 'one' } },
      display_order: 7,
      notes: 'two',
    });
  });

  it('of an unknown provider is 404', async () => {
    id = '00000000-0000-4000-8000-000000000000';
    expect((await patch({ name: 'x' })).status).toBe(404);
  });
});

describe('a deleted provider', () => {
  it('is archived: no longer listed or changed, but still readable', async () => {
    const { id } = await addPlainProvider(hub.api, vendor.url);
    expect((await hub.api.delete(`/api/v1/providers/${id}`)).status).toBe(204);
    const ids = async (query: string) =>
      (await hub.api.get(`/api/v1/providers?limit=200${query}`)).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await ids('')).not.toContain(id);
    expect(await ids('&archived=true')).toContain(id);
    const { body } = await hub.api.get(`/api/v1/providers/${id}`);
    expect(body).toMatchObject({ is_active: false, archived_at: expect.any(String) });
    expect((await hub.api.patch(`/api/v1/providers/${id}`, { name: 'x' })).status).toBe(409);
    expect((await pay(hub, { provider_id: id })).status).toBe(422);
    const mapping = await hub.api.put('/api/v1/features/payment.page', { chain: [id] });
    expect(mapping.status).toBe(422);
  });

  it('can not be one that still serves a feature', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url);
    await mapFeature(hub, 'payment.page', [provider]);
    const refused = await hub.api.delete(`/api/v1/providers/${provider.id}`);
    expect([refused.status, refused.body.message]).toEqual([
      409,
      expect.stringContaining('payment.page'),
    ]);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const unknown = { chain: [provider.id], property_id: nowhere };
    const put = await hub.api.put('/api/v1/features/payment.page', unknown);
    expect([put.status, put.body.errors[0].field]).toEqual([422, 'property_id']);
    await mapFeature(hub, 'payment.page', []);
    expect((await hub.api.delete(`/api/v1/providers/${provider.id}`)).status).toBe(204);
  });
});

describe('a connection test', () => {
  const test = (changes: Record<string, unknown> = {}) =>
    hub.api.post('/api/v1/providers/test', fromPreset(changes));

  it('of what is on the screen says ok, and saves nothing', async () => {
    const before = await hub.sql('SELECT 1 FROM providers');
    const { status, body } = await test();
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, test_status: 'ok', identity: expect.any(String) });
    expect(body.latency_ms).toBeGreaterThan(0);
    expect(await hub.sql('SELECT 1 FROM providers')).toHaveLength(before.length);
  });

  it('says that the key is refused', async () => {
    const { status, body } = await test({ credentials: { server_key: 'SB-Mid-server-wrong' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: false,
      test_status: 'failed',
      checks: [
        { name: 'reachable', ok: true },
        { name: 'credentials', ok: false },
      ],
    });
    expect(body.message).toMatch(/key/i);
  });

  it('says that nobody answers', async () => {
    const { body } = await test({ base_urls: { default: 'http://127.0.0.1:1' } });
    expect(body).toMatchObject({
      test_status: 'failed',
      checks: [{ name: 'reachable', ok: false }, {}],
    });
  });

  it('says what is wrong in the form', async () => {
    const { status, body } = await test({ credentials: {} });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      test_status: 'failed',
      checks: [{ name: 'credentials.server_key', ok: false }],
    });
  });

  it('is unverifiable where the connector has none', async () => {
    const { id } = await addPlainProvider(hub.api, vendor.url);
    const { body } = await hub.api.post(`/api/v1/providers/${id}/test`);
    expect(body).toMatchObject({ ok: false, test_status: 'unverifiable' });
  });

  it('of a saved provider stays with it', async () => {
    const { id } = (await create()).body;
    await hub.api.post(`/api/v1/providers/${id}/test`);
    const { body } = await hub.api.get(`/api/v1/providers/${id}`);
    expect(body).toMatchObject({ test_status: 'ok', last_tested_at: expect.any(String) });
  });
});

/** How long the simplest call takes, again and again until told to stop. */
async function watchHealth(signal: AbortSignal): Promise<number[]> {
  const lags: number[] = [];
  while (!signal.aborted) {
    const asked = performance.now();
    await fetch(`${hub.url}/health/live`);
    lags.push(performance.now() - asked);
    await new Promise((done) => setTimeout(done, 10));
  }
  return lags;
}

describe('the playground', () => {
  const preview = (changes: Record<string, unknown>) =>
    hub.api.post('/api/v1/connectors/preview', {
      connector: aPlainConnector(),
      credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET },
      operation: 'create',
      request: { reference: 'R-1', amount: 5_000 },
      ...changes,
    });

  const withBody = (expression: string) => {
    const connector = aPlainConnector();
    const body = { value: expression };
    const operations = { create: { ...connector.operations.create, body } };
    return { connector: { ...connector, operations } };
  };

  it('shows the request, secrets masked', async () => {
    const { status, body } = await preview({});
    expect(status).toBe(200);
    expect(body.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://sandbox.vendor.example/charges',
        headers: { Authorization: 'Bearer [secret]' },
        body: '{"reference":"R-1","amount":5000}',
      },
    ]);
  });

  it('shows what an answer means', async () => {
    const { body } = await preview({
      response: { status: 200, body: { id: 'T-1', page: 'https://vendor.example/p' } },
    });
    expect(body.result).toMatchObject({
      gateway_transaction_id: 'T-1',
      action: { type: 'redirect', url: 'https://vendor.example/p' },
    });
    const refused = await preview({ response: { status: 401, body: {} } });
    expect(refused.body.error).toMatchObject({ kind: 'unauthorized' });
  });

  it('shows what a webhook means, and whether it is genuine', async () => {
    const webhook = { headers: { 'x-signature': 'bad' }, body: { reference: 'R', status: 'PAID' } };
    const { body } = await preview({ webhook });
    expect(body.webhook).toMatchObject({ verdict: 'rejected' });
  });

  it.each([
    ['an endless loop', '=($f := function($x) { $f($x + 1) }; $f(1))'],
    ['a huge sequence', '=$count([1..9999999].([1..9999999]))'],
    ['a huge text', "=$reduce([1..60], function($a) { $a & $a }, 'ab')"],
    ['a catastrophic pattern', "=$match($join([1..4000].'a') & 'b', /^(a+)+$/)"],
  ])('ends %s with a clear error within moments, and stalls nobody', async (_title, expression) => {
    const watch = new AbortController();
    const lags = watchHealth(watch.signal);
    const asked = performance.now();
    const { status, body } = await preview(withBody(expression));
    const tookMs = performance.now() - asked;
    watch.abort();
    expect(status).toBe(200);
    // The linear engine may simply answer the pattern; everything else must be given up.
    if (!expression.includes('$match')) expect(body.error.message).toMatch(/expression/i);
    expect(tookMs).toBeLessThan(2_500);
    expect(Math.max(...(await lags))).toBeLessThan(400);
  });

  it('is refused an operation that the connector does not have', async () => {
    const { status, body } = await preview({ operation: 'dance' });
    expect([status, body.error?.message ?? body.message]).toEqual([
      200,
      expect.stringContaining('dance'),
    ]);
  });
});

describe('an answer to a request that can not be read', () => {
  it('has the shape of every error, and its trace id', async () => {
    const response = await fetch(`${hub.url}/api/v1/providers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_ADMIN_KEY}`, 'content-type': 'application/json' },
      body: '{"name": ',
    });
    const body = (await response.json()) as Record<string, unknown>;
    expect(response.status).toBe(400);
    expect(body).toMatchObject({ data: null, errors: [] });
    expect(body['trace_id']).toBe(response.headers.get('x-trace-id'));
  });

  it.each([
    ['of the wrong type', 'application/xml', '<a/>', 415],
    ['too large', 'application/json', `{"name": "${'x'.repeat(3_000_000)}"}`, 413],
  ])('%s, too', async (_title, type, text, status) => {
    const {
      status: got,
      body,
      headers,
    } = await hub.api.post('/api/v1/providers', text, {
      'content-type': type,
    });
    expect(got).toBe(status);
    expect(body).toMatchObject({ data: null, trace_id: headers.get('x-trace-id') });
  });
});

describe('what the admin UI asks besides', () => {
  it('is the connector of a provider, and a newer version of its preset taken over', async () => {
    const { body: made } = await create({ name: 'Taken over' });
    const path = `/api/v1/providers/${made.id}`;
    const { body } = await hub.api.get(`${path}/connector`);
    expect(body.connector.credentials[0]).toMatchObject({ key: 'server_key', secret: true });
    const changed = await hub.api.patch(path, {
      connector: body.connector,
      preset_version: Number(made.preset_version) + 1,
    });
    expect(changed.body).toMatchObject({
      preset_version: Number(made.preset_version) + 1,
      test_status: 'untested',
    });
    expect((await hub.api.get(`${path.slice(0, -1)}0/connector`)).status).toBe(404);
  });

  it('is which kind of failure a test met, and doubts about the key that may be its cause', async () => {
    const { body } = await hub.api.post(
      '/api/v1/providers/test',
      fromPreset({
        environment: 'sandbox',
        credentials: { server_key: 'Mid-server-not-this-one' },
      }),
    );
    expect(body).toMatchObject({
      ok: false,
      kind: 'unauthorized',
      warnings: [{ field: 'credentials.server_key', code: 'rule' }],
    });
  });
});
