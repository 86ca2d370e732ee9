import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pay } from '#test/support/payment-kit.js';
import {
  API_KEY,
  aPlainConnector,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let vendor: PlainVendor;
beforeAll(async () => {
  [hub, vendor] = await Promise.all([startTestHub(), startPlainVendor()]);
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

const custom = (more: Record<string, unknown> = {}) =>
  hub.api.post('/api/v1/providers', {
    name: 'My gateway',
    preset_id: 'custom-payment',
    credentials: { api_key: API_KEY, webhook_secret: WEBHOOK_SECRET },
    base_urls: { default: vendor.url },
    ...more,
  });

describe('the custom preset', () => {
  it('stands in the list, with explanations in both languages and no addresses', async () => {
    const { body: list } = await hub.api.get('/api/v1/presets?category=payment&limit=200');
    expect(list.items.map(({ preset_id: id }: any) => id)).toContain('custom-payment');
    const { body: preset } = await hub.api.get('/api/v1/presets/custom-payment');
    expect(preset.setup.id).toHaveLength(preset.setup.en.length);
    expect(preset.base_url_production).toBeUndefined();
  });

  it('can be saved as it is and then says that it is still empty, without asking anybody', async () => {
    const { status, body: provider } = await custom();
    expect(status).toBe(201);
    const asked = vendor.requests.length;
    const answer = await pay(hub, { provider_id: provider.id });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('empty form');
    expect(vendor.requests).toHaveLength(asked);
  });

  it('takes payments once a connector is written', async () => {
    const connector = { ...aPlainConnector(), methods: { qris: { code: 'Q' } } };
    const { status, body: provider } = await custom({ connector });
    expect(status).toBe(201);
    expect(provider).toMatchObject({ preset_id: 'custom-payment', supported_methods: ['qris'] });
    const { body: created } = await pay(hub, { provider_id: provider.id });
    expect(created).toMatchObject({ status: 'pending', action: { type: 'redirect' } });
    await postWebhook(provider, { reference: created.reference, status: 'PAID', event_id: 'e-1' });
    await eventually(async () => {
      const { body } = await hub.api.get(`/api/v1/payments/${created.id}`);
      return body.status === 'paid';
    });
  });

  it('takes another format with the connector', async () => {
    const plain = aPlainConnector();
    const create = {
      ...plain.operations.create,
      result: { action: { type: 'qr', qr_string: '=body.id' } },
    };
    const connector = { ...plain, operations: { ...plain.operations, create } };
    const { body: provider } = await custom({ connector, api_format: 'qris_dynamic' });
    expect(provider.api_format).toBe('qris_dynamic');
    const { body: created } = await pay(hub, { provider_id: provider.id });
    expect(created.action).toMatchObject({ type: 'qr', qr_string: expect.any(String) });
  });

  it('says what is wrong with a connector, field by field', async () => {
    const connector = { ...aPlainConnector(), default_method: 'gold' };
    const { status, body } = await custom({ connector });
    expect([status, body.errors[0].field]).toEqual([422, 'connector.default_method']);
  });
});
