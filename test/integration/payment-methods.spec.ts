import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hubClient } from '#test/support/hub-client.js';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainProvider,
  type PlainVendor,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const PATH = '/api/v1/payment-methods';
const SETTINGS = `${PATH}/settings`;

let hub: TestHub;
let vendor: PlainVendor;
let direct: PlainProvider;
let page: PlainProvider;

const va = { id: 'VA Bank Contoh', en: 'Sample Bank VA' };
const directConnector = {
  ...aPlainConnector(),
  methods: {
    qris: { code: 'QR', min: 1_500, max: 10_000_000 },
    contoh_va: { code: 'VA', label: va },
  },
};
const pageConnector = {
  ...aPlainConnector(),
  methods: { qris: { code: 'QR' }, card: { code: 'CARD' } },
  limits: { amount: { min: 10_000 } },
};

beforeAll(async () => {
  [hub, vendor] = await Promise.all([startTestHub(), startPlainVendor()]);
  direct = await addPlainProvider(hub.api, vendor.url, {
    connector: directConnector,
    fees: [
      { method: 'qris', percent: '0.7' },
      { method: 'contoh_va', fixed: 4_000, tax_percent: '11' },
    ],
  });
  page = await addPlainProvider(hub.api, vendor.url, {
    connector: pageConnector,
    fees: [{ method: 'qris', percent: '1' }],
  });
});
beforeEach(async () => {
  await mapFeature(hub, 'payment.qris', [direct, page]);
  await mapFeature(hub, 'payment.page', [page]);
  await put({ methods: [] });
  await hub.api.post(`/api/v1/providers/${direct.id}/breaker`, { state: 'closed' });
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

const put = (body: Readonly<Record<string, unknown>>) => hub.api.put(SETTINGS, body);

async function itemsOf(query: string, api = hub.api): Promise<Record<string, any>[]> {
  const answer = await api.get(`${PATH}${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  expect(answer.body.next_cursor).toBeNull();
  return answer.body.items;
}

const namesOf = async (query: string, api = hub.api): Promise<string[]> =>
  (await itemsOf(query, api)).map((item) => item['method'] as string);

async function addProperty(): Promise<string> {
  const answer = await hub.api.post('/api/v1/properties', { name: 'Hotel Contoh' });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

describe('the methods of a feature', () => {
  it('come with label, fee, provider, limits and what the alternatives cost more', async () => {
    const [card, qris, account] = await itemsOf('?feature=payment.qris&amount=200000');
    expect(qris).toEqual({
      method: 'qris',
      label: { id: 'QRIS', en: 'QRIS' },
      group: 'qr',
      feature: 'payment.qris',
      fee: { amount: 1_400, currency: 'IDR', formatted: 'Rp 1.400' },
      provider: { id: direct.id, slug: direct.slug, name: expect.any(String) },
      alternatives: [
        {
          provider: { id: page.id, slug: page.slug, name: expect.any(String) },
          feature: 'payment.qris',
          fee: { amount: 2_000, currency: 'IDR', formatted: 'Rp 2.000' },
          difference: { amount: 600, currency: 'IDR', formatted: 'Rp 600' },
        },
      ],
      min_amount: 1_500,
      max_amount: 10_000_000,
      enabled: true,
      position: null,
    });
    expect(account).toMatchObject({
      method: 'contoh_va',
      label: va,
      group: 'virtual_account',
      fee: { amount: 4_440, formatted: 'Rp 4.440' },
    });
    expect(card).toMatchObject({
      method: 'card',
      fee: null,
      provider: { id: page.id },
      min_amount: 10_000,
      max_amount: null,
    });
  });

  it('are those that take the amount', async () => {
    expect(await namesOf('?feature=payment.qris&amount=5000')).toEqual(['qris', 'contoh_va']);
    expect(await namesOf('?feature=payment.qris&amount=1000')).toEqual(['contoh_va']);
  });

  it('have fixed fees without an amount, too', async () => {
    const [, qris, account] = await itemsOf('?feature=payment.qris');
    expect([qris?.['fee'], account?.['fee'].amount]).toEqual([null, 4_440]);
  });

  it('go with the strategy of the feature', async () => {
    const chain = [page.id, direct.id];
    await hub.api.put('/api/v1/features/payment.qris', { chain, strategy: 'priority' });
    expect((await itemsOf('?feature=payment.qris&amount=200000'))[1]).toMatchObject({
      provider: { id: page.id },
      alternatives: [{ difference: { amount: -600, formatted: '-Rp 600' } }],
    });
    await hub.api.put('/api/v1/features/payment.qris', { chain, strategy: 'least_cost' });
    expect((await itemsOf('?feature=payment.qris&amount=200000'))[1]).toMatchObject({
      provider: { id: direct.id },
    });
  });

  it('are asked of other providers while a breaker lets one rest or it is switched off', async () => {
    await hub.api.post(`/api/v1/providers/${direct.id}/breaker`, { state: 'open' });
    const items = await itemsOf('?feature=payment.qris&amount=200000');
    expect(items).toMatchObject([
      { method: 'card' },
      { method: 'qris', provider: { id: page.id }, alternatives: [] },
    ]);
    await hub.api.patch(`/api/v1/providers/${direct.id}`, { is_active: false });
    expect(await namesOf('?feature=payment.qris')).toEqual(['card', 'qris']);
    await hub.api.patch(`/api/v1/providers/${direct.id}`, { is_active: true });
  });

  it('are those of all payment features when none is named, each with the feature to send', async () => {
    const items = await itemsOf('?amount=200000');
    expect(items.map((item) => [item['method'], item['feature']])).toEqual([
      ['card', 'payment.page'],
      ['qris', 'payment.qris'],
      ['contoh_va', 'payment.qris'],
    ]);
    const { method, feature } = items[1] ?? {};
    const paid = await pay(hub, { feature, method, amount: 200_000 });
    expect(paid.body).toMatchObject({ fee: { amount: 1_400 }, provider: items[1]?.['provider'] });
  });

  it.each([
    ['?feature=payment.nobody', 'feature'],
    ['?amount=0', 'amount'],
    ['?amount=1.5', 'amount'],
    ['?amount=1000000000000', 'amount'],
    ['?currency=XXQ', 'currency'],
    ['?property_id=hotel', 'property_id'],
    ['?property_id=00000000-0000-4000-8000-000000000000', 'property_id'],
    ['?method=qris', 'method'],
  ])('refuse %s and name the field', async (query, field) => {
    const answer = await hub.api.get(`${PATH}${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe(field);
  });
});

describe('settings', () => {
  it('put methods in order and switch them off', async () => {
    const answer = await put({
      methods: [
        { method: 'contoh_va', enabled: true, position: 1 },
        { method: 'card', enabled: false },
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.body.items[0]).toEqual({
      method: 'contoh_va',
      label: va,
      group: 'virtual_account',
      enabled: true,
      position: 1,
      source: 'all',
    });
    expect((await hub.api.get(SETTINGS)).body).toEqual(answer.body);
    expect(await namesOf('?feature=payment.qris')).toEqual(['contoh_va', 'qris']);
    const all = await itemsOf('?feature=payment.qris&include_disabled=true');
    expect(all[1]).toMatchObject({ method: 'card', enabled: false });
  });

  it('leave an audit row with what was set before', async () => {
    await put({ methods: [{ method: 'qris', enabled: false }] });
    await put({ methods: [{ method: 'qris', enabled: true, position: 3 }] });
    const [row] = (await hub.api.get('/api/v1/audit-log?limit=1')).body.items;
    expect(row).toMatchObject({
      action: 'payment_methods.updated',
      before: { methods: [{ method: 'qris', enabled: false, position: null }] },
      after: { methods: [{ method: 'qris', enabled: true, position: 3 }] },
    });
  });

  it('make a payment by a method that is off a 422 that names it, before any vendor is asked', async () => {
    await put({ methods: [{ method: 'qris', enabled: false }] });
    const asked = vendor.requests.length;
    for (const by of [{ feature: 'payment.qris' }, { provider_id: direct.id }]) {
      const answer = await pay(hub, { ...by, method: 'qris' });
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0]).toMatchObject({ field: 'method', code: 'disabled' });
    }
    expect(vendor.requests.length).toBe(asked);
    expect((await pay(hub, { feature: 'payment.qris', method: 'contoh_va' })).status).toBe(201);
  });

  it('still answer the repeat of a payment that was made before', async () => {
    const body = { feature: 'payment.qris', method: 'qris', order_id: 'ORD-repeat' };
    const first = await pay(hub, body, 'methods-repeat');
    await put({ methods: [{ method: 'qris', enabled: false }] });
    const repeat = await pay(hub, body, 'methods-repeat');
    expect([repeat.status, repeat.body.id]).toEqual([201, first.body.id]);
  });

  it('of a property are stronger than those for all', async () => {
    const property = await addProperty();
    await put({
      methods: [
        { method: 'qris', enabled: false },
        { method: 'card', enabled: false },
      ],
    });
    const own = await put({
      property_id: property,
      methods: [{ method: 'qris', enabled: true }],
    });
    expect(own.body).toMatchObject({ property_id: property });
    expect(own.body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'qris', enabled: true, source: 'property' }),
        expect.objectContaining({ method: 'card', enabled: false, source: 'all' }),
        expect.objectContaining({ method: 'contoh_va', enabled: true, source: 'default' }),
      ]),
    );
    const here = `?feature=payment.qris&property_id=${property}`;
    expect(await namesOf(here)).toEqual(['qris', 'contoh_va']);
    expect(await namesOf('?feature=payment.qris')).toEqual(['contoh_va']);
    const charge = { feature: 'payment.qris', method: 'qris' };
    expect((await pay(hub, { ...charge, property_id: property })).status).toBe(201);
    expect((await pay(hub, charge)).status).toBe(422);
  });

  it('of another property, or of all, are out of reach for a key of one', async () => {
    const [mine, other] = await Promise.all([addProperty(), addProperty()]);
    const made = await hub.api.post('/api/v1/api-keys', {
      name: 'one hotel',
      scopes: ['features:write', 'payments:read'],
      property_id: mine,
    });
    const api = hubClient(hub.url, made.body.key);
    const methods = [{ method: 'qris', enabled: false }];
    const refused = [
      await api.put(SETTINGS, { property_id: other, methods }),
      await api.put(SETTINGS, { property_id: null, methods }),
    ];
    expect(refused.every(({ status }) => status >= 400 && status < 500)).toBe(true);
    expect((await api.put(SETTINGS, { methods })).body.property_id).toBe(mine);
    expect(await namesOf('?feature=payment.qris', api)).toEqual(['card', 'contoh_va']);
    expect(await namesOf('?feature=payment.qris')).toContain('qris');
  });

  it('reach other processes', async () => {
    const second = await startTestHub({ databaseUrl: hub.databaseUrl });
    try {
      await put({ methods: [{ method: 'qris', enabled: false }] });
      const seen = await eventually(async () => {
        const answer = await pay(second, { feature: 'payment.qris', method: 'qris' });
        return answer.status === 422 && answer;
      });
      expect(seen.body.errors[0].field).toBe('method');
    } finally {
      await second.stop();
    }
  });

  it.each<[string, unknown, string]>([
    ['a method nobody takes', [{ method: 'barter', enabled: true }], 'methods.0.method'],
    [
      'a method twice',
      [
        { method: 'qris', enabled: true },
        { method: 'qris', enabled: false },
      ],
      'methods.1.method',
    ],
    ['a place below zero', [{ method: 'qris', enabled: true, position: -1 }], 'methods.0.position'],
    ['no word on whether it is on', [{ method: 'qris' }], 'methods.0.enabled'],
  ])('are refused with %s', async (_what, methods, field) => {
    const answer = await put({ methods });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe(field);
  });
});

describe('the API document', () => {
  it('shows the routes', async () => {
    const { paths } = (await hub.api.get('/api/docs/openapi.json')).body;
    expect(Object.keys(paths[PATH])).toEqual(['get']);
    expect(Object.keys(paths[SETTINGS]).sort()).toEqual(['get', 'put']);
  });
});
