/** The owner's order of providers, and features that were asked for in vain. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(60_000);

let hub: TestHub;
let ids: string[];

beforeAll(async () => {
  hub = await startTestHub();
  ids = [];
  for (const name of ['A', 'B', 'C']) {
    const { body } = await hub.api.post('/api/v1/providers', {
      name,
      integration_type: 'payment',
      api_format: 'redirect_flow',
      connector: {
        base_urls: { default: { production: 'https://a.example', sandbox: 'https://b.example' } },
        operations: { create: { path: '/pay', result: { status: 'pending' } } },
      },
    });
    ids.push(body.id);
  }
});
afterAll(() => hub.stop());

async function order(): Promise<string[]> {
  const { body } = await hub.api.get('/api/v1/providers');
  return [...body.items]
    .sort((a: any, b: any) => a.display_order - b.display_order)
    .map(({ name }: any) => name);
}

describe('the order of providers', () => {
  it('is saved at once, and written down for those that moved', async () => {
    const wanted = [ids[2], ids[0], ids[1]];
    expect((await hub.api.put('/api/v1/providers/order', { ids: wanted })).status).toBe(204);
    expect(await order()).toEqual(['C', 'A', 'B']);
    const swapped = [ids[2], ids[1], ids[0]];
    await hub.api.put('/api/v1/providers/order', { ids: swapped });
    const { body } = await hub.api.get('/api/v1/audit-log?action=provider.ordered');
    expect(body.items).toHaveLength(5);
  });

  it('refuses an id that nobody has, and one named twice, and changes nothing', async () => {
    const before = await order();
    const unknown = await hub.api.put('/api/v1/providers/order', { ids: [ids[0], randomUUID()] });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors[0].field).toBe('ids.1');
    const twice = await hub.api.put('/api/v1/providers/order', { ids: [ids[0], ids[0]] });
    expect(twice.status).toBe(422);
    expect(await order()).toEqual(before);
  });
});

describe('a feature that nobody serves', () => {
  const find = async (key: string) => {
    const { body } = await hub.api.get('/api/v1/features');
    return body.items.find((item: any) => item.feature_key === key);
  };

  it('is listed with how often the PMS asked for it, until somebody serves it', async () => {
    await pay(hub, { feature: 'payment.banquet' });
    await pay(hub, { feature: 'payment.banquet' });
    const asked = await eventually(async () => {
      const feature = await find('payment.banquet');
      return feature?.unserved?.asked === 2 && feature;
    });
    expect(asked.chain).toEqual([]);
    await hub.api.put('/api/v1/features/payment.banquet', { chain: [ids[0]] });
    expect((await find('payment.banquet')).unserved).toBeNull();
  });

  it('is noticed, too, when all who serve it are switched off', async () => {
    await hub.api.put('/api/v1/features/payment.folio', { chain: [ids[1]] });
    await hub.api.patch(`/api/v1/providers/${ids[1]}`, { is_active: false });
    await pay(hub, { feature: 'payment.folio' });
    await eventually(async () => (await find('payment.folio')).unserved?.asked === 1);
  });

  it('is not asked for where nobody asked', async () => {
    expect((await find('payment.qris')).unserved).toBeNull();
  });
});

describe('the schema of connectors', () => {
  it('names the operations and what they are for', async () => {
    const { status, body } = await hub.api.get('/api/v1/connectors/schema');
    expect(status).toBe(200);
    expect(body.properties.operations.description).toContain('request');
  });
});
