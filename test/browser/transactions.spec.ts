/** Staff look after guests' money in a real browser, against a real hub and a simulated vendor. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  describeInBrowser,
  hasBrowser,
  launchBrowser,
  scrollsSideways,
  seriousBarriers,
  visit,
} from './admin-browser.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { addProvider, mapFeature, pay } from '#test/support/payment-kit.js';
import { Person } from '#test/support/person.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(120_000);

const GUEST = {
  first_name: 'Budi',
  last_name: 'Santoso',
  email: 'budi@example.com',
  phone: '+6281234567890',
};

let hub: TestHub;
let simulator: Simulator;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  simulator = await startMidtransSimulator();
  hub = await startTestHub();
  browser = await launchBrowser();
  const page = await addProvider(hub, simulator, 'midtrans-snap', { name: 'Kasir halaman' });
  const va = await addProvider(hub, simulator, 'midtrans-va', { name: 'Kasir VA' });
  await mapFeature(hub, 'payment.page', [page]);
  await mapFeature(hub, 'payment.virtual_account', [va]);
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await simulator.close();
});

interface Asked {
  readonly id: string;
  readonly reference: string;
}

async function ask(order: string, more: Readonly<Record<string, unknown>> = {}): Promise<Asked> {
  const { body, status, text } = await pay(hub, {
    feature: 'payment.page',
    order_id: order,
    ...more,
  });
  if (status !== 201) throw new Error(text);
  return body;
}

async function paid(order: string, more: Readonly<Record<string, unknown>> = {}): Promise<Asked> {
  const payment = await ask(order, more);
  simulator.act('pay', { reference: payment.reference });
  await eventually(
    async () => (await hub.api.get(`/api/v1/payments/${payment.id}`)).body.status === 'paid',
  );
  return payment;
}

/** With a session of its own: a download is the browser's business, so nobody can sign it on the way. */
async function signIn(page: Page): Promise<void> {
  const person = new Person(hub.url);
  const body = { email: 'files@hotel.example', role: 'manager' };
  const { body: invited } = await hub.api.post('/api/v1/users', body);
  const token = String(invited.invitation.url).split('#token=')[1];
  await person.post('/api/v1/invitation', { token, password: 'kata sandi panjang' });
  const [name = '', value = ''] = (person.cookie ?? '').split('=');
  await page.context().addCookies([{ name, value, url: hub.url }]);
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
const dialog = (page: Page) => page.getByRole('dialog');
const rows = (page: Page) => page.getByRole('table', { name: 'Pembayaran' }).locator('tbody tr');

async function showsOrders(page: Page, orders: readonly string[]): Promise<void> {
  await eventually(async () => {
    const texts = await rows(page).locator('td:first-child p:first-child').allTextContents();
    return texts.join() === orders.join();
  });
}

describeInBrowser('the list of payments', () => {
  it('shows a new payment and its money without reloading', async () => {
    const page = await visit(browser, hub);
    await page.goto('/payments');
    await page.getByText('Belum ada pembayaran.').waitFor();
    const payment = await ask('LIVE-1', { amount: 275_000 });
    const row = rows(page).filter({ hasText: 'LIVE-1' });
    await row.getByText('Menunggu tamu').waitFor();
    expect(await row.getByText('Rp 275.000').count()).toBe(1);
    simulator.act('pay', { reference: payment.reference });
    await row.getByText('Lunas').waitFor();
    await page.getByText(/diterima Rp 275\.000/).waitFor();
    await page.context().close();
  });

  it('is narrowed and searched, and the address says by what', async () => {
    await ask('FIND-1', { amount: 90_000, customer: GUEST });
    await ask('FIND-2', { amount: 120_000 });
    const page = await visit(browser, hub);
    await page.goto('/payments');
    const search = page.getByRole('searchbox');
    for (const [typed, orders] of [
      ['find-', ['FIND-2', 'FIND-1']],
      ['santoso', ['FIND-1']],
      ['0812 3456 7890', ['FIND-1']],
    ] as const) {
      await search.fill(typed);
      await search.press('Enter');
      await showsOrders(page, orders);
    }
    await search.fill('find-');
    await search.press('Enter');
    await button(page, 'Saringan').click();
    await page.getByLabel('Jumlah dari').fill('100000');
    await page.getByLabel('Jumlah dari').press('Enter');
    await showsOrders(page, ['FIND-2']);
    await page.reload();
    await showsOrders(page, ['FIND-2']);
    expect(await page.getByLabel('Jumlah dari').inputValue()).toBe('100.000');
    await page.goto('/payments?status=refunded');
    await page.getByText('Tidak ada yang cocok dengan saringan ini.').waitFor();
    await button(page, 'Hapus saringan').first().click();
    await rows(page).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.context().close();
  });

  it('gives the filtered list as a file', async () => {
    await ask('FILE-1', { amount: 1_234_000 });
    const page = await visit(browser, hub);
    await signIn(page);
    await page.goto('/payments?q=file-');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^payments-.*\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^FILE-1,pending,IDR,1234000,0,0,Kasir halaman,payment\.page,/);
    await page.context().close();
  });

  it('is honest about kinds that are still to come', async () => {
    const page = await visit(browser, hub);
    await page.goto('/payments');
    await page.getByRole('tab', { name: 'Kunci kamar' }).click();
    await page.getByText(/belum dapat dibuat di versi ini/).waitFor();
    await page.getByRole('link', { name: 'Buka integrasi' }).click();
    await page.waitForURL(/\/integrations\?category=door-lock/);
    await page.context().close();
  });
});

describeInBrowser('one payment', () => {
  it('is given back in part, then the rest, and tells how', async () => {
    const payment = await paid('REFUND-1', { amount: 100_000 });
    const page = await visit(browser, hub);
    await page.goto(`/payments/${payment.id}`);
    await button(page, 'Kembalikan dana').click();
    await dialog(page).getByLabel('Jumlah (IDR)').fill('40000');
    await dialog(page).getByLabel('Transfer oleh petugas').click();
    await button(page, 'Buat tugas transfer Rp 40.000').click();
    await page.getByText('Tugas transfer: belum dikerjakan').waitFor();
    await button(page, 'Kembalikan dana').click();
    await dialog(page).getByText('Paling banyak Rp 60.000 yang dapat dikembalikan.').waitFor();
    await button(page, /^(Kembalikan|Buat tugas transfer) Rp 60\.000$/).click();
    await dialog(page).waitFor({ state: 'hidden' });
    await button(page, 'Kembalikan dana').waitFor({ state: 'hidden' });
    const { body } = await hub.api.get(`/api/v1/payments/${payment.id}/refunds`);
    expect(body.items.map((item: any) => item.amount).sort()).toEqual([40_000, 60_000]);
    await page.context().close();
  });

  it('has its transfer done by a person who enters the proof', async () => {
    const payment = await paid('PAYOUT-1', { amount: 80_000 });
    await hub.api.post(
      `/api/v1/payments/${payment.id}/refunds`,
      {
        via: 'payout',
        destination: { bank: 'BCA', account_number: '1234567890', account_name: 'Budi' },
      },
      { 'idempotency-key': payment.id },
    );
    const page = await visit(browser, hub);
    await page.goto('/payments/payouts');
    await page.getByRole('row').filter({ hasText: 'PAYOUT-1' }).click();
    expect(await dialog(page).getByLabel('Nomor rekening').inputValue()).toBe('1234567890');
    await dialog(page).getByLabel('Nomor transaksi bank').fill('TRF-77');
    await button(page, 'Sudah ditransfer').click();
    await dialog(page).getByText('TRF-77').waitFor();
    await page.goto(`/payments/${payment.id}`);
    await page.getByText('Tugas transfer: selesai, lihat buktinya').waitFor();
    await page.context().close();
  });

  it('is cancelled after a question that names it', async () => {
    const payment = await ask('CANCEL-1');
    const page = await visit(browser, hub);
    await page.goto(`/payments/${payment.id}`);
    await button(page, 'Batalkan pembayaran').click();
    await dialog(page).getByText('Batalkan pembayaran CANCEL-1?').waitFor();
    await button(page, 'Batalkan CANCEL-1').click();
    await page.getByText('Pembayaran dibatalkan; tamu tidak dapat membayarnya lagi.').waitFor();
    expect(await button(page, 'Batalkan pembayaran').count()).toBe(0);
    await page.context().close();
  });

  it('unfolds what was said to and by the vendor, without secrets and guests', async () => {
    const payment = await paid('STORY-1', { customer: GUEST });
    const page = await visit(browser, hub);
    await page.goto(`/payments/${payment.id}`);
    const entry = page
      .locator('.mantine-Timeline-item')
      .filter({ hasText: 'Dibuat di Kasir halaman' });
    await entry.getByRole('button', { name: 'Lihat rinciannya' }).click();
    await entry.getByText('Permintaan').waitFor();
    await page
      .getByText(/Webhook dari Kasir halaman/)
      .first()
      .waitFor();
    const text = (await page.textContent('main')) ?? '';
    expect(text).toContain('STORY-1');
    expect(text).not.toContain('Santoso');
    expect(text).not.toContain(simulator.credentials['server_key'] ?? 'no key');
    await page.context().close();
  });

  it('shows its guest for a minute, and who looked', async () => {
    const payment = await ask('GUEST-1', { customer: GUEST });
    const page = await visit(browser, hub);
    await page.clock.install();
    await page.goto(`/payments/${payment.id}`);
    await page.getByText('B*** S***').waitFor();
    await button(page, 'Tampilkan 60 detik').click();
    await page.getByText('Budi Santoso').waitFor();
    expect(await page.getByText(GUEST.phone).count()).toBe(1);
    await page.getByText(/melihat data tamu/).waitFor();
    await page.clock.runFor(61_000);
    await page.getByText('B*** S***').waitFor();
    expect(await page.getByText('Budi Santoso').count()).toBe(0);
    await page.context().close();
  });

  it('offers a viewer nothing to do', async () => {
    const payment = await paid('LOOK-1', { customer: GUEST });
    const page = await visit(browser, hub, { role: 'viewer' });
    await page.goto(`/payments/${payment.id}`);
    await page.getByText('B*** S***').waitFor();
    for (const name of [/^Kembalikan dana$/, /Cek status/, /Tampilkan 60 detik/]) {
      expect(await button(page, name).count()).toBe(0);
    }
    await page.context().close();
  });
});

describeInBrowser('the pages around money', () => {
  it.each([
    ['id', 1_280],
    ['en', 390],
  ] as const)('can be used by everybody, in %s at %i pixels', async (language, width) => {
    const page = await visit(browser, hub, { language, width });
    const one = await paid(`A11Y-${language}`, { customer: GUEST });
    const va = await ask(`VA-${language}`, {
      feature: 'payment.virtual_account',
      method: 'bca_va',
    });
    const subpages = ['payouts', 'reconciliation', 'refund-batches', 'subscriptions'];
    const today = new Date().toISOString().slice(0, 10);
    const paths = [
      '/payments',
      '/payments?status=paid',
      '/messages',
      `/payments/${one.id}`,
      `/payments/${va.id}`,
      ...subpages.map((name) => `/payments/${name}`),
      `/payments/reconciliation?date=${today}`,
    ];
    for (const path of paths) {
      await page.goto(path, { waitUntil: 'load' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page
        .locator('[aria-busy=true], .mantine-Skeleton-root')
        .first()
        .waitFor({ state: 'hidden' });
      expect([path, await seriousBarriers(page)]).toEqual([path, []]);
      expect([path, await scrollsSideways(page)]).toEqual([path, false]);
    }
    await page.context().close();
  });
});
