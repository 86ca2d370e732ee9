import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

describe('a connector', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  it('keeps the order of its keys, after a restart too', async () => {
    const body = { zz_last: '1', a: '2', middle_one: '3', b: { y_field: '4', x: '5' } };
    const made = await hub.api.post('/api/v1/providers', {
      name: 'Gateway Urutan',
      integration_type: 'payment',
      api_format: 'redirect_flow',
      connector: {
        base_urls: {
          default: { production: 'https://pay.example.com', sandbox: 'https://pay.example.com' },
        },
        operations: {
          create: {
            path: '/charges',
            body,
            result: { action: { type: 'redirect', url: '=body.url' } },
          },
        },
      },
    });
    expect(made.status).toBe(201);
    const { databaseUrl } = hub;
    await hub.stop();
    hub = await startTestHub({ databaseUrl });
    const { connector } = hub.hub.app.get(ProviderRegistry).get(made.body.id);
    const { create } = connector.operations;
    expect(JSON.stringify(create && 'body' in create ? create.body : null)).toBe(
      JSON.stringify(body),
    );
  });
});
