/** A vendor fails: the health pages, the alert, the issue and the front desk's page tell of it in a real browser. */
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { addProvider, mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';
import {
  describeInBrowser,
  hasBrowser,
  launchBrowser,
  scrollsSideways,
  seriousBarriers,
  visit,
} from './admin-browser.js';

jest.setTimeout(120_000);

const NAME = 'Kasir depan';

let hub: TestHub;
let simulator: Simulator;
let browser: Browser;
let provider: TestProvider;

beforeAll(async () => {
  if (!hasBrowser) return;
  simulator = await startMidtransSimulator();
  hub = await startTestHub();
  browser = await launchBrowser();
  provider = await addProvider(hub, simulator, 'midtrans-qris', { name: NAME });
  await mapFeature(hub, 'payment.qris', [provider]);
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await simulator.close();
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });

async function fail(times: number): Promise<void> {
  await simulator.fault({ mode: 'status', status: 503, times });
  for (let i = 0; i < times; i += 1) await pay(hub, { provider_id: provider.id });
}

const breaker = (state: 'open' | 'closed') =>
  hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state });

/** Everybody can use it, also on a phone. */
async function expectUsable(page: Page): Promise<void> {
  expect([page.url(), await seriousBarriers(page)]).toEqual([page.url(), []]);
  await page.setViewportSize({ width: 390, height: 800 });
  // Pictures are drawn anew a moment after the window has changed.
  await eventually(async () => !(await scrollsSideways(page)));
  expect([page.url(), await seriousBarriers(page)]).toEqual([page.url(), []]);
  await page.setViewportSize({ width: 1_280, height: 900 });
}

describeInBrowser('a vendor that fails', () => {
  it('shows on the dashboard without reloading, in pictures and in figures', async () => {
    const page = await visit(browser, hub);
    await page.goto('/health?window=1h');
    await page.getByText('Tidak ada penyedia yang diputus dalam rentang ini.').waitFor();
    await fail(3);
    await page.getByText('peringatan terbuka').waitFor();
    const rest = page.getByRole('region', { name: 'Diputus sementara' });
    await rest.getByText('sekarang').waitFor();
    await page.getByRole('img', { name: /^Keberhasilan\. 0/ }).waitFor();
    await page
      .getByRole('region', { name: 'Kegagalan menurut jenis' })
      .getByRole('button', { name: 'Lihat sebagai tabel' })
      .click();
    await page.getByRole('columnheader', { name: 'Server vendor tidak dapat dihubungi' }).waitFor();
    await button(page, new RegExp(`^${NAME}`)).click();
    await page.getByRole('link', { name: 'Buka halaman penyedia' }).waitFor();
    expect(new URL(page.url()).searchParams.get('provider')).toBe(provider.id);
    await expectUsable(page);
    await page.context().close();
  });

  it('raises an alert that leads to where it is mended and is looked after, with a note', async () => {
    const page = await visit(browser, hub);
    await page.goto('/health/alerts');
    const alert = page.getByRole('article').filter({ hasText: 'sedang tidak dipakai' });
    await alert.getByText(`${NAME} · QRIS`).waitFor();
    await expectUsable(page);
    await alert.getByRole('button', { name: 'Saya tangani' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Catatan/).fill('Vendor sudah dihubungi');
    await dialog.getByRole('button', { name: 'Saya tangani' }).click();
    await alert.waitFor({ state: 'hidden' });
    await page.getByText('Ditangani', { exact: true }).click();
    await alert.getByText('Vendor sudah dihubungi').waitFor();
    await alert.getByRole('link', { name: 'Pilih cadangan' }).click();
    await page.waitForURL('**/features**');
    await page.context().close();
  });

  it('is one issue, with the payments it affected, that comes back after it was resolved', async () => {
    const page = await visit(browser, hub);
    await page.goto('/health/issues');
    const issue = page
      .getByRole('listitem')
      .filter({ hasText: 'Server vendor tidak dapat dihubungi' })
      .first();
    await issue.getByText('3 kali').waitFor();
    await issue.getByRole('button', { name: 'Rincian' }).click();
    await issue.getByText('Yang terdampak (3)').waitFor();
    expect(await issue.getByRole('link', { name: /^Pembayaran/ }).count()).toBe(3);
    await expectUsable(page);
    await issue.getByRole('button', { name: 'Tandai selesai' }).click();
    await page.getByText('Tidak ada masalah terbuka.').waitFor();
    await breaker('closed');
    await fail(1);
    await page.getByText('Terjadi lagi setelah ditandai selesai').waitFor();
    await page.getByText('4 kali').waitFor();
    await page.context().close();
  });

  it('is told to the front desk without a login, and without saying who the vendor is', async () => {
    await breaker('open');
    const owner = await visit(browser, hub);
    await owner.goto('/health/status-page');
    await button(owner, 'Buat tautan').click();
    const link = await owner.getByLabel('Semua properti').inputValue();
    await expectUsable(owner);
    await owner.context().close();

    const context = await browser.newContext();
    const page = await context.newPage();
    const answers: string[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/api/')) void answer.text().then((text) => answers.push(text));
    });
    await page.goto(link);
    await page.getByText(/Pembayaran terputus sejak \d/).waitFor();
    await expectUsable(page);
    const told = [await page.content(), ...answers].join('\n');
    expect(answers.length).toBeGreaterThan(0);
    for (const secret of [NAME, provider.id, provider.slug]) expect(told).not.toContain(secret);
    await breaker('closed');
    simulator.faults.clear();
    for (let i = 0; i < 60; i += 1) await pay(hub, { provider_id: provider.id });
    await page.getByText('Pembayaran lancar').waitFor({ timeout: 25_000 });
    await page.goto(link.replace(/key=.*/, 'key=guessed'));
    await page.getByText('Tautan ini tidak berlaku').waitFor();
    await context.close();
  });

  it('offers a viewer nothing that changes something', async () => {
    const page = await visit(browser, hub, { role: 'viewer', language: 'en' });
    await page.goto('/health/issues');
    await button(page, 'Details').first().click();
    await page.getByText('What to do next').first().waitFor();
    expect(await button(page, 'Mark as resolved').count()).toBe(0);
    await page.goto('/health/status-page');
    await page.getByText('Only the owner can make links').waitFor();
    expect(await button(page, 'Make a link').count()).toBe(0);
    await page.context().close();
  });
});
