/** What an owner does with providers after the wizard, in a real browser. */
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
import { addProvider, mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(180_000);

const NAMES = ['Kasir A', 'Kasir B', 'Kasir C'] as const;

let hub: TestHub;
let simulator: Simulator;
let browser: Browser;
let providers: TestProvider[];
let bali: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  simulator = await startMidtransSimulator();
  hub = await startTestHub();
  browser = await launchBrowser();
  providers = [];
  for (const name of NAMES) {
    providers.push(await addProvider(hub, simulator, 'midtrans-snap', { name }));
  }
  await hub.api.put('/api/v1/providers/order', { ids: providers.map(({ id }) => id) });
  await mapFeature(hub, 'payment.page', providers.slice(0, 2));
  await hub.api.post('/api/v1/properties', { name: 'Hotel Jakarta' });
  bali = (await hub.api.post('/api/v1/properties', { name: 'Hotel Bali' })).body.id;
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await simulator.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const path = (place: number, tab: string) =>
  `/integrations/${providers[place]?.id ?? ''}?tab=${tab}`;

async function chainOf(key: string, property: string | null): Promise<string[] | undefined> {
  const { body } = await hub.api.get('/api/v1/features');
  return body.items
    .find((item: any) => item.feature_key === key && item.property_id === property)
    ?.chain.map(({ name }: any) => name);
}

describeInBrowser('providers', () => {
  it('are put into another order by keyboard, and by dragging', async () => {
    const page = await visit(browser, hub);
    await page.goto('/integrations');
    const order = async () => {
      const { body } = await hub.api.get('/api/v1/providers');
      return [...body.items]
        .sort((a: any, b: any) => a.display_order - b.display_order)
        .map(({ name }: any) => name);
    };
    await button(page, 'Pindahkan Kasir C').press('Enter');
    await page.getByRole('menuitem', { name: 'Jadikan Kasir C yang pertama' }).press('Enter');
    await eventually(async () => (await order())[0] === 'Kasir C');
    await button(page, 'Pindahkan Kasir C').dragTo(
      page.getByRole('article', { name: 'Kasir B', exact: true }),
    );
    await eventually(async () => (await order())[2] === 'Kasir C');
    await page.context().close();
  });

  it('explain a refused key: why, what to do, and whom to ask', async () => {
    const { id = '' } = providers[2] ?? {};
    await hub.api.patch(`/api/v1/providers/${id}`, {
      credentials: { server_key: 'SB-Mid-server-of-another-hotel' },
    });
    const page = await visit(browser, hub);
    await page.goto(path(2, 'overview'));
    await button(page, 'Uji koneksi').click();
    const alert = page.getByRole('alert').filter({ hasText: 'Kunci ditolak oleh vendor' });
    await alert.waitFor();
    await alert.getByText('Langkah berikutnya').waitFor();
    await alert.getByRole('link', { name: /^Email support@/ }).waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    await page.context().close();
  });

  it('say whether their vendor can reach the hub', async () => {
    const page = await visit(browser, hub, { width: 390 });
    await page.goto(path(0, 'webhooks'));
    await button(page, 'Periksa').click();
    await page.getByText('Hub menerima POST dari alamat umumnya sendiri.').waitFor();
    await page
      .getByText(/mengatur KUNCI_PUBLIC_URL/)
      .first()
      .waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await page.context().close();
  });

  it('let their connector be edited, with what the hub would refuse marked', async () => {
    const { id = '' } = providers[1] ?? {};
    const page = await visit(browser, hub);
    await page.goto(path(1, 'connector'));
    const editor = page.getByRole('textbox', { name: 'Konektor (JSON)' });
    const write = async (connector: unknown): Promise<void> => {
      // Its middle may be scrolled out of sight, where nobody can click.
      await editor.focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(JSON.stringify(connector));
    };
    const read = async () =>
      (await hub.api.get(`/api/v1/providers/${id}/connector`)).body.connector;
    const connector = await read();
    await write({ ...connector, default_method: 7 });
    await page.locator('.cm-lintRange-error').first().waitFor();
    await write({ ...connector, default_method: 'qris' });
    await page.locator('.cm-lintRange-error').first().waitFor({ state: 'detached' });
    await button(page, 'Simpan').click();
    await eventually(async () => (await read()).default_method === 'qris');
    await button(page, 'Lihat hasilnya').click();
    await page.getByText(/^1\. POST/).waitFor();
    await page.context().close();
  });

  it('keep the filters of their tabs in the address', async () => {
    const page = await visit(browser, hub);
    await page.goto(path(0, 'logs'));
    await page.getByText('Gagal', { exact: true }).click();
    await page.waitForURL(/result=failed/);
    await page.reload();
    expect(await page.getByRole('radio', { name: 'Gagal' }).isChecked()).toBe(true);
    await page.getByRole('tab', { name: 'Webhook' }).click();
    await page.waitForURL((url) => !url.searchParams.has('result'));
    await page.context().close();
  });

  it('are archived only after somebody else took over', async () => {
    const page = await visit(browser, hub);
    await page.goto(path(0, 'overview'));
    await button(page, 'Arsipkan').click();
    await page.getByText('Penyedia utama berikutnya untuk Halaman pembayaran').waitFor();
    await button(page, 'Arsipkan Kasir A').click();
    await eventually(async () => (await chainOf('payment.page', null))?.[0] === 'Kasir B');
    expect(await chainOf('payment.page', null)).toEqual(['Kasir B']);
    await page.context().close();
  });
});

describeInBrowser('features', () => {
  it('have a chain of their own for one property, until it follows all again', async () => {
    await mapFeature(hub, 'payment.page', providers.slice(1));
    const page = await visit(browser, hub);
    await page.goto(`/features?property=${bali}`);
    await page
      .getByText(/Perubahan di sini hanya berlaku untuk Hotel Bali/)
      .first()
      .waitFor();
    await button(page, 'Naikkan Kasir C').press('Enter');
    await eventually(async () => (await chainOf('payment.page', bali))?.[0] === 'Kasir C');
    expect(await chainOf('payment.page', null)).toEqual(['Kasir B', 'Kasir C']);
    await button(page, 'Ikuti semua properti lagi').click();
    await eventually(async () => (await chainOf('payment.page', bali)) === undefined);
    await page.context().close();
  });

  it('warn of what the PMS asked for and nobody serves', async () => {
    await pay(hub, { feature: 'payment.banquet' });
    await eventually(async () => (await chainOf('payment.banquet', null)) !== undefined);
    const page = await visit(browser, hub, { width: 390 });
    await page.goto('/features');
    await page.getByText('PMS meminta fitur yang belum dilayani').waitFor();
    await page
      .getByRole('region', { name: 'payment.banquet' })
      .getByText(/1 kali/)
      .waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await page.context().close();
  });
});
