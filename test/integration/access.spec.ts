/** Who may do what over HTTP, and what is written down about it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import {
  addPlainProvider,
  startPlainVendor,
  type PlainVendor,
} from '#test/support/plain-vendor.js';
import {
  eventually,
  startTestHub,
  TEST_ADMIN_KEY,
  type TestHub,
  type TestHubOptions,
} from '#test/support/test-hub.js';

let hub: TestHub;
let vendor: PlainVendor;

beforeAll(async () => {
  vendor = await startPlainVendor();
  hub = await startTestHub();
});

afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

interface IssuedKey {
  readonly id: string;
  readonly key: string;
  readonly api: HubClient;
}

async function aKey(scopes: string[], more: Record<string, unknown> = {}): Promise<IssuedKey> {
  const { body } = await hub.api.post('/api/v1/api-keys', { name: 'PMS', scopes, ...more });
  return { id: body.id, key: body.key, api: hubClient(hub.url, body.key) };
}

async function aProperty(name: string): Promise<string> {
  return (await hub.api.post('/api/v1/properties', { name })).body.id;
}

describe('a call without a good key', () => {
  it.each([
    ['no key', undefined, 401, /API key is required/],
    ['an unknown key', 'kunci_unknown-0123456789', 401, /not known/],
  ])('with %s is refused, saying how to send one', async (_title, key, status, message) => {
    const answer = await hubClient(hub.url, key).get('/api/v1/providers');
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(message);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="kunci"/);
    expect(answer.body.trace_id).toBe(answer.headers.get('x-trace-id'));
  });

  it('needs none for health, and for nothing else of the API', async () => {
    const anyone = hubClient(hub.url, undefined);
    expect((await anyone.get('/health/live')).status).toBe(200);
    expect((await anyone.get('/health/ready')).body.status).toBe('healthy');
    const { paths } = (await anyone.get('/api/docs/openapi.json')).body;
    const open = [];
    for (const [path, methods] of Object.entries<Record<string, unknown>>(paths)) {
      for (const method of Object.keys(methods)) {
        const response = await fetch(hub.url + path.replaceAll(/\{[^}]+\}/g, 'x'), {
          method: method.toUpperCase(),
        });
        if (response.status !== 401) open.push(`${method} ${path}`);
      }
    }
    // The QR code is shown on the guest's page; whoever knows the payment's id has it anyway. Metrics can have a token.
    // The front desk's page knows a key of its own, and says nothing without it.
    expect(open.filter((route) => !/ \/(health|webhook)\//.test(route)).sort()).toEqual([
      'get /api/v1/setup',
      'get /api/v1/status',
      'get /metrics',
      'get /qr/{file}',
      'post /api/v1/invitation',
      'post /api/v1/session',
      'post /api/v1/setup',
    ]);
  });
});

describe('a key with scopes', () => {
  it('may do what they name, and is told the scope that is missing', async () => {
    const { api } = await aKey(['providers:read']);
    expect((await api.get('/api/v1/providers')).status).toBe(200);
    const refused = await api.post('/api/v1/providers', {});
    expect(refused.status).toBe(403);
    expect(refused.body.message).toContain('providers:write');
    expect(refused.headers.get('www-authenticate')).toContain('scope="providers:write"');
    expect((await api.get('/api/v1/api-keys')).status).toBe(403);
  });

  it('may read what it may write', async () => {
    const { api } = await aKey(['payments:write']);
    expect((await api.get('/api/v1/payments')).status).toBe(200);
  });

  it('shows its text once, and is stored as a hash', async () => {
    const { id, key } = await aKey(['payments:read']);
    const listed = await hub.api.get('/api/v1/api-keys');
    expect(listed.text).not.toContain(key);
    expect(listed.body.items.map((item: { id: string }) => item.id)).toContain(id);
    const rows = await hub.sql<{ row: string }>('SELECT k::text AS row FROM api_keys k');
    expect(rows.some(({ row }) => row.includes(key))).toBe(false);
  });

  it('is refused at once after it was revoked', async () => {
    const { id, api } = await aKey(['payments:read']);
    expect((await api.get('/api/v1/payments')).status).toBe(200);
    expect((await hub.api.delete(`/api/v1/api-keys/${id}`)).status).toBe(204);
    const refused = await api.get('/api/v1/payments');
    expect(refused.status).toBe(401);
    expect(refused.body.message).toMatch(/revoked/);
  });

  it('is refused after its end', async () => {
    const { id, api } = await aKey(['payments:read'], {
      expires_at: new Date(Date.now() + 60_000).toISOString(),
    });
    await hub.sql(`UPDATE api_keys SET expires_at = now() WHERE id = $1`, [id]);
    const refused = await api.get('/api/v1/payments');
    expect([refused.status, refused.body.message]).toEqual([
      401,
      expect.stringMatching(/expired on/),
    ]);
  });

  it('is known to have been used', async () => {
    const { id, api } = await aKey(['payments:read']);
    await api.get('/api/v1/payments');
    await eventually(async () => {
      const { items } = (await hub.api.get('/api/v1/api-keys')).body;
      return items.find((item: { id: string }) => item.id === id)?.last_used_at !== null;
    }, 20_000);
  }, 25_000);

  it('is refused with an unknown scope, naming those there are', async () => {
    const answer = await hub.api.post('/api/v1/api-keys', { name: 'x', scopes: ['payments'] });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({
      field: 'scopes.0',
      message: expect.stringContaining('payments:write'),
    });
  });
});

describe('a key bound to a property', () => {
  let mine: string;
  let other: string;
  let api: HubClient;

  beforeAll(async () => {
    mine = await aProperty('Hotel A');
    other = await aProperty('Hotel B');
    ({ api } = await aKey(['admin'], { property_id: mine }));
  });

  it('makes providers of its own property', async () => {
    const provider = await addPlainProvider(api, vendor.url);
    const { body } = await hub.api.get(`/api/v1/providers/${provider.id}`);
    expect(body.property_id).toBe(mine);
  });

  it("neither sees nor changes another property's providers", async () => {
    const { id } = await addPlainProvider(hub.api, vendor.url, { property_id: other });
    for (const query of ['', `?property_id=${other}`]) {
      const listed = (await api.get(`/api/v1/providers${query}`)).body.items;
      expect(listed.map((item: { id: string }) => item.id)).not.toContain(id);
    }
    const calls = [
      api.get(`/api/v1/providers/${id}`),
      api.patch(`/api/v1/providers/${id}`, { name: 'Mine now' }),
      api.delete(`/api/v1/providers/${id}`),
      api.post(`/api/v1/providers/${id}/test`),
    ];
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('uses a provider of all properties but does not change it', async () => {
    const { id } = await addPlainProvider(hub.api, vendor.url);
    const listed = (await api.get('/api/v1/providers')).body.items;
    expect(listed.map((item: { id: string }) => item.id)).toContain(id);
    expect((await api.get(`/api/v1/providers/${id}`)).status).toBe(200);
    const calls = [
      api.patch(`/api/v1/providers/${id}`, { name: 'Mine now' }),
      api.delete(`/api/v1/providers/${id}`),
      api.post(`/api/v1/providers/${id}/breaker`, { state: 'open' }),
    ];
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('maps features and makes keys for its own property only', async () => {
    const { id } = await addPlainProvider(api, vendor.url);
    const map = (property_id: string | null) =>
      api.put('/api/v1/features/payment.page', { chain: [id], property_id });
    expect((await map(mine)).status).toBe(200);
    expect((await map(other)).status).toBe(403);
    expect((await map(null)).status).toBe(403);
    const foreign = await addPlainProvider(hub.api, vendor.url, { property_id: other });
    const stolen = { chain: [foreign.id], property_id: mine };
    expect((await api.put('/api/v1/features/payment.page', stolen)).status).toBe(422);
    const theirs = { chain: [foreign.id], property_id: other };
    await hub.api.put('/api/v1/features/payment.card', theirs);
    expect((await api.get('/api/v1/features')).text).not.toContain(foreign.id);
    const key = { name: 'x', scopes: ['payments:read'] };
    expect((await api.post('/api/v1/api-keys', { ...key, property_id: mine })).status).toBe(201);
    expect((await api.post('/api/v1/api-keys', key)).status).toBe(403);
  });
});

describe('a property', () => {
  it('is renamed and moved to another zone by owners, which is written down', async () => {
    const id = await aProperty('Hotel E');
    const path = `/api/v1/properties/${id}`;
    const changed = await hub.api.patch(path, { name: 'Hotel Eden', time_zone: 'Asia/Makassar' });
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'Hotel Eden' } });
    expect((await hub.api.get(path)).body).toMatchObject({ time_zone: 'Asia/Makassar' });
    const { body } = await hub.api.get(`/api/v1/audit-log?subject_id=${id}`);
    expect(body.items[0]).toMatchObject({
      action: 'property.updated',
      before: { name: 'Hotel E', time_zone: 'Asia/Jakarta' },
      after: { name: 'Hotel Eden', time_zone: 'Asia/Makassar' },
    });
  });

  it('keeps its zone when only the name changes, and refuses an offset', async () => {
    const path = `/api/v1/properties/${await aProperty('Hotel F')}`;
    expect((await hub.api.patch(path, { name: 'F' })).body.time_zone).toBe('Asia/Jakarta');
    const refused = await hub.api.patch(path, { time_zone: '+08:00' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'time_zone' }] } });
  });

  it('is out of reach for a key of another one', async () => {
    const { api } = await aKey(['admin'], { property_id: await aProperty('Hotel G') });
    const other = await aProperty('Hotel H');
    expect((await api.patch(`/api/v1/properties/${other}`, { name: 'x' })).status).toBe(404);
  });
});

describe('the audit log', () => {
  it('is filtered by who, what kind of thing and when', async () => {
    const { id, api } = await aKey(['admin']);
    const made = await api.post('/api/v1/properties', { name: 'Hotel I' });
    await api.patch(`/api/v1/properties/${made.body.id}`, { name: 'Hotel J' });
    const list = async (query: string) => {
      const { body } = await hub.api.get(`/api/v1/audit-log?actor_id=${id}${query}`);
      return body.items.map(({ action }: { action: string }) => action);
    };
    const all = ['property.updated', 'property.created'];
    expect(await list('')).toEqual(all);
    expect(await list('&subject_type=property&action=property.created')).toEqual(all.slice(1));
    expect(await list('&subject_type=user')).toEqual([]);
    const now = Date.now();
    const at = (ms: number) => encodeURIComponent(new Date(now + ms).toISOString());
    expect(await list(`&from=${at(-600_000)}&to=${at(600_000)}`)).toEqual(all);
    expect(await list(`&from=${at(600_000)}`)).toEqual([]);
    expect(await list(`&to=${at(-600_000)}`)).toEqual([]);
    expect((await hub.api.get('/api/v1/audit-log?from=yesterday')).status).toBe(422);
  });

  it('names everybody who is in it once', async () => {
    const { id, api } = await aKey(['admin']);
    await api.post('/api/v1/properties', { name: 'Hotel K' });
    await api.post('/api/v1/properties', { name: 'Hotel L' });
    const { body } = await hub.api.get('/api/v1/audit-log/actors');
    expect(body.items.filter((actor: { id: string }) => actor.id === id)).toEqual([
      { type: 'api_key', id, name: 'PMS' },
    ]);
  });

  it('is handed out as a file, by the same filter', async () => {
    const { id, api } = await aKey(['admin']);
    await api.post('/api/v1/properties', { name: 'Hotel "M"' });
    const { headers, text } = await hub.api.get(`/api/v1/audit-log.csv?actor_id=${id}`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('audit-log.csv');
    expect(text.trim().split('\r\n')).toHaveLength(2);
    expect(text).toContain('property.created');
  });

  it('is not for a key of one property: it tells of all of them', async () => {
    const { api } = await aKey(['audit:read'], { property_id: await aProperty('Hotel D') });
    expect((await api.get('/api/v1/audit-log')).status).toBe(403);
  });

  it('has a row for each change, with who, what and from where, and no secret', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url, {
      credentials: { api_key: 'audited-key-0001', webhook_secret: 'audited-secret-0001' },
    });
    await hub.api.patch(`/api/v1/providers/${provider.id}`, {
      name: 'Renamed',
      credentials: { api_key: 'audited-key-0002' },
    });
    await hub.api.put('/api/v1/features/payment.embed', { chain: [provider.id] });
    await hub.api.put('/api/v1/features/payment.embed', { chain: [] });
    await hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state: 'open' });
    await hub.api.delete(`/api/v1/providers/${provider.id}`);
    const { id: keyId } = await aKey(['payments:read']);
    await hub.api.delete(`/api/v1/api-keys/${keyId}`);
    const propertyId = await aProperty('Hotel C');

    const { text, body } = await hub.api.get('/api/v1/audit-log?limit=200');
    const about = (subjectId: string) =>
      body.items
        .filter(({ subject }: { subject: { id: string } }) => subject.id === subjectId)
        .map(({ action }: { action: string }) => action)
        .reverse();
    expect(about(provider.id)).toEqual([
      'provider.created',
      'provider.updated',
      'breaker.opened',
      'provider.archived',
    ]);
    expect(about('payment.embed')).toEqual(['feature.mapped', 'feature.mapped']);
    expect(about(keyId)).toEqual(['api_key.created', 'api_key.revoked']);
    expect(about(propertyId)).toEqual(['property.created']);
    expect(text).not.toMatch(/audited-(key|secret)/);
    const updated = body.items.find(
      ({ action, subject }: { action: string; subject: { id: string } }) =>
        action === 'provider.updated' && subject.id === provider.id,
    );
    expect(updated).toMatchObject({
      actor: { type: 'api_key', name: 'Bootstrap' },
      ip: '127.0.0.1',
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      before: { name: expect.stringMatching(/^Plain /) },
      after: { name: 'Renamed' },
    });
  });

  it('writes nothing for a change that was refused', async () => {
    const count = async () => (await hub.sql('SELECT 1 FROM audit_log')).length;
    const before = await count();
    await hub.api.post('/api/v1/providers', { name: 'x' });
    await hub.api.put('/api/v1/features/payment.qris', { chain: ['no uuid'] });
    expect(await count()).toBe(before);
  });

  it('can not be changed, not even by SQL', async () => {
    await expect(hub.sql('DELETE FROM audit_log')).rejects.toThrow(/append-only/);
  });
});

describe('the first start', () => {
  const others: TestHub[] = [];

  afterEach(async () => {
    for (const other of others.splice(0).reverse()) await other.stop();
  });

  async function aHub(options: TestHubOptions): Promise<TestHub> {
    const other = await startTestHub(options);
    others.push(other);
    return other;
  }

  it('with an owner in the settings makes that owner and prints no link', async () => {
    const own = await aHub({
      env: {
        KUNCI_BOOTSTRAP_EMAIL: 'owner@hotel.example',
        KUNCI_BOOTSTRAP_PASSWORD: 'a good long password',
      },
    });
    expect(own.hub.setupUrl).toBeUndefined();
    const users = await own.sql<{ email: string; role: string; password_hash: string }>(
      'SELECT * FROM users',
    );
    expect(users).toMatchObject([
      {
        email: 'owner@hotel.example',
        role: 'owner',
        password_hash: expect.stringMatching(/^\$argon2id\$/),
      },
    ]);
    expect((await own.api.get('/api/v1/properties')).body.items).toHaveLength(1);
    const setup = { token: 'x', email: 'b@hotel.example', password: 'another long password' };
    expect((await own.api.post('/api/v1/setup', setup)).status).toBe(409);

    const later = 'another-bootstrap-key-0123456789abcdef';
    const again = await aHub({
      databaseUrl: own.databaseUrl,
      env: { KUNCI_BOOTSTRAP_API_KEY: later },
    });
    expect((await hubClient(again.url, later).get('/api/v1/providers')).status).toBe(401);
    expect((await hubClient(again.url, TEST_ADMIN_KEY).get('/api/v1/providers')).status).toBe(200);
  });

  it('without one prints a link that makes the owner and an API key, once', async () => {
    const own = await aHub({ env: { KUNCI_BOOTSTRAP_API_KEY: '' } });
    const { setupUrl = '' } = own.hub;
    expect(setupUrl).toMatch(new RegExp(`^${own.url}/setup#token=`));
    const page = await fetch(setupUrl);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const anyone = hubClient(own.url, undefined);
    const setup = {
      token: setupUrl.split('#token=')[1],
      email: 'owner@hotel.example',
      password: 'a good long password',
    };
    const weak = await anyone.post('/api/v1/setup', { ...setup, password: 'short' });
    expect([weak.status, weak.body.errors[0].field]).toEqual([422, 'password']);
    expect((await anyone.post('/api/v1/setup', { ...setup, token: 'wrong' })).status).toBe(403);
    const done = await anyone.post('/api/v1/setup', setup);
    expect(done.status).toBe(201);
    expect(done.body.user).toMatchObject({ email: 'owner@hotel.example', role: 'owner' });
    const owner = hubClient(own.url, done.body.api_key.key);
    expect((await owner.get('/api/v1/providers')).status).toBe(200);
    expect((await anyone.post('/api/v1/setup', setup)).status).toBe(409);
  });

  it('does not let strangers guess the link for long', async () => {
    const own = await aHub({ env: { KUNCI_BOOTSTRAP_API_KEY: '' } });
    const anyone = hubClient(own.url, undefined);
    const guess = { token: 'guess', email: 'x@hotel.example', password: 'a good long password' };
    const statuses = [];
    for (let i = 0; i < 30; i += 1) {
      statuses.push((await anyone.post('/api/v1/setup', guess)).status);
    }
    expect(statuses[0]).toBe(403);
    expect(statuses.at(-1)).toBe(429);
  });
});
