/** The whole way of a new owner, with real sessions: from the setup link to money that came and went back. */
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { describeInBrowser, hasBrowser, launchBrowser } from './admin-browser.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const OWNER = { email: 'owner@hotel.example', password: 'kata sandi yang panjang' };
const VIEWER = { email: 'resepsi@hotel.example', password: 'kata sandi resepsionis' };

let hub: TestHub;
let simulator: Simulator;
let subscriber: Subscriber;
let browser: Browser;
let page: Page;
/** With the key that the setup page showed, as the PMS has it. */
let pms: HubClient;

beforeAll(async () => {
  if (!hasBrowser) return;
  [simulator, subscriber] = [await startMidtransSimulator(), await startSubscriber()];
  hub = await startTestHub();
  browser = await launchBrowser();
  page = await newPage(await newContext());
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await subscriber.close();
  await simulator.close();
});

function newContext(): Promise<BrowserContext> {
  return browser.newContext({ baseURL: hub.url, viewport: { width: 1_280, height: 900 } });
}

async function newPage(context: BrowserContext): Promise<Page> {
  const opened = await context.newPage();
  opened.setDefaultTimeout(15_000);
  return opened;
}

const button = (name: string | RegExp, on = page) =>
  on.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const dialog = () => page.getByRole('dialog');

async function signIn(on: Page, { email, password }: typeof OWNER): Promise<void> {
  await on.goto('/login');
  await on.getByLabel('Alamat email').fill(email);
  await on.locator('input[type=password]').fill(password);
  await button('Masuk', on).click();
  await on.waitForURL((url) => url.pathname === '/');
}

const order = (id: string) => ({
  feature: 'payment.qris',
  order_id: id,
  amount: 275_000,
  currency: 'IDR',
});

async function asked(id: string): Promise<{ readonly id: string; readonly reference: string }> {
  const answer = await pms.post('/api/v1/payments', order(id), { 'idempotency-key': id });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

/** Each step stands on the one before, as it does for a person. */
describeInBrowser('a new owner', () => {
  it('makes an account with the setup link, and gets the key for the PMS', async () => {
    await page.goto(hub.hub.setupUrl ?? '');
    await page.getByLabel('Alamat email').fill(OWNER.email);
    await page.locator('input[type=password]').fill(OWNER.password);
    await button('Buat akun pemilik').click();
    const key = await page.getByLabel(/^Kunci API untuk PMS/).inputValue();
    pms = hubClient(hub.url, key);
    expect((await pms.get('/api/v1/providers')).status).toBe(200);
    await signIn(page, OWNER);
  });

  it('is told what a wrong key is, and goes on with the right one to a green test', async () => {
    await page.goto('/integrations/new');
    await page.getByLabel('Cari vendor atau cara bayar').fill('midtrans');
    await button(/^Midtrans/).click();
    await page.getByRole('checkbox', { name: /Midtrans QRIS/ }).click();
    await button('Lanjut').click();
    const key = page.locator('input[name=server_key]');
    await key.fill('SB-Mid-server-of-another-hotel');
    await button('Lanjutan: alamat server lain').click();
    await page.getByLabel('Midtrans QRIS').fill(simulator.url);
    await button('Uji koneksi').click();
    await page.getByText('Kunci ditolak oleh vendor').first().waitFor();
    await button('Kembali').click();
    await key.fill(simulator.credentials['server_key'] ?? '');
    await button('Uji koneksi').click();
    await page.getByRole('heading', { name: 'Koneksi berhasil' }).waitFor();
  });

  it('maps it to what the PMS asks for', async () => {
    await button('Simpan dan lanjut').click();
    await page.getByRole('checkbox', { name: 'QRIS' }).waitFor();
    await button('Pasang').click();
    await page.getByText('Pemetaan tersimpan.').waitFor();
    const { body } = await pms.get('/api/v1/features');
    const qris = body.items.find((item: any) => item.feature_key === 'payment.qris');
    expect(qris.chain).toHaveLength(1);
  });

  it('sees a payment come and be paid without reloading', async () => {
    await page.goto('/payments');
    const payment = await asked('RES-2001');
    const row = page.getByRole('row').filter({ hasText: 'RES-2001' });
    await row.getByText('Menunggu tamu').waitFor();
    simulator.act('pay', { reference: payment.reference });
    await row.getByText('Lunas').waitFor();
  });

  it('has the webhook worked on once more, and nothing happens twice', async () => {
    await page.goto('/webhooks');
    await page
      .getByRole('row', { name: /Midtrans QRIS/ })
      .first()
      .click();
    await button('Proses ulang').click();
    await dialog().getByRole('button', { name: 'Proses ulang', exact: true }).click();
    await page.getByText('Sedang diproses ulang.').waitFor();
    await eventually(async () => {
      const rows = await hub.sql('SELECT 1 FROM webhook_logs WHERE due_at IS NOT NULL');
      return rows.length === 0;
    });
    const events = await hub.sql("SELECT 1 FROM domain_events WHERE event = 'payment.received'");
    expect(events).toHaveLength(1);
  });

  it('gives a part of it back', async () => {
    await page.goto('/payments');
    await page.getByRole('row').filter({ hasText: 'RES-2001' }).click();
    await button('Kembalikan dana').click();
    await dialog().getByLabel('Jumlah (IDR)').fill('75000');
    await button(/^Kembalikan Rp 75\.000$/).click();
    await page.getByText('Dikembalikan sebagian').first().waitFor();
    const { body } = await pms.get('/api/v1/payments?order_id=RES-2001');
    expect(body.items[0]).toMatchObject({ status: 'partially_refunded', refunded_amount: 75_000 });
  });

  it('has the hotel’s system told, and changes its secret', async () => {
    const created = await pms.post('/api/v1/webhook-endpoints', {
      url: subscriber.url,
      events: ['payment.received'],
      description: 'PMS lantai depan',
    });
    await page.goto(`/webhooks/out/${created.body.id}`);
    await button('Ganti secret').click();
    await dialog().getByRole('button', { name: 'Ganti secret' }).click();
    const secret = await page.getByLabel('Secret tanda tangan').inputValue();
    const payment = await asked('RES-2002');
    simulator.act('pay', { reference: payment.reference });
    const told = await eventually(async () => subscriber.received[0]);
    const headers = told.headers as Record<string, string>;
    for (const valid of [secret, created.body.secret as string]) {
      expect(new Webhook(valid).verify(told.raw, headers)).toMatchObject({
        event: 'payment.received',
      });
    }
  });

  it('lets the front desk look and change nothing', async () => {
    const invited = await pms.post('/api/v1/users', { email: VIEWER.email, role: 'viewer' });
    const context = await newContext();
    const desk = await newPage(context);
    await desk.goto(invited.body.invitation.url as string);
    await desk.locator('input[type=password]').fill(VIEWER.password);
    await button('Simpan dan masuk', desk).click();
    await desk.waitForURL((url) => url.pathname === '/');
    await desk.goto('/payments');
    await desk.getByRole('row').filter({ hasText: 'RES-2002' }).click();
    await desk.getByText('Lunas').first().waitFor();
    expect(await button('Kembalikan dana', desk).count()).toBe(0);
    await desk.goto('/integrations');
    await desk.getByRole('link', { name: 'Midtrans QRIS' }).waitFor();
    expect(await desk.getByText('Hubungkan penyedia').count()).toBe(0);

    const { body } = await pms.get('/api/v1/payments?order_id=RES-2002');
    const status = await desk.evaluate(async (id) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { csrf_token: string };
      const answer = await fetch(`/api/v1/payments/${id}/refunds`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': 'desk',
          'x-csrf-token': session.csrf_token,
        },
        body: '{}',
      });
      return answer.status;
    }, body.items[0].id as string);
    expect(status).toBe(403);
    await context.close();
  });
});
