/** Stored webhooks afterwards: looked at, taken up again, and checked against secrets that were changed meanwhile. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import {
  addPlainProvider,
  aPlainConnector,
  API_KEY,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const NEW_SECRET = 'plain-webhook-secret-0002';

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

const aProvider = (changes: Record<string, unknown> = {}) =>
  addPlainProvider(hub.api, vendor.url, changes);

const setSecret = (provider: PlainProvider, secret: string, changes = {}) =>
  hub.api.patch(`/api/v1/providers/${provider.id}`, {
    credentials: { webhook_secret: secret },
    ...changes,
  });

const logsOf = async (provider: PlainProvider, api: HubClient = hub.api) =>
  (await api.get(`/api/v1/webhook-logs?provider_id=${provider.id}`)).body.items;

const replay = (id: string) => hub.api.post(`/api/v1/webhook-logs/${id}/replay`);

/** The provider's newest webhook, once it came to its end. */
const ended = (provider: PlainProvider) =>
  eventually(async () => {
    const [log] = await logsOf(provider);
    return log && !['received', 'processing'].includes(log.status) && log;
  });

async function aPaidWebhook(provider: PlainProvider) {
  const { body: payment } = await pay(hub, { provider_id: provider.id });
  const { id, reference } = payment;
  const webhook = { event_id: randomUUID(), reference, status: 'PAID', amount: 150_000 };
  const statusNow = async () => (await hub.api.get(`/api/v1/payments/${id}`)).body.status;
  return { webhook, statusNow };
}

describe('a replay', () => {
  it('processes a rejected webhook after the secret was corrected', async () => {
    const provider = await aProvider({
      credentials: { api_key: API_KEY, webhook_secret: 'a wrong one' },
    });
    const { webhook, statusNow } = await aPaidWebhook(provider);
    expect((await postWebhook(provider, webhook)).status).toBe(401);
    const rejected = await ended(provider);
    expect(rejected.status).toBe('rejected');

    expect((await replay(rejected.id)).status).toBe(202);
    expect(await ended(provider)).toMatchObject({ status: 'rejected' });

    await setSecret(provider, WEBHOOK_SECRET);
    await replay(rejected.id);
    expect(await ended(provider)).toMatchObject({ id: rejected.id, status: 'processed' });
    expect(await statusNow()).toBe('paid');
  });

  it('checks a token in the query, which is stored masked, again', async () => {
    const provider = await aProvider({
      connector: aPlainConnector({
        signature: { scheme: 'shared_token', query: 'token', value: '=credentials.webhook_secret' },
      }),
      credentials: { api_key: API_KEY, webhook_secret: 'a wrong one' },
    });
    const { webhook } = await aPaidWebhook(provider);
    await postWebhook(provider, webhook, { suffix: `?token=${WEBHOOK_SECRET}` });
    const rejected = await ended(provider);
    const shown = await hub.api.get(`/api/v1/webhook-logs/${rejected.id}`);
    expect(shown.body).toMatchObject({ status: 'rejected', query: 'token=[secret]' });
    await setSecret(provider, WEBHOOK_SECRET);
    await replay(rejected.id);
    expect(await ended(provider)).toMatchObject({ status: 'processed' });
  });

  it('of a call that was refused because the provider was off works once it is on', async () => {
    const provider = await aProvider();
    const { webhook, statusNow } = await aPaidWebhook(provider);
    await hub.api.patch(`/api/v1/providers/${provider.id}`, { is_active: false });
    expect((await postWebhook(provider, webhook)).status).toBe(410);
    await hub.api.patch(`/api/v1/providers/${provider.id}`, { is_active: true });
    await replay((await ended(provider)).id);
    expect(await ended(provider)).toMatchObject({ status: 'processed' });
    expect(await statusNow()).toBe('paid');
  });

  it('of a processed webhook changes nothing, and is audited', async () => {
    const provider = await aProvider();
    const { webhook, statusNow } = await aPaidWebhook(provider);
    await postWebhook(provider, webhook);
    const { id } = await ended(provider);
    await replay(id);
    const again = await eventually(async () => {
      const [log] = await logsOf(provider);
      return log.results[0]?.outcome === 'unchanged' && log;
    });
    expect(again).toMatchObject({ id, status: 'processed' });
    expect(await statusNow()).toBe('paid');
    const { items } = (await hub.api.get('/api/v1/audit-log')).body;
    expect(items).toContainEqual(
      expect.objectContaining({
        action: 'webhook.replayed',
        subject: expect.objectContaining({ id }),
      }),
    );
  });

  it('is refused with 409 while the webhook is being processed', async () => {
    const provider = await aProvider();
    await postWebhook(provider, { reference: 'x' });
    const { id } = await ended(provider);
    await hub.sql(
      `UPDATE webhook_logs SET status = 'processing', due_at = now() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    expect((await replay(id)).status).toBe(409);
  });

  it('of something unknown is 404', async () => {
    expect((await replay(randomUUID())).status).toBe(404);
  });
});

describe('a replaced webhook secret', () => {
  const post = async (provider: PlainProvider, secret: string) =>
    (await postWebhook(provider, { reference: randomUUID() }, { secret })).status;

  it('is accepted beside the new one until its deadline, then no more', async () => {
    const provider = await aProvider();
    const { body } = await setSecret(provider, NEW_SECRET);
    const hoursLeft = (Date.parse(body.previous_secrets_until) - Date.now()) / 3_600_000;
    expect(hoursLeft).toBeGreaterThan(23.9);
    expect(hoursLeft).toBeLessThan(24.1);
    expect(await post(provider, WEBHOOK_SECRET)).toBe(200);
    expect(await post(provider, NEW_SECRET)).toBe(200);

    await hub.sql(`UPDATE providers SET previous_secrets_until = now() WHERE id = $1`, [
      provider.id,
    ]);
    await hub.sql(`SELECT pg_notify('providers', $1)`, [provider.id]);
    await eventually(async () => (await post(provider, WEBHOOK_SECRET)) === 401);
    expect(await post(provider, NEW_SECRET)).toBe(200);
  });

  it('ends at once when the owner says so', async () => {
    const provider = await aProvider();
    await setSecret(provider, NEW_SECRET, { secret_overlap_hours: 0 });
    expect(await post(provider, WEBHOOK_SECRET)).toBe(401);
    expect(await post(provider, NEW_SECRET)).toBe(200);
  });

  it('ends at once when the owner says so later', async () => {
    const provider = await aProvider();
    await setSecret(provider, NEW_SECRET);
    await hub.api.patch(`/api/v1/providers/${provider.id}`, { secret_overlap_hours: 0 });
    expect(await post(provider, WEBHOOK_SECRET)).toBe(401);
  });

  it('does not live longer when something else is changed', async () => {
    const provider = await aProvider();
    const first = await setSecret(provider, NEW_SECRET, { secret_overlap_hours: 1 });
    const second = await hub.api.patch(`/api/v1/providers/${provider.id}`, { name: 'Renamed' });
    expect(second.body.previous_secrets_until).toBe(first.body.previous_secrets_until);
    expect(await post(provider, WEBHOOK_SECRET)).toBe(200);
  });
});

describe('the list of webhooks', () => {
  let provider: PlainProvider;

  beforeAll(async () => {
    provider = await aProvider();
    for (let i = 0; i < 5; i += 1) await postWebhook(provider, { reference: `r${i}` });
    await postWebhook(provider, { reference: 'r5' }, { secret: 'wrong' });
    await eventually(async () =>
      (await logsOf(provider)).every(({ status }: { status: string }) =>
        ['ignored', 'rejected'].includes(status),
      ),
    );
  });

  it('is newest first and comes in pages', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const query = `provider_id=${provider.id}&limit=4${cursor && `&cursor=${cursor}`}`;
      const { body } = await hub.api.get(`/api/v1/webhook-logs?${query}`);
      seen.push(...body.items.map(({ received_at }: { received_at: string }) => received_at));
      cursor = body.next_cursor ?? '';
    } while (cursor !== '');
    expect(seen).toHaveLength(6);
    expect(seen).toEqual(seen.toSorted().reverse());
  });

  it('is filtered by status', async () => {
    const { body } = await hub.api.get(
      `/api/v1/webhook-logs?provider_id=${provider.id}&status=rejected`,
    );
    expect(body.items).toHaveLength(1);
    expect(body.next_cursor).toBeNull();
  });

  it.each(['status=lost', 'provider_id=7', 'cursor=x', 'limit=1000', 'color=red'])(
    'refuses ?%s with 422, naming the field',
    async (query) => {
      const { status, body } = await hub.api.get(`/api/v1/webhook-logs?${query}`);
      expect(status).toBe(422);
      expect(body.errors[0].field).toBe(query.split('=')[0]);
    },
  );

  it('shows one with its body as it came', async () => {
    await postWebhook(provider, Buffer.from([0xff, 0x00, 0x01]));
    const [log] = await logsOf(provider);
    const { body } = await hub.api.get(`/api/v1/webhook-logs/${log.id}`);
    expect(body).toMatchObject({
      body: '/wAB',
      body_encoding: 'base64',
      method: 'POST',
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});

describe('a key bound to a property', () => {
  it("sees and replays its own property's webhooks only", async () => {
    const [mine, other] = await Promise.all(
      ['Hotel A', 'Hotel B'].map(
        async (name) => (await hub.api.post('/api/v1/properties', { name })).body.id,
      ),
    );
    const { body: key } = await hub.api.post('/api/v1/api-keys', {
      name: 'PMS A',
      scopes: ['webhooks:write'],
      property_id: mine,
    });
    const api = hubClient(hub.url, key.key);
    const own = await aProvider({ property_id: mine });
    const foreign = await aProvider({ property_id: other });
    for (const provider of [own, foreign]) await postWebhook(provider, { reference: 'x' });
    const foreignLog = await ended(foreign);
    const ownLog = await ended(own);

    const { items } = (await api.get('/api/v1/webhook-logs')).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([ownLog.id]);
    expect((await api.get(`/api/v1/webhook-logs/${foreignLog.id}`)).status).toBe(404);
    expect((await api.post(`/api/v1/webhook-logs/${foreignLog.id}/replay`)).status).toBe(404);
    expect((await api.post(`/api/v1/webhook-logs/${ownLog.id}/replay`)).status).toBe(202);
  });

  it("sees no webhooks of shared providers, which carry other hotels' guests; who runs all hotels sees them with each", async () => {
    const { body: property } = await hub.api.post('/api/v1/properties', { name: 'Hotel C' });
    const { body: key } = await hub.api.post('/api/v1/api-keys', {
      name: 'PMS C',
      scopes: ['webhooks:read'],
      property_id: property.id,
    });
    const [own, shared] = [await aProvider({ property_id: property.id }), await aProvider()];
    for (const provider of [own, shared]) await postWebhook(provider, { reference: 'x' });
    const [ownLog, sharedLog] = [await ended(own), await ended(shared)];
    const idsFor = async (api: HubClient) =>
      (await api.get(`/api/v1/webhook-logs?property_id=${property.id}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );

    expect(await idsFor(hubClient(hub.url, key.key))).toEqual([ownLog.id]);
    expect((await idsFor(hub.api)).slice(0, 2)).toEqual([sharedLog.id, ownLog.id]);
  });
});
