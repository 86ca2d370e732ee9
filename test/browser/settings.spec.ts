/** People who sign in with a browser, and what owners set; a hub of its own that keeps its key in a file. */
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Secret as OtpSecret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import {
  describeInBrowser,
  hasBrowser,
  launchBrowser,
  scrollsSideways,
  seriousBarriers,
} from './admin-browser.js';
import { hubClient } from '#test/support/hub-client.js';
import { type HubProcess, startHubProcess } from '#test/support/hub-process.js';
import { runKunci } from '#test/support/kunci-command.js';

jest.setTimeout(180_000);

const OWNER = { email: 'owner@hotel.example', password: 'payung hujan sore hari' };
const VIEWER = { email: 'made@hotel.example', password: 'gajah ungu menari di atap' };
const SECTIONS = [
  'property',
  'users',
  'account',
  'keys',
  'usage',
  'alerts',
  'audit',
  'status',
  'retention',
  'sign-in',
  'encryption',
  'guests',
];

let hub: HubProcess;
/** As the hub calls itself in the links that it hands out. */
let home = '';
let browser: Browser;
/** The owner at the desk, signed in from the first test on. */
let owner: Page;
/** What the authenticator app of the owner holds. */
let appSecret = '';

beforeAll(async () => {
  if (!hasBrowser) return;
  hub = await startHubProcess({
    env: { KUNCI_BOOTSTRAP_EMAIL: OWNER.email, KUNCI_BOOTSTRAP_PASSWORD: OWNER.password },
  });
  home = `http://localhost:${hub.port}`;
  browser = await launchBrowser();
  owner = await aBrowser();
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.cleanUp();
});

async function aBrowser(width = 1_280, language = 'id'): Promise<Page> {
  const context = await browser.newContext({ baseURL: home, viewport: { width, height: 900 } });
  await context.addInitScript(`localStorage.setItem('kunci.language', '${language}')`);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');

async function signIn(page: Page, { email, password }: typeof OWNER): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Alamat email').fill(email);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await button(page, 'Masuk').click();
}

/** A code that the hub takes: each counts once, and clocks may be one step apart. */
const codeOf = (steps: number): string =>
  new TOTP({ secret: OtpSecret.fromBase32(appSecret) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });

/** As the page itself would ask, cookie and token included. */
function ask(page: Page, method: string, path: string, body?: unknown): Promise<any> {
  return page.evaluate(
    async ([how, where, what]) => {
      const session = await (await fetch('/api/v1/session')).json();
      const { csrf_token: token } = session as { csrf_token: string };
      const answer = await fetch(String(where), {
        method: String(how),
        headers: {
          'x-csrf-token': token,
          ...(what !== null && { 'content-type': 'application/json' }),
        },
        ...(what !== null && { body: String(what) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)],
  );
}

describeInBrowser('the settings', () => {
  it('let an owner sign in and set up the second step', async () => {
    await signIn(owner, OWNER);
    await owner.waitForURL(`${home}/`);
    await owner.goto('/settings/account');
    await button(owner, 'Pasang langkah kedua').click();
    await owner.getByRole('img', { name: 'Kode QR untuk aplikasi autentikator' }).waitFor();
    appSecret = await owner.getByLabel('Atau ketik kode rahasia ini di aplikasi').inputValue();
    await owner.getByLabel('Enam angka dari aplikasi').fill('000 000');
    await button(owner, 'Aktifkan').click();
    await owner.getByText('Kode ini tidak cocok atau sudah dipakai.').waitFor();
    await owner.getByLabel('Enam angka dari aplikasi').fill(codeOf(-1));
    await button(owner, 'Aktifkan').click();
    await owner.getByText('Simpan kode pemulihan ini.').waitFor();
    expect(await dialog(owner).getByRole('listitem').count()).toBe(10);
    expect(await seriousBarriers(owner)).toEqual([]);
    await owner.getByLabel('Saya sudah menyimpan kode ini di tempat yang aman').check();
    await button(owner, 'Selesai').click();
    await owner.getByText('10 kode pemulihan tersisa.').waitFor();
  });

  it('ask for the code on the next device, which the owner can sign out from here', async () => {
    const phone = await aBrowser(390);
    await signIn(phone, OWNER);
    await phone.locator('input[autocomplete=one-time-code]').fill(codeOf(0));
    await button(phone, 'Masuk').click();
    await phone.waitForURL(`${home}/`);

    await owner.reload();
    const sessions = owner.getByRole('region', { name: 'Tempat Anda masuk' });
    await button(owner, /^Keluarkan /).click();
    await button(owner, /^Keluarkan /).waitFor({ state: 'hidden' });
    expect(await sessions.getByRole('listitem').count()).toBe(1);
    await phone.goto('/settings/account');
    await phone.waitForURL(/\/login/);
    await phone.context().close();
  });

  it('invite somebody who looks at everything and changes nothing', async () => {
    await owner.goto('/settings/users');
    await button(owner, 'Undang pengguna').click();
    await dialog(owner).getByLabel('Alamat email').fill(VIEWER.email);
    await dialog(owner).getByRole('radio', { name: 'Pengamat' }).check();
    await button(owner, 'Buat undangan').click();
    const link = await dialog(owner).getByLabel('Tautan undangan').inputValue();
    await dialog(owner).getByText('Tutup').click();
    await owner.getByText('Diundang', { exact: true }).waitFor();

    const viewer = await aBrowser();
    await viewer.goto(link);
    await viewer.locator('input[autocomplete=new-password]').fill(VIEWER.password);
    await button(viewer, 'Simpan dan masuk').click();
    await viewer.waitForURL(`${home}/`);
    await viewer.goto('/settings/property');
    await viewer.getByRole('article').first().waitFor();
    expect(await viewer.getByRole('article').getByRole('button').count()).toBe(0);
    expect(await button(viewer, 'Tambah properti').count()).toBe(0);
    const sections = viewer.getByRole('navigation', { name: 'Bagian pengaturan' });
    expect(await sections.getByRole('link').allInnerTexts()).toEqual([
      'Properti',
      'Akun saya',
      'Pemakaian dan batas',
      'Catatan audit',
    ]);
    await viewer.goto('/settings/keys');
    await viewer.getByText(/Peran Anda tidak mencakup bagian ini/).waitFor();

    const { items } = (await ask(viewer, 'GET', '/api/v1/properties')).body;
    for (const [method, path, body] of [
      ['PATCH', `/api/v1/properties/${items[0].id}`, { name: 'Milik saya' }],
      ['POST', '/api/v1/users', { email: 'x@hotel.example', role: 'owner' }],
      ['GET', '/api/v1/api-keys', undefined],
      ['POST', '/api/v1/alerts/test', undefined],
      ['PATCH', '/api/v1/settings', { retention: { events_days: 1 } }],
    ] as const) {
      const { status, body: answer } = await ask(viewer, method, path, body);
      expect([path, status, answer.errors[0]?.code]).toEqual([path, 403, 'role_not_allowed']);
    }
    await viewer.context().close();
  });

  it('explain why the last owner stays', async () => {
    await owner.goto('/settings/users');
    await button(owner, `Tindakan untuk ${OWNER.email}`).click();
    await owner.getByRole('menuitem', { name: 'Nonaktifkan' }).click();
    await button(owner, `Nonaktifkan ${OWNER.email}`).click();
    await owner.getByText(/Ini pemilik terakhir yang dapat masuk/).waitFor();
  });

  it('make a key that works until it is revoked', async () => {
    await owner.goto('/settings/keys');
    await button(owner, 'Buat kunci API').click();
    await dialog(owner).getByLabel('Nama').fill('PMS Melati');
    await dialog(owner).getByRole('button', { name: 'Buat kunci API' }).click();
    const text = await dialog(owner).getByRole('textbox', { name: 'Kunci' }).inputValue();
    await dialog(owner).getByText('Tutup').click();
    const api = hubClient(hub.url, text);
    expect((await api.get('/api/v1/payments')).status).toBe(200);
    expect((await api.get('/api/v1/settings')).status).toBe(403);

    await button(owner, 'Cabut kunci PMS Melati').click();
    await dialog(owner).getByRole('button', { name: 'Cabut kunci PMS Melati' }).click();
    await owner.getByText('Dicabut', { exact: true }).waitFor();
    expect((await api.get('/api/v1/payments')).status).toBe(401);
  });

  it('keep what is set, with its range, and bring the default back', async () => {
    await owner.goto('/settings/sign-in');
    const idle = owner.getByLabel('Keluar setelah tidak aktif');
    await idle.fill('2');
    expect(await button(owner, 'Simpan').isDisabled()).toBe(true);
    await idle.fill('30');
    await button(owner, 'Simpan').click();
    await owner.getByText('Pengaturan tersimpan.').waitFor();
    await owner.reload();
    expect(await idle.inputValue()).toBe('30');
    await button(owner, 'Kembalikan ke bawaan').click();
    expect(await idle.inputValue()).toBe('120');
  });

  it('send an alert to try, and say that nobody hears of it', async () => {
    await owner.goto('/settings/alerts');
    await button(owner, 'Kirim peringatan uji').click();
    await owner.getByText('Peringatan uji dibuat, tetapi tidak ada yang diberi tahu').waitFor();
  });

  it('change the encryption key while the page looks on', async () => {
    await owner.goto('/settings/encryption');
    const before = (await ask(owner, 'GET', '/api/v1/key-rotation')).body.current_key_id;
    await button(owner, 'Ganti kunci…').click();
    await dialog(owner).getByRole('checkbox').check();
    await button(owner, 'Mulai penggantian').click();
    await owner.getByRole('heading', { name: 'Penggantian selesai' }).waitFor({ timeout: 90_000 });
    await owner.getByText(/Terbukti: \d+ rahasia dapat dibuka dengan kunci baru saja/).waitFor();
    expect((await ask(owner, 'GET', '/api/v1/key-rotation')).body.current_key_id).not.toBe(before);
  });

  it('look for a guest, and offer nothing to erase where nothing is known', async () => {
    await owner.goto('/settings/guests');
    await owner.getByLabel('Alamat email').fill('tamu@example.com');
    await button(owner, 'Cari data tamu').click();
    await owner.getByRole('heading', { name: 'Tidak ada data tentang tamu ini' }).waitFor();
    expect(await button(owner, 'Hapus data tamu').count()).toBe(0);
  });

  it('tell in sentences who changed what, and show old and new', async () => {
    await owner.goto('/settings/audit?kind=settings');
    await owner.getByText(`${OWNER.email} mengubah pengaturan hub`).first().click();
    const row = dialog(owner).getByRole('row', { name: /Keluar setelah tidak aktif/ });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual([
      'Keluar setelah tidak aktif',
      '120',
      '30',
    ]);
    await owner.goto('/settings/audit?kind=session&actor=nobody');
    await owner.getByText('Tidak ada yang cocok dengan saringan ini.').waitFor();
    await button(owner, 'Hapus saringan').first().click();
    await owner.getByText(`${OWNER.email} mencabut kunci API PMS Melati`).waitFor();
  });

  it.each([
    ['id', 390],
    ['en', 1_280],
  ] as const)('can be used by everybody, in %s at %i pixels', async (language, width) => {
    await owner.setViewportSize({ width, height: 900 });
    await ask(owner, 'PATCH', '/api/v1/session', { locale: language });
    for (const section of ['', ...SECTIONS]) {
      await owner.goto(`/settings/${section}`, { waitUntil: 'load' });
      await owner.getByRole('heading', { level: 1 }).waitFor();
      await owner.locator('.mantine-Skeleton-root').first().waitFor({ state: 'hidden' });
      expect([section, await seriousBarriers(owner)]).toEqual([section, []]);
      expect([section, await scrollsSideways(owner)]).toEqual([section, false]);
    }
  });

  it('open nothing else until a one-time password is changed', async () => {
    const env = { KUNCI_DATA_DIR: hub.dataDir };
    const { json } = await runKunci(['user:reset-password', VIEWER.email], env);
    const viewer = await aBrowser(390);
    await signIn(viewer, { ...VIEWER, password: json.one_time_password });
    await viewer.getByRole('heading', { name: 'Pilih kata sandi Anda' }).waitFor();
    await viewer.goto('/settings/property');
    await viewer.waitForURL(/\/password$/);
    expect(await seriousBarriers(viewer)).toEqual([]);
    await viewer.getByLabel('Kata sandi sekarang').fill(json.one_time_password);
    const next = viewer.getByRole('textbox', { name: 'Kata sandi baru' });
    await next.fill('password2026');
    await button(viewer, 'Ganti kata sandi').click();
    await viewer.getByText(/termasuk yang pertama ditebak/).waitFor();
    await next.fill('kelapa biru tanpa jendela');
    await button(viewer, 'Ganti kata sandi').click();
    await viewer.waitForURL(`${home}/`);
    await viewer.goto('/settings/property');
    await viewer.getByRole('article').first().waitFor();
    await viewer.context().close();
  });
});
