import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HubAnswer } from '#test/support/hub-client.js';
import { pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainProvider,
  type PlainVendor,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

/** Nobody listens on it. */
const NOWHERE = 'http://127.0.0.1:9';

let hub: TestHub;
let vendor: PlainVendor;
/** 1 % of the amount: cheaper below Rp 400.000. */
let byPercent: PlainProvider;
/** Rp 4.000 whatever the amount. */
let flat: PlainProvider;
let unpriced: PlainProvider;

beforeAll(async () => {
  [hub, vendor] = await Promise.all([startTestHub(), startPlainVendor()]);
});
beforeEach(async () => {
  byPercent = await add({ fees: [{ method: 'qris', percent: '1' }] });
  flat = await add({ fees: [{ method: '*', fixed: 4_000 }] });
  unpriced = await add({});
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

const connector = {
  ...aPlainConnector(),
  methods: { qris: { code: 'QR' }, card: { code: 'CARD' } },
};

function add(changes: Readonly<Record<string, unknown>>): Promise<PlainProvider> {
  return addPlainProvider(hub.api, vendor.url, { connector, ...changes });
}

async function map(
  strategy: string,
  chain: readonly PlainProvider[],
  rest: Readonly<Record<string, unknown>> = {},
): Promise<HubAnswer> {
  const answer = await hub.api.put('/api/v1/features/payment.qris', {
    chain: chain.map(({ id }) => id),
    strategy,
    ...rest,
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer;
}

const charge = (amount = 100_000, key?: string) =>
  pay(hub, { feature: 'payment.qris', method: 'qris', amount }, key);

const idr = (amount: number) => ({ amount, currency: 'IDR' });

describe('least cost', () => {
  it('goes to the cheaper provider for the amount, and says what the others would have cost', async () => {
    await map('least_cost', [unpriced, flat, byPercent]);
    const small = await charge(100_000);
    expect(small.body.fee).toEqual(idr(1_000));
    expect(small.body.routing).toMatchObject({
      strategy: 'least_cost',
      reason: 'least_cost',
      provider: { id: byPercent.id },
      fee: idr(1_000),
      alternatives: [
        { provider: { id: flat.id }, fee: idr(4_000), difference: idr(3_000) },
        { provider: { id: unpriced.id }, fee: null, difference: null },
      ],
      skipped: [],
      fallback: null,
    });
    const large = await charge(1_000_000);
    expect(large.body).toMatchObject({ provider: { id: flat.id }, fee: idr(4_000) });
  });

  it("keeps the owner's order when no fee is known, and says so", async () => {
    const other = await add({});
    await map('least_cost', [other, unpriced]);
    const answer = await charge();
    expect(answer.body.fee).toBeNull();
    expect(answer.body.routing).toMatchObject({
      reason: 'fees_unknown',
      provider: { id: other.id },
    });
  });

  it('is told by the payment later, too, and by its history', async () => {
    await map('least_cost', [flat, byPercent]);
    const created = await charge();
    const path = `/api/v1/payments/${created.body.id}`;
    expect((await hub.api.get(path)).body.routing).toEqual(created.body.routing);
    const { items } = (await hub.api.get(`${path}/events`)).body;
    expect(items.at(-1)).toMatchObject({
      type: 'status',
      detail: { routing: { reason: 'least_cost', provider_id: byPercent.id, fee: 1_000 } },
    });
  });
});

describe('a provider that can not take the payment', () => {
  it('is passed over and named with the reason', async () => {
    const cards = await add({ connector: { ...connector, methods: { card: { code: 'CARD' } } } });
    const large = await add({ connector: { ...connector, limits: { amount: { min: 500_000 } } } });
    const off = await add({ is_active: false });
    await map('priority', [cards, large, off, flat, byPercent]);
    const answer = await charge();
    expect(answer.body.routing).toMatchObject({
      reason: 'priority',
      provider: { id: flat.id },
      alternatives: [{ provider: { id: byPercent.id }, difference: idr(-3_000) }],
    });
    expect(answer.body.routing.skipped).toEqual(
      expect.arrayContaining([
        { provider: expect.objectContaining({ id: cards.id }), reason: 'method_unsupported' },
        { provider: expect.objectContaining({ id: large.id }), reason: 'amount_too_small' },
        { provider: expect.objectContaining({ id: off.id }), reason: 'inactive' },
      ]),
    );
  });

  it('says more than one that was never meant when nobody can', async () => {
    const cards = await add({ connector: { ...connector, methods: { card: { code: 'CARD' } } } });
    const large = await add({ connector: { ...connector, limits: { amount: { min: 500_000 } } } });
    await map('priority', [cards, large]);
    const answer = await charge();
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ field: 'amount', code: 'too_small' });
  });
});

describe('weighted', () => {
  it('splits payments by the weights', async () => {
    await map('weighted', [byPercent, flat], { weights: { [byPercent.id]: 4 } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => charge()));
    const first = answers.filter(({ body }) => body.provider.id === byPercent.id);
    expect(answers.every(({ body }) => body.routing.reason === 'weighted')).toBe(true);
    // Expected 80; five standard deviations are 20.
    expect(first.length).toBeGreaterThan(60);
    expect(first.length).toBeLessThan(100);
  });

  it('draws the same provider for a key that is used again after nobody could be reached', async () => {
    const [one, two] = await Promise.all([
      add({ base_urls: { default: NOWHERE } }),
      add({ base_urls: { default: NOWHERE } }),
    ]);
    await map('weighted', [one, two]);
    const keys = Array.from({ length: 8 }, () => randomUUID());
    const drawn = async (): Promise<unknown[]> => {
      for (const key of keys) expect((await charge(100_000, key)).status).toBe(503);
      await Promise.all(
        [one, two].map(({ id }) =>
          hub.api.post(`/api/v1/providers/${id}/breaker`, { state: 'closed' }),
        ),
      );
      const rows = await hub.sql<{ preferred: string }>(
        `SELECT coalesce(routing -> 'fallback' ->> 'from_provider_id', routing ->> 'provider_id') AS preferred
         FROM payments WHERE provider_id = ANY ($1) ORDER BY id DESC LIMIT 8`,
        [[one.id, two.id]],
      );
      return rows.map(({ preferred }) => preferred);
    };
    expect(await drawn()).toEqual(await drawn());
  });

  it('refuses a weight for a provider outside of the chain, and one that is none', async () => {
    const put = (weights: Record<string, number>) =>
      hub.api.put('/api/v1/features/payment.qris', {
        chain: [flat.id],
        strategy: 'weighted',
        weights,
      });
    const outside = await put({ [byPercent.id]: 2 });
    expect(outside.status).toBe(422);
    expect(outside.body.errors[0].field).toBe(`weights.${byPercent.id}`);
    expect((await put({ [flat.id]: 0 })).status).toBe(422);
    expect((await put({ [flat.id]: 1_001 })).status).toBe(422);
  });

  it('is shown with the chain', async () => {
    await map('weighted', [byPercent, flat], { weights: { [flat.id]: 7 } });
    const { items } = (await hub.api.get('/api/v1/features')).body;
    const feature = items.find(
      (item: { feature_key: string }) => item.feature_key === 'payment.qris',
    );
    expect(feature.chain).toMatchObject([{ weight: 1 }, { weight: 7 }]);
  });
});

describe('a fallback', () => {
  it('says from whom, why and what it costs more', async () => {
    const dead = await add({
      base_urls: { default: NOWHERE },
      fees: [{ method: 'qris', percent: '1' }],
    });
    await map('least_cost', [flat, dead]);
    const answer = await charge();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ provider: { id: flat.id }, fee: idr(4_000) });
    expect(answer.body.routing).toMatchObject({
      strategy: 'least_cost',
      reason: 'fallback',
      provider: { id: flat.id },
      alternatives: [{ provider: { id: dead.id }, fee: idr(1_000), difference: idr(-3_000) }],
      skipped: [{ provider: { id: dead.id }, reason: 'unavailable' }],
      fallback: { from: { id: dead.id }, reason: 'unavailable', extra_cost: idr(3_000) },
    });
    const path = `/api/v1/payments/${answer.body.id}`;
    expect((await hub.api.get(path)).body.routing).toEqual(answer.body.routing);
    const { items } = (await hub.api.get(`${path}/events`)).body;
    expect(items.find((event: { type: string }) => event.type === 'fallback').detail).toMatchObject(
      { from_provider_id: dead.id, to_provider_id: flat.id, reason: 'unavailable' },
    );
  });

  it('is paid by the default method of the provider that has it', async () => {
    const dead = await add({
      connector: { ...connector, default_method: 'qris' },
      base_urls: { default: NOWHERE },
    });
    const cards = await add({ connector: { ...connector, default_method: 'card' } });
    await map('priority', [dead, cards]);
    const answer = await pay(hub, { feature: 'payment.qris' });
    expect(answer.body).toMatchObject({ provider: { id: cards.id }, method: 'card' });
    expect((await hub.api.get(`/api/v1/payments/${answer.body.id}`)).body.method).toBe('card');
  });

  it('goes on down the chain after a weighted draw', async () => {
    const dead = await add({ base_urls: { default: NOWHERE } });
    await map('weighted', [flat, dead], { weights: { [dead.id]: 1_000 } });
    const answer = await charge();
    expect(answer.body.provider.id).toBe(flat.id);
    expect(answer.body.routing.fallback).toMatchObject({
      from: { id: dead.id },
      extra_cost: null,
    });
  });

  it('happens without a call while a breaker lets the preferred provider rest', async () => {
    await map('priority', [byPercent, flat]);
    await hub.api.post(`/api/v1/providers/${byPercent.id}/breaker`, { state: 'open' });
    const answer = await charge();
    expect(answer.body.routing).toMatchObject({
      reason: 'fallback',
      provider: { id: flat.id },
      skipped: [{ provider: { id: byPercent.id }, reason: 'breaker_open' }],
      fallback: { from: { id: byPercent.id }, reason: 'breaker_open', extra_cost: idr(3_000) },
    });
  });
});

describe('a provider that is asked for by name', () => {
  it('is the reason itself', async () => {
    const answer = await pay(hub, { provider_id: flat.id, method: 'card' });
    expect(answer.body).toMatchObject({
      fee: idr(4_000),
      routing: { reason: 'named', alternatives: [], fallback: null },
    });
  });
});

describe('a fee table', () => {
  it('is written by the owner, shown, and used from then on', async () => {
    const fees = [{ method: 'qris', percent: '0.7', min: 500, max: 5_000, tax_percent: '11' }];
    const changed = await hub.api.patch(`/api/v1/providers/${flat.id}`, { fees });
    expect(changed.status).toBe(200);
    expect(changed.body.fees).toEqual(fees);
    const answer = await pay(hub, { provider_id: flat.id, method: 'qris', amount: 100_000 });
    // 0.7 % of 100,000 is 700, with 11 % tax 777.
    expect(answer.body.fee).toEqual(idr(777));
    const [audit] = (await hub.api.get('/api/v1/audit-log?limit=1')).body.items;
    expect(audit).toMatchObject({ action: 'provider.updated', after: { fees } });
  });

  it.each<[string, unknown, string]>([
    ['an unknown method', [{ method: 'barter', fixed: 1 }], 'fees.0.method'],
    ['bounds that cross', [{ method: 'qris', min: 10, max: 5 }], 'fees.0.max'],
    ['more than all of it', [{ method: 'qris', percent: '100.5' }], 'fees.0.percent'],
    ['a number that is no text', [{ method: 'qris', percent: 0.7 }], 'fees.0.percent'],
    ['a negative amount', [{ method: 'qris', fixed: -1 }], 'fees.0.fixed'],
  ])('is refused with %s', async (_what, fees, field) => {
    const answer = await hub.api.patch(`/api/v1/providers/${flat.id}`, { fees });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe(field);
  });
});
