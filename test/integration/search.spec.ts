/** The one search field: what is found, by what, and by whom. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import { addProvider, mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const BUDI = {
  first_name: 'Budi',
  last_name: 'Santoso',
  email: 'budi@tamu.example',
  phone: '0812-3456-7890',
};

let hub: TestHub;
let simulator: Simulator;
let provider: TestProvider;
let properties: string[];
let payment: { id: string; order_id: string; reference: string; gateway_transaction_id: string };

beforeAll(async () => {
  simulator = await startMidtransSimulator();
  hub = await startTestHub();
  provider = await addProvider(hub, simulator, 'midtrans-qris', { name: 'Kasir depan' });
  await mapFeature(hub, 'payment.qris', [provider]);
  properties = await Promise.all(['Melati', 'Kenanga'].map(aProperty));
  const asked = { feature: 'payment.qris', order_id: 'HTL-2026-77', property_id: properties[0] };
  payment = (await pay(hub, { ...asked, customer: BUDI })).body;
  await pay(hub, { feature: 'payment.qris', order_id: 'HTL-2026-78', property_id: properties[1] });
});

afterAll(async () => {
  await hub.stop();
  await simulator.close();
});

async function aProperty(name: string): Promise<string> {
  return (await hub.api.post('/api/v1/properties', { name })).body.id;
}

async function keyWith(scopes: string[], property_id?: string): Promise<HubClient> {
  const { body } = await hub.api.post('/api/v1/api-keys', { name: 'pms', scopes, property_id });
  return hubClient(hub.url, body.key);
}

async function find(q: string, kind: string, api: HubClient = hub.api): Promise<any[]> {
  const { status, body } = await api.get(`/api/v1/search?q=${encodeURIComponent(q)}`);
  expect(status).toBe(200);
  return body.groups.find((group: any) => group.kind === kind)?.items ?? [];
}

const ids = (items: any[]): string[] => items.map(({ id }) => id);

describe('the search', () => {
  it.each([
    'htl-2026-77',
    'HTL-2026-7',
    '081234567890',
    '+62 812 3456 7890',
    '62812345',
    'budi@tamu',
    'santoso bu',
  ])('finds a payment by %s', async (q) => {
    expect(ids(await find(q, 'payment'))).toContain(payment.id);
  });

  it('finds a payment by the ids that we and the vendor gave it', async () => {
    for (const q of [payment.id, payment.reference, payment.gateway_transaction_id.slice(0, 12)]) {
      expect(ids(await find(q, 'payment'))).toEqual([payment.id]);
    }
  });

  it('says by what it was found, and what matters', async () => {
    const [hit] = await find('08123456', 'payment');
    expect(hit).toMatchObject({
      title: 'HTL-2026-77',
      detail: 'Budi Santoso · +6281234567890 · budi@tamu.example',
      match: 'guest',
      status: 'pending',
      amount: 150_000,
      currency: 'IDR',
    });
  });

  it('takes the signs of patterns for themselves', async () => {
    for (const q of ['%%%', '__________', 'HTL_2026', "'; --", '((&|!:*', '\\\\']) {
      expect([q, await find(q, 'payment')]).toEqual([q, []]);
    }
  });

  it('finds providers by name, slug and vendor, and features by key', async () => {
    expect(ids(await find('kasir', 'provider'))).toEqual([provider.id]);
    expect(ids(await find(provider.slug, 'provider'))).toEqual([provider.id]);
    expect(ids(await find('midtrans', 'provider'))).toEqual([provider.id]);
    expect(ids(await find('qris', 'feature'))).toEqual(['payment.qris']);
  });

  it('finds the webhook and the refund of a payment', async () => {
    simulator.act('pay', { reference: payment.reference });
    await eventually(async () => {
      const { body } = await hub.api.get(`/api/v1/payments/${payment.id}`);
      return body.status === 'paid';
    });
    const { body: refund } = await hub.api.post(
      `/api/v1/payments/${payment.id}/refunds`,
      { amount: 50_000 },
      { 'idempotency-key': 'search-refund' },
    );
    const [found] = await find('HTL-2026-77', 'refund');
    expect(found).toMatchObject({ id: refund.id, parent_id: payment.id, amount: 50_000 });
    const [seen] = await hub.sql<{ event_id: string; webhook_log_id: string }>(
      "SELECT event_id, webhook_log_id FROM webhook_events WHERE event_id NOT LIKE 'body:%' LIMIT 1",
    );
    const webhooks = await find(seen?.event_id.slice(0, 20) ?? '', 'webhook');
    expect(ids(webhooks)).toContain(seen?.webhook_log_id);
  });
});

describe('who searches', () => {
  it('sees no guest without the scope, and finds one only by the whole number or address', async () => {
    const api = await keyWith(['logs:read', 'payments:read']);
    const [hit] = await find('+6281234567890', 'payment', api);
    expect(hit.detail).toBe('B*** S*** · +62***7890 · b***@tamu.example');
    const [byOrder] = await find('HTL-2026-77', 'payment', api);
    expect(byOrder.detail).toBe('B*** S***');
    for (const q of ['budi', 'santoso', '0812345', 'budi@tamu']) {
      expect([q, await find(q, 'payment', api)]).toEqual([q, []]);
    }
  });

  it('finds nothing of the kinds that the key has no scope for', async () => {
    const api = await keyWith(['logs:read', 'features:read']);
    const { body } = await api.get('/api/v1/search?q=qris');
    expect(body.groups.map((group: any) => group.kind)).toEqual(['feature']);
  });

  it('finds what belongs to the property alone', async () => {
    const api = await keyWith(['logs:read', 'payments:read'], properties[1]);
    expect((await find('HTL-2026', 'payment', api)).map(({ title }) => title)).toEqual([
      'HTL-2026-78',
    ]);
    expect(await find(payment.id, 'payment', api)).toEqual([]);
    const other = await api.get(`/api/v1/search?q=HTL&property_id=${properties[0] ?? ''}`);
    expect(other.status).toBe(403);
  });

  it('is told what to type', async () => {
    const { status, body } = await hub.api.get('/api/v1/search?q=%20a');
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ field: 'q' });
  });
});

describe('lists', () => {
  it('show one property when asked', async () => {
    const of = async (path: string): Promise<any[]> =>
      (await hub.api.get(`${path}?property_id=${properties[0] ?? ''}`)).body.items;
    expect((await of('/api/v1/payments')).map(({ order_id }) => order_id)).toEqual(['HTL-2026-77']);
    // A provider for all properties serves this one, too.
    expect((await of('/api/v1/health/providers')).map(({ id }) => id)).toEqual([provider.id]);
    expect((await of('/api/v1/features')).map((item) => item.feature_key)).toContain(
      'payment.qris',
    );
    for (const path of ['/api/v1/alerts', '/api/v1/webhook-logs']) {
      expect(Array.isArray(await of(path))).toBe(true);
    }
  });
});
