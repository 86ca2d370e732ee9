import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pay } from '#test/support/payment-kit.js';
import type { TestProvider } from '#test/support/payment-kit.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

interface Case {
  readonly preset: string;
  /** What `action` must hold, beside other things. */
  readonly action: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Needs a token that the guest's browser would get. */
  readonly card?: boolean;
}

const text = expect.any(String);
const page = expect.stringMatching(/^https?:\/\//);
const CASES: readonly Case[] = [
  { preset: 'midtrans-snap', action: { type: 'redirect', url: page } },
  { preset: 'midtrans-snap-embed', action: { type: 'client_token', token: text } },
  { preset: 'midtrans-qris', action: { type: 'qr', qr_string: text, qr_image_url: page } },
  {
    preset: 'midtrans-va',
    action: { type: 'virtual_account', bank: 'bca', number: expect.stringMatching(/^\d{8,}$/) },
    body: { method: 'bca_va' },
  },
  {
    preset: 'midtrans-va',
    action: { type: 'virtual_account', bank: 'mandiri', bill_key: text, biller_code: text },
    body: { method: 'mandiri_va' },
  },
  { preset: 'midtrans-ewallet', action: { type: 'deeplink', url: text } },
  { preset: 'midtrans-card', action: { type: 'redirect', url: page }, card: true },
  { preset: 'xendit-session', action: { type: 'redirect', url: page } },
  {
    preset: 'xendit-components',
    action: { type: 'client_token', token: text },
    extra: { script_url: 'https://hotel.example/payment.js' },
  },
  { preset: 'xendit-invoice', action: { type: 'redirect', url: page } },
  { preset: 'xendit-qris', action: { type: 'qr', qr_string: text, qr_image_url: page } },
  {
    preset: 'xendit-va',
    action: { type: 'virtual_account', bank: 'bni', number: expect.stringMatching(/^\d{8,}$/) },
    body: { method: 'bni_va' },
  },
  { preset: 'xendit-ewallet', action: { type: 'redirect', url: page } },
  { preset: 'xendit-card', action: { type: 'redirect', url: page }, card: true },
];

const GUEST = {
  description: 'Deluxe room, 1 night',
  customer: {
    first_name: 'Sari',
    last_name: 'Dewi',
    email: 'sari@example.com',
    phone: '081234567890',
  },
  return_url: 'https://hotel.example/paid',
};

let scene: PaymentScene;
beforeAll(async () => {
  scene = await startPaymentScene();
});
afterAll(() => scene.close());

function tokenFor(preset: string): Record<string, unknown> {
  if (preset.startsWith('midtrans')) {
    return { token: (scene.midtrans.act('card_token') as { token_id: string }).token_id };
  }
  return {
    token: (scene.xendit.act('payment_token') as { payment_token_id: string }).payment_token_id,
  };
}

async function create({ preset, body = {}, extra = {}, card = false }: Case) {
  const provider = await scene.add(preset, { extra_config: extra });
  const created = await pay(scene.hub, {
    provider_id: provider.id,
    ...GUEST,
    ...body,
    ...(card && tokenFor(preset)),
  });
  return { provider, created };
}

describe.each(CASES)('a payment by $preset $body.method', (one) => {
  it('gives the guest what its format promises and is paid by the webhook', async () => {
    const { provider, created } = await create(one);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      status: 'pending',
      amount: 150_000,
      currency: 'IDR',
      action: one.action,
      provider: { id: provider.id, slug: provider.slug },
    });
    expect(Date.parse(created.body.expires_at)).toBeGreaterThan(Date.now());

    scene.simulatorOf(one.preset).act('pay', { reference: created.body.reference });
    const paid = await scene.until(created.body.id, 'paid');
    expect(paid.paid_at).not.toBeNull();
    expect(paid.gateway_transaction_id).not.toBeNull();
    const steps = (await scene.history(created.body.id)).map(({ from, to, source }) => [
      from,
      to,
      source,
    ]);
    expect(steps.at(-1)).toEqual(['pending', 'paid', 'webhook']);
  });
});

describe('the picture of a QR payment', () => {
  it('is served as PNG and SVG without a key', async () => {
    const { created } = await create({ preset: 'midtrans-qris', action: {} });
    const png = await fetch(created.body.action.qr_image_url);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const svg = await fetch(created.body.action.qr_image_url.replace('.png', '.svg'));
    expect(svg.headers.get('content-type')).toContain('image/svg+xml');
    expect(await svg.text()).toContain('<svg');
  });

  it('does not exist for a payment of another kind', async () => {
    const { created } = await create({ preset: 'xendit-va', action: {} });
    expect((await fetch(`${scene.hub.url}/qr/${created.body.id}.png`)).status).toBe(404);
  });
});

describe('a card that is charged without a page', () => {
  const direct = { extra_config: { three_ds: false } };

  it('is paid at once, tells subscribers, and stays so when the webhook repeats it', async () => {
    const provider = await scene.add('xendit-card', direct);
    const created = await pay(scene.hub, {
      provider_id: provider.id,
      ...GUEST,
      ...tokenFor('xendit'),
    });
    expect(created.body).toMatchObject({ status: 'paid', action: { type: 'none' } });
    expect(created.body.paid_at).not.toBeNull();
    await scene.settled();
    const told = await scene.hub.sql<{ event: string }>(
      "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1",
      [created.body.id],
    );
    expect(told).toEqual([{ event: 'payment.received' }]);
  });

  it('is declined with 402 and the same answer for a repeat of the request', async () => {
    const provider = await scene.add('midtrans-card', direct);
    const { token_id: token } = scene.midtrans.act('card_token', {
      card_number: '4911111111111113',
    }) as { token_id: string };
    const body = { provider_id: provider.id, order_id: 'DECLINED-1', ...GUEST, token };
    const first = await pay(scene.hub, body, 'declined-1');
    const again = await pay(scene.hub, body, 'declined-1');
    expect(first.status).toBe(402);
    expect(again.status).toBe(402);
    expect(again.body).toEqual(first.body);
  });
});

describe('webhooks that one vendor account gets at one address', () => {
  async function paidAt(provider: TestProvider, payee: TestProvider) {
    const created = await pay(scene.hub, { provider_id: payee.id, ...GUEST });
    scene.xendit.act('config', { webhook_url: provider.webhook_url });
    scene.xendit.act('pay', { reference: created.body.reference });
    return created.body.id as string;
  }

  it.each(['xendit-session', 'xendit-qris', 'xendit-invoice'])(
    'reach a payment of the sibling provider %s',
    async (preset) => {
      const payee = await scene.add(preset);
      const other = await scene.add('xendit-va');
      const id = await paidAt(other, payee);
      await scene.until(id, 'paid');
    },
  );

  it('never reach a payment of another account', async () => {
    const payee = await scene.add('xendit-qris');
    const stranger = await scene.add('xendit-qris', {
      credentials: {
        ...scene.xendit.credentials,
        secret_key: 'xnd_development_another0000000000000000000002',
      },
    });
    const id = await paidAt(stranger, payee);
    await scene.settled();
    expect((await scene.payment(id)).status).toBe('pending');
    const [log] = await scene.hub.sql<{ status: string; reason: string }>(
      'SELECT status, reason FROM webhook_logs WHERE provider_id = $1',
      [stranger.id],
    );
    expect(log).toMatchObject({ status: 'ignored', reason: expect.stringContaining('no payment') });
  });
});
