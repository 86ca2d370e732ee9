import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubAnswer } from '#test/support/hub-client.js';
import { addProvider } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainVendor,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

interface Case {
  readonly preset: string;
  /** Names of the lines after those about the credentials. */
  readonly lines: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

const BOTH = ['test_transaction', 'test_transaction_cancelled'];
const SCRIPT = { script_url: 'https://hotel.example/payment.js' };
const CASES: readonly Case[] = [
  { preset: 'midtrans-snap', lines: BOTH },
  { preset: 'midtrans-snap-embed', lines: BOTH },
  { preset: 'midtrans-qris', lines: BOTH },
  { preset: 'midtrans-va', lines: BOTH },
  { preset: 'midtrans-ewallet', lines: BOTH },
  { preset: 'midtrans-card', lines: ['test_transaction'] },
  { preset: 'xendit-session', lines: BOTH },
  { preset: 'xendit-components', lines: BOTH, extra: SCRIPT },
  { preset: 'xendit-invoice', lines: BOTH },
  { preset: 'xendit-qris', lines: BOTH },
  { preset: 'xendit-va', lines: BOTH },
  { preset: 'xendit-ewallet', lines: BOTH },
  { preset: 'xendit-card', lines: ['test_transaction'] },
];

let scene: PaymentScene;
let vendor: PlainVendor;
beforeAll(async () => {
  scene = await startPaymentScene();
  vendor = await startPlainVendor();
});
afterEach(() => {
  scene.midtrans.faults.clear();
  scene.xendit.faults.clear();
});
afterAll(async () => {
  await scene.close();
  await vendor.close();
});

const test = async (id: string) => (await scene.hub.api.post(`/api/v1/providers/${id}/test`)).body;

const lineOf = (body: HubAnswer['body'], name: string) =>
  body.checks.find((check: { name: string }) => check.name === name);

describe.each(CASES)('the connection test of $preset', ({ preset, lines, extra = {} }) => {
  it('says what it tried, leaves nothing open, and no row of ours behind', async () => {
    const { id } = await scene.add(preset, { extra_config: extra });
    const body = await test(id);
    expect(body).toMatchObject({ ok: true, test_status: 'ok' });
    expect(body.checks.map(({ name, ok }: any) => [name, ok])).toEqual(
      ['reachable', 'credentials', ...lines].map((name) => [name, true]),
    );
    await scene.settled();
    expect(await scene.hub.sql('SELECT FROM payments')).toEqual([]);
    expect(await scene.hub.sql('SELECT FROM unmatched_payment_events')).toEqual([]);
    const { body: shown } = await scene.hub.api.get(`/api/v1/providers/${id}`);
    expect(shown.test_status).toBe('ok');
  });
});

describe('the test transaction', () => {
  it('is Rp 1,000 and cancelled at the vendor', async () => {
    const { id } = await scene.add('midtrans-qris');
    const body = await test(id);
    const { message } = lineOf(body, 'test_transaction');
    expect(message).toContain('Rp 1,000');
    const reference = /KUNCITEST\w+/.exec(message)?.[0];
    const { transactions } = scene.midtrans.state() as {
      transactions: { order_id: string; transaction_status: string; gross_amount: string }[];
    };
    expect(transactions.find(({ order_id }) => order_id === reference)).toMatchObject({
      transaction_status: 'cancel',
    });
    expect(body.message).toContain('and cancelled');
  });

  it('is made for what is on the screen, too', async () => {
    const { body: preset } = await scene.hub.api.get('/api/v1/presets/midtrans-qris');
    const before = await scene.hub.sql('SELECT FROM providers');
    const { body } = await scene.hub.api.post('/api/v1/providers/test', {
      name: 'On the screen',
      preset_id: 'midtrans-qris',
      environment: 'sandbox',
      credentials: Object.fromEntries(
        preset.connector.credentials.map(({ key }: any) => [key, scene.midtrans.credentials[key]]),
      ),
      base_urls: { default: scene.midtrans.url },
    });
    expect(body).toMatchObject({ ok: true, test_status: 'ok' });
    expect(body.checks.map(({ name }: any) => name)).toEqual(['reachable', 'credentials', ...BOTH]);
    expect(await scene.hub.sql('SELECT FROM providers')).toHaveLength(before.length);
  });

  it('is never made in production', async () => {
    const { id } = await addProvider(scene.hub, scene.midtrans, 'midtrans-qris', {
      environment: 'production',
    });
    const charges = scene.midtrans.journal.list({ operation: 'charge' }).length;
    const body = await test(id);
    expect(body).toMatchObject({ ok: true, test_status: 'ok' });
    expect(body.checks.map(({ name }: any) => name)).toEqual(['reachable', 'credentials']);
    expect(scene.midtrans.journal.list({ operation: 'charge' })).toHaveLength(charges);
  });

  it('is not made where a sandbox provider has the address of production', async () => {
    const { body: preset } = await scene.hub.api.get('/api/v1/presets/midtrans-qris');
    const connector = {
      ...preset.connector,
      base_urls: {
        default: { production: scene.midtrans.url, sandbox: 'https://sandbox.vendor.example' },
      },
    };
    const { id } = await scene.add('midtrans-qris', { connector });
    const body = await test(id);
    expect(body.test_status).toBe('ok');
    expect(lineOf(body, 'test_transaction')).toMatchObject({
      ok: false,
      message: expect.stringContaining('production address'),
    });
  });

  it('that the vendor refuses fails the test and says what to do', async () => {
    const { id } = await scene.add('midtrans-qris');
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'charge',
      body: { status_code: '402', status_message: 'Payment channel is not activated.' },
    });
    const body = await test(id);
    expect(body).toMatchObject({ ok: false, test_status: 'failed' });
    expect(body.message).toMatch(/activate this payment method/);
    expect(lineOf(body, 'credentials').ok).toBe(true);
  });

  it('that can not be cancelled is told as such', async () => {
    const { id } = await scene.add('midtrans-qris');
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'cancel' });
    const body = await test(id);
    expect(body).toMatchObject({ ok: true, test_status: 'ok' });
    expect(lineOf(body, 'test_transaction_cancelled')).toMatchObject({
      ok: false,
      message: expect.stringContaining('expires by itself'),
    });
  });

  it('whose answer is lost says that something may be open', async () => {
    const { id } = await scene.add('midtrans-qris');
    await scene.midtrans.fault({ mode: 'cut_after', operation: 'charge' });
    const body = await test(id);
    expect(body.test_status).toBe('failed');
    expect(body.message).toContain('may be open');
  });

  it('is not made with a key that is refused', async () => {
    const { id } = await scene.add('midtrans-qris', {
      credentials: { server_key: 'SB-Mid-server-wrong-0001' },
    });
    const charges = scene.midtrans.journal.list({ operation: 'charge' }).length;
    expect((await test(id)).test_status).toBe('failed');
    expect(scene.midtrans.journal.list({ operation: 'charge' })).toHaveLength(charges);
  });

  it('proves what a vendor that accepts any key can not', async () => {
    const plain = aPlainConnector();
    const connector = {
      ...plain,
      test_transaction: { note: { id: 'x', en: 'it ends by itself after a day.' } },
    };
    const { id } = await addPlainProvider(scene.hub.api, vendor.url, { connector });
    const body = await test(id);
    expect(body).toMatchObject({ ok: true, test_status: 'ok' });
    expect(body.message).toContain('it ends by itself after a day.');
  });
});
