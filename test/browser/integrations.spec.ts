/** An owner connects a vendor in a real browser, against a real hub and a simulated vendor. */
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
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(120_000);

let hub: TestHub;
let simulator: Simulator;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  simulator = await startMidtransSimulator();
  hub = await startTestHub();
  browser = await launchBrowser();
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await simulator.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** From the gallery to the form for the keys of two formats. */
async function pickTwoFormats(page: Page): Promise<void> {
  await page.goto('/integrations/new');
  await page.getByLabel('Cari vendor atau cara bayar').fill('midtrans');
  await page.getByRole('button', { name: /^Midtrans/ }).click();
  await page.getByRole('checkbox', { name: /Midtrans QRIS/ }).click();
  await page.getByRole('checkbox', { name: /Midtrans Virtual Account/ }).click();
  await button(page, 'Lanjut').click();
}

async function pointAtSimulator(page: Page): Promise<void> {
  await button(page, 'Lanjutan: alamat server lain').click();
  await page.getByLabel('Midtrans QRIS').fill(simulator.url);
  await page.getByLabel('Midtrans Virtual Account').fill(simulator.url);
}

const hasText = (page: Page, text: string, count: number) =>
  eventually(async () => (await page.getByText(text).count()) === count);

const serverKey = (page: Page) => page.locator('input[name=server_key]');

describeInBrowser('the wizard', () => {
  it('leads from a vendor to a green test, a mapped feature and the first webhook', async () => {
    const page = await visit(browser, hub);
    await pickTwoFormats(page);
    expect(await seriousBarriers(page)).toEqual([]);
    await button(page, 'Tempel semua').click();
    const pasted = `Merchant ID: G12345\nServer Key: ${simulator.credentials['server_key'] ?? ''}`;
    await page.getByLabel('Isi dari dasbor vendor').fill(pasted);
    await button(page, 'Isi kolom').click();
    await page.getByText('Bentuknya benar.').waitFor();
    await pointAtSimulator(page);
    await button(page, 'Uji koneksi').click();
    await page.getByRole('heading', { name: 'Koneksi berhasil' }).waitFor();
    expect(await page.getByText('Vendor menerima kunci ini.').count()).toBe(2);

    // The test of what was saved makes a transaction, too; its webhook would be the first.
    simulator.webhooks.behave({ drop: true });
    await button(page, 'Simpan dan lanjut').click();
    const qris = page.getByRole('checkbox', { name: 'QRIS' });
    await qris.waitFor();
    expect(await qris.isChecked()).toBe(true);
    await button(page, 'Pasang').click();
    await page.getByText('Pemetaan tersimpan.').waitFor();
    const { body } = await hub.api.get('/api/v1/features');
    const chain = body.items.find((item: any) => item.feature_key === 'payment.qris').chain;
    expect(chain.map(({ name }: any) => name)).toEqual(['Midtrans QRIS']);

    await hasText(page, 'Menunggu webhook pertama…', 2);
    await eventually(async () => {
      const { body: list } = await hub.api.get('/api/v1/providers');
      return list.items.every((item: any) => item.test_status === 'ok');
    });
    simulator.webhooks.behave({});
    const { body: payment } = await pay(hub, { feature: 'payment.qris' });
    simulator.act('pay', { reference: payment.reference });
    await page.getByText('Webhook terakhir diterima.').waitFor();
    await hasText(page, 'Menunggu webhook pertama…', 1);
    expect(await seriousBarriers(page)).toEqual([]);
    await page.context().close();
  });

  it('explains a refused key, and going back loses nothing', async () => {
    const page = await visit(browser, hub);
    await pickTwoFormats(page);
    await serverKey(page).fill('Mid-server-of-another-hotel');
    await pointAtSimulator(page);
    await button(page, 'Uji koneksi').click();
    await page.getByText('Kunci ditolak oleh vendor').first().waitFor();
    await page
      .getByText(/tampaknya milik Production/)
      .first()
      .waitFor();
    await button(page, 'Kembali').click();
    expect(await serverKey(page).inputValue()).toBe('Mid-server-of-another-hotel');
    await page.context().close();
  });

  it('says while typing that a value can not be right', async () => {
    const page = await visit(browser, hub);
    await pickTwoFormats(page);
    await serverKey(page).fill('short');
    await page.getByText(/Server Key tampaknya bukan nilai yang benar/).waitFor();
    await button(page, 'Uji koneksi').click();
    expect(new URL(page.url()).searchParams.get('step')).toBe('keys');
    await page.context().close();
  });

  it('keeps a draft without its secrets', async () => {
    const page = await visit(browser, hub);
    await pickTwoFormats(page);
    await serverKey(page).fill('SB-Mid-server-to-be-forgotten');
    await page.goto('/integrations/new');
    await page.getByText('Ada draf Midtrans yang belum selesai').waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('to-be-forgotten');
    await button(page, 'Lanjutkan draf').click();
    expect(await serverKey(page).inputValue()).toBe('');
    await page.context().close();
  });
});

describeInBrowser('the pages of providers and features', () => {
  let providerId: string;
  let name: string;
  beforeAll(async () => {
    const [first, second] = [
      await addProvider(hub, simulator, 'midtrans-snap', { name: 'Kasir satu' }),
      await addProvider(hub, simulator, 'midtrans-snap', { name: 'Kasir dua' }),
    ];
    await mapFeature(hub, 'payment.page', [first, second]);
    providerId = first.id;
    name = 'Kasir satu';
  });

  it('ask who takes over before a primary provider is switched off', async () => {
    const page = await visit(browser, hub);
    await page.goto('/integrations');
    await page.getByRole('switch', { name: `${name} dipakai` }).click({ force: true });
    await button(page, `Nonaktifkan ${name}`).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const { body } = await hub.api.get('/api/v1/features');
    const { chain } = body.items.find((item: any) => item.feature_key === 'payment.page');
    expect(chain.map((link: any) => [link.name, link.is_active])).toEqual([
      ['Kasir dua', true],
      ['Kasir satu', false],
    ]);
    await page.context().close();
  });

  it('let the order of a chain be changed by keyboard', async () => {
    const page = await visit(browser, hub);
    await page.goto('/features');
    await page.getByRole('button', { name: 'Naikkan Kasir satu' }).press('Enter');
    await page
      .getByRole('region', { name: 'Halaman pembayaran' })
      .getByRole('listitem')
      .first()
      .getByText('Kasir satu')
      .waitFor();
    await page.context().close();
  });

  it('offer a viewer nothing that changes something', async () => {
    const page = await visit(browser, hub, { role: 'viewer' });
    await page.goto('/integrations');
    await page.getByRole('link', { name: 'Kasir dua' }).waitFor();
    expect(await page.getByRole('switch').count()).toBe(0);
    expect(await page.getByText('Hubungkan penyedia').count()).toBe(0);
    await page.goto(`/integrations/${providerId}?tab=credentials`);
    await page.getByText('Server Key').waitFor();
    expect(await page.getByRole('button', { name: 'Simpan' }).count()).toBe(0);
    await page.context().close();
  });

  it.each([
    ['id', 1_280],
    ['en', 390],
  ] as const)('can be used by everybody, in %s at %i pixels', async (language, width) => {
    const page = await visit(browser, hub, { language, width });
    const one = `/integrations/${providerId}`;
    const tabs = [
      'overview',
      'credentials',
      'settings',
      'connector',
      'logs',
      'webhooks',
      'history',
    ];
    const paths = ['/integrations', '/integrations?category=sms', '/features', '/integrations/new'];
    for (const path of [...paths, ...tabs.map((tab) => `${one}?tab=${tab}`)]) {
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
