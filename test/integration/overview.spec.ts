/** What the first page is told: today beside yesterday, what runs on a fallback, what a new hub lacks. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { hubClient } from '#test/support/hub-client.js';
import { addProvider, mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let simulator: Simulator;
let broken: Simulator;
let cheap: TestProvider;
let dear: TestProvider;

beforeAll(async () => {
  [simulator, broken] = await Promise.all([startMidtransSimulator(), startMidtransSimulator()]);
  hub = await startTestHub();
});

afterAll(async () => {
  await hub.stop();
  await simulator.close();
  await broken.close();
});

const overview = async (query = ''): Promise<any> =>
  (await hub.api.get(`/api/v1/overview${query}`)).body;
const figure = (answer: any, id: string): any =>
  answer.figures.find((one: { id: string }) => one.id === id);

describe('the overview', () => {
  it('names what a new hub lacks', async () => {
    expect((await overview()).first_steps).toMatchObject({
      connected: [],
      has_features: false,
      has_webhooks: false,
      has_payments: false,
    });
  });

  it('counts what came in today, beside yesterday, on the clock of the property', async () => {
    const { id: property_id } = (
      await hub.api.post('/api/v1/properties', { name: 'Timur', time_zone: 'Asia/Jayapura' })
    ).body;
    dear = await addProvider(hub, simulator, 'midtrans-qris', { name: 'Mahal' });
    cheap = await addProvider(hub, broken, 'midtrans-qris', { name: 'Murah' });
    await mapFeature(hub, 'payment.qris', [cheap, dear]);
    const { body } = await pay(hub, { provider_id: dear.id, property_id });
    await pay(hub, { provider_id: dear.id, property_id });
    // One second before the property's midnight was yesterday; its own clock decides, not that of the hub.
    await hub.sql(
      `INSERT INTO payments (id, property_id, provider_id, order_id, reference, amount, currency, status, request, paid_at)
       SELECT gen_random_uuid(), $1, provider_id, 'OLD', 'old', 40000, 'IDR', 'paid', '{}',
              date_trunc('day', now(), 'Asia/Jayapura') - interval '1 second'
       FROM payments WHERE id = $2`,
      [property_id, body.id],
    );
    simulator.act('pay', { reference: body.reference });
    const answer = await eventually(async () => {
      const seen = await overview(`?property_id=${String(property_id)}`);
      return figure(seen, 'payments').today.count === 1 && seen;
    });
    expect(answer.time_zone).toBe('Asia/Jayapura');
    expect(figure(answer, 'payments').today.sums).toEqual([{ amount: 150_000, currency: 'IDR' }]);
    expect(figure(answer, 'payments').yesterday).toEqual({
      count: 1,
      sums: [{ amount: 40_000, currency: 'IDR' }],
    });
    const logged = await hub.sql('SELECT FROM webhook_logs');
    expect(figure(answer, 'webhooks').today.count).toBe(logged.length);
    expect(answer.first_steps).toMatchObject({
      connected: ['payment'],
      has_features: true,
      has_webhooks: true,
      has_payments: true,
    });
    const other = (await hub.api.post('/api/v1/properties', { name: 'Barat' })).body.id;
    const empty = await overview(`?property_id=${String(other)}`);
    expect(figure(empty, 'payments').today).toEqual({ count: 0, sums: [] });
    const key = await hub.api.post('/api/v1/api-keys', {
      name: 'bound',
      scopes: ['logs:read', 'payments:read'],
      property_id,
    });
    const { body: bound } = await hubClient(hub.url, key.body.key).get('/api/v1/overview');
    expect(bound.figures.map(({ id }: any) => id)).toEqual(['payments']);
    expect(bound.property_id).toBe(property_id);
  });

  it('says what runs on a fallback since when, and what that costs', async () => {
    await broken.fault({ mode: 'status', status: 503, times: 30 });
    for (let i = 0; i < 4; i += 1) await pay(hub, { feature: 'payment.qris' });
    const [fallback] = await eventually(async () => {
      const { fallbacks } = await overview();
      return typeof fallbacks[0]?.since === 'string' && fallbacks;
    });
    expect(fallback).toMatchObject({
      integration_type: 'payment',
      features: ['payment.qris'],
      from: { id: cheap.id, name: 'Murah' },
      to: { id: dear.id, name: 'Mahal' },
      reason: 'breaker_open',
    });
    await hub.sql(
      `UPDATE payments SET routing = jsonb_set(routing, '{fallback,extra_cost}', '310') WHERE routing->'fallback' IS NOT NULL`,
    );
    const { fallbacks } = await overview();
    expect(fallbacks[0]).toMatchObject({
      count: 4,
      extra_cost: [{ amount: 1_240, currency: 'IDR' }],
      unknown_costs: 0,
    });
  });

  it('says when nobody can step in', async () => {
    await hub.api.patch(`/api/v1/providers/${dear.id}`, { is_active: false });
    const { fallbacks } = await overview();
    expect(fallbacks[0]).toMatchObject({ from: { id: cheap.id }, to: null });
  });
});
