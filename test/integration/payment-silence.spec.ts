import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WebhookSilence } from '#categories/payment/silence/webhook-silence.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { aPlainConnector, addPlainProvider, startPlainVendor } from '#test/support/plain-vendor.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let qris: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
});
afterAll(() => scene.close());

/** A provider of its own, so that what one test leaves open says nothing in the next. */
beforeEach(async () => {
  scene.xendit.webhooks.behave({});
  await scene.hub.sql('DELETE FROM payments');
  await scene.hub.sql('DELETE FROM webhook_logs');
  qris = await scene.add('xendit-qris', {
    credentials: { ...scene.xendit.credentials },
  });
});

const silences = async () => (await scene.hub.api.get('/api/v1/payments/silence')).body.items;
const silenceOf = async (provider: { id: string } = qris) =>
  (await silences()).find(({ provider_id: id }: any) => id === provider.id);

async function charge() {
  const { body: created } = await pay(scene.hub, { provider_id: qris.id });
  await scene.settled();
  return created;
}

const age = (id: string, minutes: number) =>
  scene.hub.sql(
    'UPDATE payments SET created_at = now() - make_interval(mins => $2) WHERE id = $1',
    [id, minutes],
  );

/** Charges of the past: so many, and after how many seconds a webhook told of each. */
const history = (count: number, delayS: number | null, status = 'paid') =>
  scene.hub.sql(
    `INSERT INTO payments (id, provider_id, order_id, reference, amount, currency, status, request, created_at, paid_at,
                           first_webhook_at)
     SELECT gen_random_uuid(), $1, 'old', gen_random_uuid()::text, 1000, 'IDR', $4, '{}', now() - interval '2 days',
            CASE WHEN $4 = 'paid' THEN now() - interval '2 days' END,
            now() - interval '2 days' + make_interval(secs => $3)
     FROM generate_series(1, $2)`,
    [qris.id, count, delayS, status],
  );

describe('the silence of a vendor', () => {
  it('is none while nothing is open', async () => {
    expect(await silenceOf()).toEqual({
      provider_id: qris.id,
      slug: qris.slug,
      open_charges: 0,
      last_webhook_at: null,
      silent_for_s: 0,
      usual_s: 1_800,
      lost_webhooks: 0,
      is_silent: false,
    });
  });

  it('begins when a charge is open for longer than usual and no webhook came', async () => {
    const { id } = await charge();
    expect(await silenceOf()).toMatchObject({ open_charges: 1, is_silent: false });
    await age(id, 31);
    const silence = await silenceOf();
    expect(silence).toMatchObject({ open_charges: 1, last_webhook_at: null, is_silent: true });
    expect(silence.silent_for_s).toBeGreaterThanOrEqual(31 * 60);
  });

  it('learns from earlier payments what is usual', async () => {
    await history(20, 300);
    const { id } = await charge();
    await age(id, 4);
    expect(await silenceOf()).toMatchObject({ usual_s: 300, is_silent: false });
    await age(id, 6);
    expect(await silenceOf()).toMatchObject({ usual_s: 300, is_silent: true });
  });

  it('does not take guests who never pay for webhooks that were lost', async () => {
    await history(10, 300);
    await history(10, null, 'expired');
    for (let count = 0; count < 3; count += 1) await age((await charge()).id, 60);
    expect(await silenceOf()).toMatchObject({ open_charges: 3, is_silent: false });
    for (let count = 0; count < 4; count += 1) await age((await charge()).id, 60);
    expect(await silenceOf()).toMatchObject({ open_charges: 7, is_silent: true });
  });

  it('ends with the next webhook of the account, and counts no charge that was told of', async () => {
    const [first, second] = [await charge(), await charge()];
    await age(first.id, 60);
    await age(second.id, 60);
    expect((await silenceOf()).is_silent).toBe(true);
    scene.xendit.act('pay', { reference: first.reference });
    await scene.until(first.id, 'paid');
    const silence = await silenceOf();
    expect(silence).toMatchObject({ open_charges: 1, is_silent: false });
    expect(Date.parse(silence.last_webhook_at)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is proven by money that only asking found', async () => {
    scene.xendit.webhooks.behave({ drop: true });
    const created = await charge();
    scene.xendit.act('pay', { reference: created.reference });
    await scene.reconcile(created.id);
    expect((await silenceOf()).is_silent).toBe(false);
    await scene.hub.sql(
      "UPDATE payments SET paid_at = now() - interval '6 minutes', created_at = now() - interval '9 minutes' WHERE id = $1",
      [created.id],
    );
    expect(await silenceOf()).toMatchObject({ open_charges: 0, lost_webhooks: 1, is_silent: true });
  });

  it('is not expected of a vendor that sends no webhooks, nor of one at rest', async () => {
    const vendor = await startPlainVendor();
    const connector = { ...aPlainConnector(), webhook: undefined };
    const mute = await addPlainProvider(scene.hub.api, vendor.url, { connector });
    await vendor.close();
    await scene.hub.api.patch(`/api/v1/providers/${qris.id}`, { is_active: false });
    expect(await silenceOf(mute)).toBeUndefined();
    expect(await silenceOf()).toBeUndefined();
  });

  it('is shown to a key of another property neither in the API nor to alerts of it', async () => {
    const property = await scene.hub.api.post('/api/v1/properties', { name: 'Other' });
    const { body: key } = await scene.hub.api.post('/api/v1/api-keys', {
      name: 'desk',
      scopes: ['payments:read'],
      property_id: property.body.id,
    });
    const { body } = await scene.hub.api.get('/api/v1/payments/silence', {
      authorization: `Bearer ${key.key}`,
    });
    expect(body.items).toEqual([]);
    const all = await scene.hub.hub.app.get(WebhookSilence).look();
    expect(all.map(({ slug }) => slug)).toContain(qris.slug);
  });
});
