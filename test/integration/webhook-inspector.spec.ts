/** What the inspector of inbound webhooks shows: why, how fast, what came of it, and many processed again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient } from '#test/support/hub-client.js';
import { pay } from '#test/support/payment-kit.js';
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
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

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

const list = async (query: string) =>
  (await hub.api.get(`/api/v1/webhook-logs?${query}`)).body.items;

const one = async (id: string) => (await hub.api.get(`/api/v1/webhook-logs/${id}`)).body;

/** The provider's webhooks, once all of so many came to their end. */
const ended = (provider: PlainProvider, count = 1) =>
  eventually(async () => {
    const items = await list(`provider_id=${provider.id}`);
    const isOver = items.every(({ status }: any) => !['received', 'processing'].includes(status));
    return items.length === count && isOver && items;
  });

async function aPaidWebhook(provider: PlainProvider) {
  const { body: payment } = await pay(hub, { provider_id: provider.id });
  const { id, reference } = payment;
  return { id, event_id: randomUUID(), reference, status: 'PAID', amount: 150_000 };
}

describe('a refused webhook', () => {
  it('says what was signed, where the signature stood and what was not there, never a secret', async () => {
    const signature = {
      scheme: 'hmac',
      key: '=credentials.webhook_secret',
      header: 'X-Signature',
      payload: '=headers.`x-time` & path & raw',
    };
    const provider = await aProvider({ connector: aPlainConnector({ signature }) });
    await postWebhook(provider, { reference: 'x' });
    const [log] = await ended(provider);
    expect(log).toMatchObject({
      status: 'rejected',
      problem: {
        code: 'mismatch',
        scheme: 'hmac-sha256',
        place: 'headers.x-signature',
        signed: ['headers.x-time', 'path', 'raw', 'credentials.webhook_secret'],
        missing: ['headers.x-time'],
      },
    });
    const shown = await one(log.id);
    expect(shown.reply).toEqual({ status: 401, ms: expect.any(Number) });
    expect(JSON.stringify(shown)).not.toContain(WEBHOOK_SECRET);
  });

  it.each([
    [{ is_active: false }, 'provider_off', 410, ''],
    [{}, 'no_route', 404, '/nowhere'],
  ])('with %j is refused as %s', async (change, code, status, suffix) => {
    const provider = await aProvider();
    await hub.api.patch(`/api/v1/providers/${provider.id}`, change);
    await postWebhook(provider, {}, { suffix });
    const [log] = await ended(provider);
    expect(await one(log.id)).toMatchObject({ problem: { code }, reply: { status } });
  });

  it('loses its problem once a replay finds it good', async () => {
    const provider = await aProvider({ credentials: { api_key: API_KEY, webhook_secret: 'no' } });
    await postWebhook(provider, await aPaidWebhook(provider));
    const [{ id }] = await ended(provider);
    const credentials = { webhook_secret: WEBHOOK_SECRET };
    await hub.api.patch(`/api/v1/providers/${provider.id}`, { credentials });
    await hub.api.post(`/api/v1/webhook-logs/${id}/replay`);
    const log = await eventually(async () => {
      const now = await one(id);
      return now.status === 'processed' && now;
    });
    expect(log).toMatchObject({ problem: null, reply: { status: 401 } });
  });
});

describe('a webhook that was taken', () => {
  it('is found by any of its ids, and shows what came of it and how fast it was answered', async () => {
    const provider = await aProvider();
    const webhook = await aPaidWebhook(provider);
    await postWebhook(provider, webhook);
    const [{ id }] = await ended(provider);
    for (const reference of [webhook.reference, webhook.event_id, webhook.id]) {
      const found = await list(`reference=${reference}`);
      expect(found.map((log: any) => log.id)).toEqual([id]);
    }
    expect(await list('reference=ORD-nobody-knows')).toEqual([]);
    const log = await one(id);
    expect(log.reply).toEqual({ status: 200, ms: expect.any(Number) });
    expect(log.results).toMatchObject([{ outcome: 'applied', subject_id: webhook.id }]);
    expect(log.caused.map(({ event }: any) => event)).toContain('payment.received');
  });

  it('that came before leads to the one that brought its event first', async () => {
    const provider = await aProvider();
    const webhook = await aPaidWebhook(provider);
    await postWebhook(provider, webhook);
    const [first] = await ended(provider);
    await postWebhook(provider, webhook);
    const [second] = await ended(provider, 2);
    expect(second.status).toBe('duplicate');
    expect((await one(second.id)).repeats).toEqual([
      { event_id: webhook.event_id, webhook_log_id: first.id },
    ]);
  });

  it('is found between two times', async () => {
    const provider = await aProvider();
    const before = new Date(Date.now() - 1_000).toISOString();
    await postWebhook(provider, {});
    await ended(provider);
    const after = new Date(Date.now() + 1_000).toISOString();
    const of = `provider_id=${provider.id}`;
    expect(await list(`${of}&from=${before}&to=${after}`)).toHaveLength(1);
    expect(await list(`${of}&from=${after}`)).toHaveLength(0);
    expect(await list(`${of}&to=${before}`)).toHaveLength(0);
    expect(await list(`${of}&from=0001-01-01T00:00:00Z`)).toHaveLength(1);
  });
});

describe('many webhooks', () => {
  const replay = (body: unknown) => hub.api.post('/api/v1/webhook-logs/replay', body);
  const statusOf = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body.status;

  async function threeRejected() {
    const provider = await aProvider({ credentials: { api_key: API_KEY, webhook_secret: 'no' } });
    const webhooks = [];
    for (let i = 0; i < 3; i += 1) webhooks.push(await aPaidWebhook(provider));
    for (const webhook of webhooks) await postWebhook(provider, webhook);
    await ended(provider, 3);
    const credentials = { webhook_secret: WEBHOOK_SECRET };
    await hub.api.patch(`/api/v1/providers/${provider.id}`, { credentials });
    return { provider, webhooks };
  }

  it('are processed again page by page of a filter, each to its end', async () => {
    const { provider, webhooks } = await threeRejected();
    const filter = { provider_id: provider.id, status: 'rejected' };
    const first = await replay({ filter, limit: 2 });
    expect(first).toMatchObject({ status: 202, body: { replayed: 2, skipped: 0 } });
    const second = await replay({ filter, limit: 2, cursor: first.body.next_cursor });
    expect(second.body).toEqual({ replayed: 1, skipped: 0, next_cursor: null });
    await eventually(async () =>
      (await ended(provider, 3)).every(({ status }: any) => status === 'processed'),
    );
    for (const { id } of webhooks) expect(await statusOf(id)).toBe('paid');

    const { items } = (await hub.api.get('/api/v1/audit-log')).body;
    const noted = items.filter(({ action }: any) => action === 'webhook.replayed');
    expect(noted.slice(0, 2).map(({ after }: any) => after)).toEqual([
      { count: 1, filter },
      { count: 2, filter },
    ]);
  });

  it('may be replayed twice: nothing is applied again', async () => {
    const { provider } = await threeRejected();
    const ids = (await list(`provider_id=${provider.id}`)).map(({ id }: any) => id);
    expect((await replay({ ids })).body.replayed).toBe(3);
    await ended(provider, 3);
    await replay({ ids });
    const logs = await ended(provider, 3);
    expect(logs.map(({ results }: any) => results[0]?.outcome)).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });

  it('leave out what is being worked on', async () => {
    const { provider } = await threeRejected();
    const [{ id }] = await list(`provider_id=${provider.id}`);
    await hub.sql(
      `UPDATE webhook_logs SET status = 'processing', due_at = now() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    expect((await replay({ ids: [id] })).body).toMatchObject({ replayed: 0, skipped: 1 });
  });

  it('are refused when one is not there or belongs to another property', async () => {
    expect((await replay({ ids: [randomUUID()] })).status).toBe(404);
    const { body: property } = await hub.api.post('/api/v1/properties', { name: 'Hotel Lain' });
    const { body: key } = await hub.api.post('/api/v1/api-keys', {
      name: 'PMS',
      scopes: ['webhooks:write'],
      property_id: property.id,
    });
    const provider = await aProvider();
    await postWebhook(provider, {});
    const [{ id }] = await ended(provider);
    const api = hubClient(hub.url, key.key);
    expect((await api.post('/api/v1/webhook-logs/replay', { ids: [id] })).status).toBe(404);
    const all = await api.post('/api/v1/webhook-logs/replay', { filter: {} });
    expect(all.body).toEqual({ replayed: 0, skipped: 0, next_cursor: null });
  });

  it.each([{}, { ids: [] }, { filter: { color: 'red' } }, { filter: {}, limit: 9_999 }])(
    'are refused as %j',
    async (body) => {
      expect((await replay(body)).status).toBe(422);
    },
  );
});

describe('bytes that are no text', () => {
  it('are hidden from whoever may not see guests', async () => {
    const provider = await aProvider();
    await postWebhook(provider, Buffer.from('nama=Bud\xed', 'latin1'));
    const [{ id }] = await ended(provider);
    const { body: key } = await hub.api.post('/api/v1/api-keys', {
      name: 'look',
      scopes: ['webhooks:read'],
    });
    const { body } = await hubClient(hub.url, key.key).get(`/api/v1/webhook-logs/${id}`);
    expect(body.body).toBe('[hidden]');
    expect((await one(id)).body_encoding).toBe('base64');
  });
});
