/** A made-up gateway with recurring payments, as pure data: no ids of its own before the webhook, nothing to ask back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { hubClient } from '#test/support/hub-client.js';
import { mapFeature } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const CONNECTOR = {
  ...aPlainConnector({
    match: [
      {
        when: '=$exists(body.plan)',
        events: [
          {
            type: 'subscription',
            reference: '=body.plan',
            gateway_subscription_id: '=body.plan_id',
            status: '=body.status',
            status_map: 'plan',
            charge_id: '=body.charge',
            charge_outcome: '=body.outcome',
            amount: '=body.amount',
            currency: 'IDR',
          },
        ],
        event_id: '=body.event_id',
        occurred_at: '=body.at',
      },
      { ignore: 'not about a plan' },
    ],
  }),
  operations: {
    subscribe: {
      path: '/plans',
      body: {
        plan: '=request.reference',
        price: '=request.amount',
        every: '=request.interval_count & " " & request.interval',
      },
      result: {
        status: '=body.state',
        status_map: 'plan',
        gateway_subscription_id: '=body.id',
        action: { type: 'redirect', url: '=body.page' },
      },
    },
  },
  status_maps: { plan: { on: 'active', late: 'past_due', off: 'cancelled' } },
};

let hub: TestHub;
let vendor: PlainVendor;
let provider: PlainProvider;
beforeAll(async () => {
  [hub, vendor] = await Promise.all([startTestHub(), startPlainVendor()]);
  provider = await add(vendor.url);
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

const add = (url: string) =>
  addPlainProvider(hub.api, url, { api_format: 'recurring', connector: CONNECTOR });

async function subscribe(body: Record<string, unknown> = {}) {
  const answer = await hub.api.post(
    '/api/v1/payments/subscriptions',
    {
      provider_id: provider.id,
      order_id: 'P-1',
      amount: 90_000,
      interval: 'week',
      interval_count: 2,
      ...body,
    },
    { 'idempotency-key': randomUUID() },
  );
  expect(answer.status).toBe(201);
  return answer.body as { id: string; reference: string; status: string; provider: { id: string } };
}

/** Later than every subscription of this file, and the same however long a test takes. */
const BEGIN = Date.now() + 3_600_000;

/** @param second after the beginning in which the vendor saw it */
const tell = (plan: string, second: number, body: Record<string, unknown>) =>
  postWebhook(provider, {
    plan,
    event_id: randomUUID(),
    at: new Date(BEGIN + second * 1_000).toISOString(),
    ...body,
  });

async function settled(): Promise<void> {
  await eventually(async () => {
    const [row] = await hub.sql<{ open: number }>(
      "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing')",
    );
    return row?.open === 0;
  });
}

const statusOf = async (id: string) =>
  (await hub.api.get(`/api/v1/payments/subscriptions/${id}`)).body.status;
const told = async (id: string) =>
  (
    await hub.sql<{ event: string; data: Record<string, unknown> }>(
      "SELECT event, data FROM domain_events WHERE data ->> 'subscription_id' = $1 ORDER BY id",
      [id],
    )
  ).map(({ event, data }) => [event, data['charged_amount']]);

describe('a connector with recurring payments', () => {
  it('is asked in its own words and waits for the guest', async () => {
    const { status } = await subscribe();
    expect(status).toBe('incomplete');
    expect(vendor.requests).toContain('POST /plans');
  });

  it('is believed in the order of its own clock, whatever comes first', async () => {
    const { id, reference } = await subscribe();
    await tell(reference, 3, { status: 'late' });
    await settled();
    await tell(reference, 2, { status: 'on' });
    await settled();
    expect(await statusOf(id)).toBe('past_due');
    await tell(reference, 4, { status: 'on' });
    await settled();
    expect(await statusOf(id)).toBe('active');
    await tell(reference, 5, { status: 'off' });
    await tell(reference, 6, { status: 'on' });
    await settled();
    expect(await statusOf(id)).toBe('cancelled');
  });

  it('tells of each charge once, and of one over another amount as what it is', async () => {
    const { id, reference } = await subscribe();
    await tell(reference, 1, { status: 'on' });
    await settled();
    const charge = { charge: 'C-1', outcome: 'renewed', amount: 90_000 };
    await tell(reference, 2, charge);
    await tell(reference, 2, charge);
    await tell(reference, 3, { charge: 'C-2', outcome: 'renewed', amount: 95_000 });
    await settled();
    expect(await told(id)).toEqual(
      expect.arrayContaining([
        ['subscription.created', undefined],
        ['subscription.renewed', 90_000],
        ['subscription.amount_mismatch', 95_000],
      ]),
    );
    expect(await told(id)).toHaveLength(3);
  });

  it('that can not end a subscription says where that is done', async () => {
    const { id } = await subscribe();
    const answer = await hub.api.post(`/api/v1/payments/subscriptions/${id}/cancel`, {});
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('unsubscribe');
  });

  it('hears nothing from a provider of another account', async () => {
    const { id, reference } = await subscribe();
    const stranger = await addPlainProvider(hub.api, vendor.url, {
      api_format: 'recurring',
      connector: CONNECTOR,
      credentials: { api_key: 'another-account-0001', webhook_secret: 'plain-webhook-secret-0001' },
    });
    await postWebhook(stranger, { plan: reference, event_id: randomUUID(), status: 'on' });
    await settled();
    expect(await statusOf(id)).toBe('incomplete');
  });
});

describe('a key of another hotel', () => {
  it('sees no subscription of this one, and ends none', async () => {
    const hotel = async (name: string): Promise<string> =>
      (await hub.api.post('/api/v1/properties', { name })).body.id;
    const [mine, other] = [await hotel('Hotel A'), await hotel('Hotel B')];
    const { id } = await subscribe({ property_id: mine });
    const keyOf = async (property: string, scopes: string[]) => {
      const body = { name: 'PMS', scopes, property_id: property };
      return hubClient(hub.url, (await hub.api.post('/api/v1/api-keys', body)).body.key);
    };
    const path = '/api/v1/payments/subscriptions';
    const stranger = await keyOf(other, ['payments:write']);
    expect((await stranger.get(`${path}/${id}`)).status).toBe(404);
    expect((await stranger.get(`${path}/${id}/events`)).status).toBe(404);
    expect((await stranger.post(`${path}/${id}/cancel`, {})).status).toBe(404);
    expect((await stranger.get(path)).body.items).toEqual([]);
    const reader = await keyOf(mine, ['payments:read']);
    expect((await reader.get(path)).body.items).toMatchObject([{ id }]);
    expect((await reader.post(`${path}/${id}/cancel`, {})).status).toBe(403);
  });
});

describe('a chain of two', () => {
  it('goes on to the second when the first surely did nothing', async () => {
    const away = await startPlainVendor();
    const first = await add(away.url);
    await away.close();
    await mapFeature(hub, 'payment.subscription', [first, provider]);
    const started = await subscribe({ provider_id: undefined, feature: 'payment.subscription' });
    expect(started.provider.id).toBe(provider.id);
    await tell(started.reference, 1, { status: 'on' });
    await settled();
    expect(await statusOf(started.id)).toBe('active');
  });
});
