/** Shapes that gateways really have, each connected with JSON alone. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  dataForm,
  jsonp,
  jwtBatch,
  type Notification,
  repeats,
  SECRET,
  type Shape,
} from '#test/support/odd-shapes.js';
import { type OddVendor, startOddVendor } from '#test/support/odd-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const SHAPES: readonly (readonly [string, Shape, unknown])[] = [
  ['text answers around JSON, md5 in the query, notifications by GET', jsonp, '150000.00'],
  ['several events in one signed token', jwtBatch, 150_000],
  ['base64 JSON in a form field, signed with sha1', dataForm, '150000.00'],
  ['nested forms, repeated fields, a signature over the request line', repeats, '150000'],
];

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;

describe.each(SHAPES)('a gateway with %s', (_what, shape, opened) => {
  let vendor: OddVendor;
  let provider: { id: string; webhook_url: string };
  beforeAll(async () => {
    vendor = await startOddVendor(shape.respond);
    const {
      status,
      text: said,
      body,
    } = await hub.api.post('/api/v1/providers', {
      name: `Odd ${randomUUID().slice(0, 8)}`,
      integration_type: 'payment',
      api_format: shape.format ?? 'redirect_flow',
      connector: JSON.parse(JSON.stringify(shape.connector)),
      credentials: { secret: SECRET },
      base_urls: { default: vendor.url },
    });
    if (status !== 201) throw new Error(said);
    provider = body;
  });
  afterAll(() => vendor.close());

  async function send(notification: Notification) {
    const { method, query, type, body } = notification;
    const response = await fetch(
      `${provider.webhook_url}${query === undefined ? '' : `?${query}`}`,
      {
        method,
        ...(type !== undefined && { headers: { 'content-type': type } }),
        ...(body !== undefined && { body }),
      },
    );
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
    };
  }

  it('takes a payment and hears that it is paid', async () => {
    const { status, body: created } = await pay(hub, { provider_id: provider.id });
    expect([status, created.status]).toEqual([201, 'pending']);
    const request = vendor.requests.at(-1);
    expect(request && shape.opened(request)).toBe(opened);
    const reply = await send(shape.notify([created.reference], '150000.00', SECRET));
    expect(reply).toMatchObject({ status: 200, type: shape.reply.type });
    if (shape.reply.body !== '') expect(reply.body).toBe(shape.reply.body);
    await eventually(async () => (await payment(created.id)).status === 'paid');
  });

  it('is refused with a signature by another secret', async () => {
    const { body: created } = await pay(hub, { provider_id: provider.id });
    const reply = await send(shape.notify([created.reference], '150000.00', 'another-secret'));
    expect(reply.status).toBe(401);
    const { body: logs } = await hub.api.get(
      `/api/v1/webhook-logs?provider_id=${provider.id}&status=rejected`,
    );
    expect(logs.items).toHaveLength(1);
    expect((await payment(created.id)).status).toBe('pending');
  });
});

it('hears of several payments in one call', async () => {
  const vendor = await startOddVendor(jwtBatch.respond);
  const { body: provider } = await hub.api.post('/api/v1/providers', {
    name: 'Odd batches',
    integration_type: 'payment',
    api_format: 'redirect_flow',
    connector: jwtBatch.connector,
    credentials: { secret: SECRET },
    base_urls: { default: vendor.url },
  });
  const created = await Promise.all([1, 2, 3].map(() => pay(hub, { provider_id: provider.id })));
  const { body = '' } = jwtBatch.notify(
    created.map((one) => one.body.reference),
    '150000',
    SECRET,
  );
  await fetch(provider.webhook_url, { method: 'POST', body });
  for (const one of created) {
    await eventually(async () => (await payment(one.body.id)).status === 'paid');
  }
  await vendor.close();
});
