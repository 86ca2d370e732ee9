/** The frame around every page, the search and the first page, in a real browser against a real hub. */
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

jest.setTimeout(120_000);

const OWNER = { email: 'pemilik@hotel.example', password: 'kata sandi panjang' };

let hub: TestHub;
let simulator: Simulator;
let broken: Simulator;
let browser: Browser;
let first: TestProvider;
let payment: { id: string; reference: string };

beforeAll(async () => {
  if (!hasBrowser) return;
  [simulator, broken] = await Promise.all([startMidtransSimulator(), startMidtransSimulator()]);
  hub = await startTestHub({
    env: {
      KUNCI_BOOTSTRAP_EMAIL: OWNER.email,
      KUNCI_BOOTSTRAP_PASSWORD: OWNER.password,
    },
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await simulator.close();
  await broken.close();
});

/** Somebody with an account and a session, as people have them. */
async function aPerson(): Promise<Page> {
  const context = await browser.newContext({ baseURL: hub.url });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

async function signIn(page: Page): Promise<void> {
  await page.locator('input[type=email]').fill(OWNER.email);
  await page.locator('input[type=password]').fill(OWNER.password);
  await page.locator('button[type=submit]').click();
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

const loaded = (page: Page) =>
  page.locator('[aria-busy=true], .mantine-Skeleton-root').first().waitFor({ state: 'hidden' });

describeInBrowser('the first page of a new hub', () => {
  it('is a list of first steps, ticked as they are done', async () => {
    const page = await visit(browser, hub);
    await page.goto('/');
    const steps = page.getByRole('region', { name: 'Langkah pertama' });
    await steps.getByText('Hubungkan pembayaran').waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    const before = await steps.getByRole('img', { name: 'Selesai', exact: true }).count();

    first = await addProvider(hub, broken, 'midtrans-qris', { name: 'Kasir satu' });
    const second = await addProvider(hub, simulator, 'midtrans-qris', { name: 'Kasir dua' });
    await mapFeature(hub, 'payment.qris', [first, second]);
    await page.reload();
    await eventually(async () => {
      const done = await steps.getByRole('img', { name: 'Selesai', exact: true }).count();
      return done >= before + 2;
    });
    await page.getByRole('button', { name: 'Sembunyikan daftar ini' }).click();
    await page.getByText('Semua integrasi sehat.').waitFor();
    await page.context().close();
  });
});

describeInBrowser('the search', () => {
  beforeAll(async () => {
    const customer = { first_name: 'Budi', last_name: 'Santoso', phone: '081234567890' };
    const asked = { feature: 'payment.qris', order_id: 'HTL-2026-77', customer };
    payment = (await pay(hub, asked)).body;
  });

  it.each(['htl-2026-7', '+62 812-3456-7890', 'santoso'])(
    'finds a payment by %s and opens it by keyboard',
    async (typed) => {
      const page = await visit(browser, hub);
      await page.goto('/health');
      await heading(page, 'Kesehatan').waitFor();
      await page.keyboard.press('/');
      await page.getByRole('combobox').fill(typed);
      const hit = page.getByRole('option', { name: /HTL-2026-77/ });
      await hit.waitFor();
      expect(await hit.textContent()).toContain('Budi Santoso');
      expect(await seriousBarriers(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/payments/${payment.id}`);
      await page.context().close();
    },
  );

  it('walks through pages and hits with the arrow keys, and fills a phone without scrolling sideways', async () => {
    const page = await visit(browser, hub, { width: 390 });
    await page.goto('/');
    await page.getByRole('button', { name: /^Cari pesanan/ }).click();
    await page.getByRole('combobox').fill('kasir');
    await page.getByRole('option', { name: /^Kasir dua/ }).waitFor();
    const [, wanted] = await page.getByRole('option').allTextContents();
    await page.keyboard.press('ArrowDown');
    const selected = page.locator('[role=option][aria-selected=true]');
    expect(await selected.textContent()).toBe(wanted);
    expect(await scrollsSideways(page)).toBe(false);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/integrations/*');
    await page.context().close();
  });
});

describeInBrowser('the overview', () => {
  it('says what is wrong, who stands in and what to do, as it happens', async () => {
    const page = await visit(browser, hub);
    await page.addInitScript("localStorage.setItem('kunci.first-steps', 'dismissed')");
    await page.goto('/');
    await page.getByText('Semua integrasi sehat.').waitFor();
    await broken.fault({ mode: 'status', status: 503, times: 100 });
    for (let i = 0; i < 3; i += 1) await pay(hub, { feature: 'payment.qris' });
    await page.getByText(/Kasir satu terganggu sejak .*; Kasir dua menggantikan\./).waitFor();
    await page.getByText(/QRIS berjalan di Kasir dua sejak/).waitFor();
    const alert = page.getByRole('article').filter({ hasText: 'Kasir satu' });
    await alert.getByText('Terdampak: QRIS').waitFor();
    await page.getByRole('status', { name: '1 peringatan terbuka' }).waitFor();
    await alert.getByRole('link', { name: 'Buka penyedia' }).click();
    await page.waitForURL(`**/integrations/${first.id}**`);
    await page.context().close();
  });

  it('counts a payment at the moment it is paid', async () => {
    const page = await visit(browser, hub);
    await page.goto('/');
    const { body } = await pay(hub, { feature: 'payment.qris', amount: 275_000 });
    await page.getByText('Pembayaran diterima').waitFor();
    simulator.act('pay', { reference: body.reference });
    await page.getByText('Rp 275.000').waitFor();
    await page.context().close();
  });

  it.each([
    ['id', 1_280],
    ['en', 390],
  ] as const)('can be used by everybody, in %s at %i pixels', async (language, width) => {
    const page = await visit(browser, hub, { language, width });
    await page.addInitScript("localStorage.setItem('kunci.first-steps', 'dismissed')");
    for (const path of ['/', '/login', '/setup#token=x', '/invitation']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await loaded(page);
      expect([path, await seriousBarriers(page)]).toEqual([path, []]);
      expect([path, await scrollsSideways(page)]).toEqual([path, false]);
    }
    await page.context().close();
  });
});

describeInBrowser('the frame', () => {
  it('has five items at the bottom of a phone, the rest behind the last', async () => {
    const page = await visit(browser, hub, { width: 390 });
    await page.goto('/integrations');
    await heading(page, 'Integrasi').waitFor();
    const bar = page.getByRole('navigation', { name: 'Menu' });
    expect(await bar.getByRole('link').count()).toBe(4);
    expect(await bar.locator('[aria-current=page]').textContent()).toBe('Integrasi');
    await bar.getByRole('button', { name: 'Lainnya' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Webhook' }).click();
    await heading(page, 'Webhook').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it('lets the keyboard skip to the content', async () => {
    const page = await visit(browser, hub);
    await page.goto('/');
    await heading(page, 'Ringkasan').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    expect(await page.title()).toBe('Ringkasan · Kunci');
    await page.context().close();
  });

  it('keeps the language with the account', async () => {
    const page = await aPerson();
    await page.goto('/');
    await signIn(page);
    await page.getByRole('button', { name: /^Akun/ }).click();
    await page.getByText('English', { exact: true }).click();
    await heading(page, 'Overview').waitFor();
    await eventually(
      async () => (await hub.sql('SELECT FROM users WHERE locale = $1', ['en'])).length === 1,
    );
    await page.context().close();

    const elsewhere = await aPerson();
    await elsewhere.goto('/');
    await elsewhere.getByText('Masuk ke Kunci').waitFor();
    await signIn(elsewhere);
    await heading(elsewhere, 'Overview').waitFor();
    await elsewhere.context().close();
  });

  it('asks again when the session has ended, says why and goes back to the page', async () => {
    const page = await aPerson();
    await page.goto('/webhooks?tab=dead');
    await signIn(page);
    await page.waitForURL('**/webhooks?tab=dead');
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Health' }).dispatchEvent('click');
    await page.getByText(/Your session has ended/).waitFor();
    await signIn(page);
    await heading(page, 'Health').waitFor();
    await page.context().close();
  });

  it('says when the hub can not be heard', async () => {
    const page = await visit(browser, hub);
    await page.goto('/');
    await heading(page, 'Ringkasan').waitFor();
    await page.context().setOffline(true);
    await page.getByText(/tidak tersambung ke internet/).waitFor();
    await page.context().setOffline(false);
    await page.getByText(/tidak tersambung ke internet/).waitFor({ state: 'hidden' });
    await page.context().close();
  });
});

describeInBrowser('the choice of a property', () => {
  let properties: string[];
  beforeAll(async () => {
    properties = [];
    for (const [name, time_zone] of [
      ['Melati', 'Asia/Jakarta'],
      ['Kenanga', 'Asia/Jayapura'],
    ]) {
      const { body } = await hub.api.post('/api/v1/properties', { name, time_zone });
      properties.push(body.id);
      const order_id = `${name ?? ''}-1`;
      await pay(hub, { provider_id: first.id, property_id: body.id, order_id });
    }
  });

  it('narrows lists, search and times, and lasts over a reload', async () => {
    const page = await visit(browser, hub);
    await page.goto('/payments');
    await page.getByText('Melati-1').first().waitFor();
    await page.getByLabel('Properti yang ditampilkan').first().click();
    await page.getByRole('option', { name: 'Kenanga' }).click();
    await page.getByText('Kenanga-1').first().waitFor();
    expect(await page.getByText('Melati-1').count()).toBe(0);
    await page.reload();
    await page.getByText('Kenanga-1').first().waitFor();
    expect(await page.getByText('Melati-1').count()).toBe(0);
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Cari di semua bagian' }).fill('melati');
    await page.getByText('Tidak ada yang cocok dengan "melati".').waitFor();
    await page.keyboard.press('Escape');
    const moment = page.locator('time').first();
    await moment.hover();
    await page.getByRole('tooltip').filter({ hasText: 'WIT' }).waitFor();
    await page.context().close();
  });
});
