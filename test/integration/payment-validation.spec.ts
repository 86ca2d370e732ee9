import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient } from '#test/support/hub-client.js';
import { mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import type { TestHub } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let qris: TestProvider;
let inactive: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  qris = await scene.add('midtrans-qris');
  inactive = await scene.add('midtrans-va', { is_active: false });
  await mapFeature(scene.hub, 'payment.qris', [qris]);
  await mapFeature(scene.hub, 'payment.virtual_account', [inactive]);
});
afterAll(() => scene.close());

/** What a client may see of an error: no file, no stack, no database. */
function expectClean(text: string): void {
  expect(text).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules|select |insert |constraint/i);
}

const NUL = '\u0000';
const BAD: readonly [string, Record<string, unknown>, string][] = [
  ['an unknown currency', { currency: 'XXY' }, 'currency'],
  ['a currency that the vendor does not take', { currency: 'USD' }, 'currency'],
  ['a currency of four letters', { currency: 'IDRX' }, 'currency'],
  ['an amount of zero', { amount: 0 }, 'amount'],
  ['a negative amount', { amount: -1 }, 'amount'],
  ['an amount of 10^12', { amount: 10 ** 12 }, 'amount'],
  ['a huge amount', { amount: 1e15 }, 'amount'],
  ['an amount beyond what a number holds', { amount: 1e300 }, 'amount'],
  ['a broken amount', { amount: 1500.5 }, 'amount'],
  ['an amount in words', { amount: '150000' }, 'amount'],
  ['a method that nobody knows', { method: 'cowrie_shells' }, 'method'],
  ['a method of another product', { method: 'bca_va' }, 'method'],
  [
    'items of another sum',
    { items: [{ id: 'R', name: 'Room', price: 149_999, quantity: 1 }] },
    'items',
  ],
  [
    'an item with a price beyond reason',
    { items: [{ id: 'R', name: 'Room', price: 9e15, quantity: 1 }] },
    'items.0.price',
  ],
  ['an item without a name', { items: [{ id: 'R', price: 1, quantity: 1 }] }, 'items.0.name'],
  ['a bad phone number', { customer: { phone: '12' } }, 'customer.phone'],
  ['a bad email address', { customer: { email: 'sari' } }, 'customer.email'],
  ['a return_url that is no page', { return_url: 'javascript:alert(1)' }, 'return_url'],
  ['a return_url that is no URL', { return_url: '/paid' }, 'return_url'],
  ['a lifetime of seconds', { expires_in_seconds: 5 }, 'expires_in_seconds'],
  ['a lifetime of months', { expires_in_seconds: 2_592_001 }, 'expires_in_seconds'],
  ['a phone number of words', { customer: { phone: 'nol delapan' } }, 'customer.phone'],
  ['a token that is too long', { token: 'x'.repeat(501) }, 'token'],
  ['an order_id that is too long', { order_id: 'x'.repeat(101) }, 'order_id'],
  ['an order_id of two lines', { order_id: 'INV-1\nINV-2' }, 'order_id'],
  ['an order_id with a bell in it', { order_id: 'INV\u0007-1' }, 'order_id'],
  ['an order_id that turns the writing', { order_id: 'INV-\u202e1-VNI' }, 'order_id'],
  ['an order_id with an emoji', { order_id: 'INV-🏨-1' }, 'order_id'],
  ['an order_id with a flag', { order_id: 'INV-🇮🇩' }, 'order_id'],
  ['an order_id that nobody sees', { order_id: '\u200b' }, 'order_id'],
  ['an empty order_id', { order_id: '  ' }, 'order_id'],
  ['an order_id that no database keeps', { order_id: `A${NUL}B` }, 'order_id'],
  ['a description that no database keeps', { description: 'half \ud83d' }, 'description'],
  ['metadata that no database keeps', { metadata: { note: [NUL] } }, 'metadata.note.0'],
  ['metadata without measure', { metadata: { note: 'x'.repeat(10_001) } }, 'metadata'],
  ['a field that does not exist', { ammount: 1 }, 'ammount'],
  ['no feature and no provider', { feature: undefined }, 'feature'],
  ['a feature and a provider', { provider_id: randomUUID() }, 'feature'],
  ['a feature that nobody mapped', { feature: 'payment.card' }, 'feature'],
  ['a feature whose provider is off', { feature: 'payment.virtual_account' }, 'feature'],
  [
    'a provider that does not exist',
    { feature: undefined, provider_id: randomUUID() },
    'provider_id',
  ],
  ['a provider_id that is no id', { feature: undefined, provider_id: 'qris' }, 'provider_id'],
  ['a property that does not exist', { property_id: randomUUID() }, 'property_id'],
];

describe('a payment request with', () => {
  it.each(BAD)('%s names the field and asks no vendor', async (_what, changes, field) => {
    const before = scene.midtrans.journal.count();
    const answer = await pay(scene.hub, { feature: 'payment.qris', ...changes });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(answer.body).toMatchObject({ data: null, message: expect.any(String) });
    expect(answer.body.trace_id).not.toBe('');
    expectClean(answer.text);
    expect(scene.midtrans.journal.count()).toBe(before);
  });

  it('a provider that is switched off names it', async () => {
    const answer = await pay(scene.hub, { provider_id: inactive.id });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'provider_id', code: 'inactive' }]);
  });

  it.each(['{"amount": 1,', '[', '"text"', 'null', '7'])('the body %s is refused', async (body) => {
    const answer = await scene.hub.api.post('/api/v1/payments', body, {
      'idempotency-key': randomUUID(),
    });
    expect([400, 422]).toContain(answer.status);
    expectClean(answer.text);
  });

  it('malformed JSON is 400', async () => {
    const answer = await scene.hub.api.post('/api/v1/payments', '{"amount": 1,', {
      'idempotency-key': randomUUID(),
    });
    expect(answer.status).toBe(400);
  });

  it('an Idempotency-Key that is too long names the header', async () => {
    const answer = await pay(scene.hub, { feature: 'payment.qris' }, 'k'.repeat(256));
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe('Idempotency-Key');
  });

  it('text in every script is kept as it is', async () => {
    const metadata = { note: 'Kamar 12 🏨 ستوري', 'clé "x"': ["'; DROP TABLE payments; --"] };
    const order = 'INV/2026/001 – Übernachtung';
    const answer = await pay(scene.hub, {
      feature: 'payment.qris',
      order_id: order,
      metadata,
      customer: { first_name: "Budi d'Arc*" },
    });
    expect(answer.status).toBe(201);
    expect(await scene.payment(answer.body.id)).toMatchObject({ order_id: order, metadata });
  });
});

describe('looking for payments', () => {
  it.each([
    ['/api/v1/payments/not-an-id', 422],
    [`/api/v1/payments/${randomUUID()}`, 404],
    [`/api/v1/payments/${randomUUID()}/events`, 404],
    [`/api/v1/payments/${randomUUID()}/refunds`, 404],
    ['/api/v1/payments?status=created', 422],
    ['/api/v1/payments?limit=0', 422],
    ['/api/v1/payments?limit=201', 422],
    ['/api/v1/payments?cursor=broken', 422],
    ['/api/v1/payments?color=red', 422],
    ['/api/v1/payments?order_id=%00', 422],
  ])('%s is %i', async (path, status) => {
    const answer = await scene.hub.api.get(path);
    expect(answer.status).toBe(status);
    expectClean(answer.text);
  });

  it('goes page by page, newest first, by order and by status', async () => {
    const order = `PAGED-${randomUUID().slice(0, 8)}`;
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      ids.push((await pay(scene.hub, { feature: 'payment.qris', order_id: order })).body.id);
    }
    const first = await scene.hub.api.get(`/api/v1/payments?order_id=${order}&limit=2`);
    const rest = await scene.hub.api.get(
      `/api/v1/payments?order_id=${order}&limit=2&cursor=${String(first.body.next_cursor)}`,
    );
    const seen = [...first.body.items, ...rest.body.items].map((item: { id: string }) => item.id);
    expect(seen).toEqual(ids.reverse());
    expect(rest.body.next_cursor).toBeNull();
    const none = await scene.hub.api.get(`/api/v1/payments?order_id=${order}&status=paid`);
    expect(none.body.items).toEqual([]);
  });
});

describe('a key that is bound to one property', () => {
  let hotelA: TestHub;
  let hotelB: TestHub;
  let ofB: TestProvider;
  let propertyB: string;

  async function property(name: string): Promise<{ id: string; client: TestHub }> {
    const { body: made } = await scene.hub.api.post('/api/v1/properties', { name });
    const { body: key } = await scene.hub.api.post('/api/v1/api-keys', {
      name: `${name} PMS`,
      scopes: ['payments:write', 'providers:read'],
      property_id: made.id,
    });
    return { id: made.id, client: { ...scene.hub, api: hubClient(scene.hub.url, key.key) } };
  }

  beforeAll(async () => {
    const a = await property('Hotel A');
    const b = await property('Hotel B');
    hotelA = a.client;
    hotelB = b.client;
    propertyB = b.id;
    ofB = await scene.add('midtrans-qris', { property_id: b.id });
  });

  it('can not see or touch a payment of another property', async () => {
    const { body: payment } = await pay(hotelB, { provider_id: ofB.id });
    const path = `/api/v1/payments/${payment.id}`;
    expect(payment.status).toBe('pending');
    expect((await hotelB.api.get(path)).status).toBe(200);
    for (const look of ['', '/events', '/refunds', '?refresh=true']) {
      expect((await hotelA.api.get(path + look)).status).toBe(404);
    }
    expect((await hotelA.api.post(`${path}/cancel`)).status).toBe(404);
    const key = { 'idempotency-key': randomUUID() };
    expect((await hotelA.api.post(`${path}/refunds`, {}, key)).status).toBe(404);
    const list = await hotelA.api.get(`/api/v1/payments?order_id=${payment.order_id}`);
    expect(list.body.items).toEqual([]);
  });

  it('can not pay through a provider of another property', async () => {
    const answer = await pay(hotelA, { provider_id: ofB.id });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe('provider_id');
  });

  it('can not pay in the name of another property', async () => {
    const answer = await pay(hotelA, { provider_id: qris.id, property_id: propertyB });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe('property_id');
  });

  it('may use what belongs to all properties', async () => {
    const answer = await pay(hotelA, { feature: 'payment.qris' });
    expect(answer.status).toBe(201);
    expect((await hotelB.api.get(`/api/v1/payments/${answer.body.id}`)).status).toBe(404);
  });

  it('is never led to another property by a mapping', async () => {
    await mapFeature(scene.hub, 'payment.page', [ofB]);
    const answer = await pay(hotelA, { feature: 'payment.page' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe('feature');
  });
});
