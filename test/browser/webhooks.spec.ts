/** Webhooks in both directions in a real browser: a vendor that sends, a receiver that takes, falters and recovers. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import {
  describeInBrowser,
  hasBrowser,
  launchBrowser,
  scrollsSideways,
  seriousBarriers,
  visit,
} from './admin-browser.js';
import { pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(120_000);

let hub: TestHub;
let vendor: PlainVendor;
let subscriber: Subscriber;
let browser: Browser;
let provider: PlainProvider;

beforeAll(async () => {
  if (!hasBrowser) return;
  vendor = await startPlainVendor();
  subscriber = await startSubscriber();
  hub = await startTestHub();
  provider = await addPlainProvider(hub.api, vendor.url, { name: 'Kasir hotel' });
  browser = await launchBrowser();
});

afterAll(async () => {
  if (!hasBrowser) return;
  await browser.close();
  await hub.stop();
  await subscriber.close();
  await vendor.close();
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const dialog = (page: Page) => page.getByRole('dialog');

async function aPaidWebhook() {
  const { body: payment } = await pay(hub, { provider_id: provider.id });
  const { id, reference } = payment;
  const webhook = { event_id: randomUUID(), reference, status: 'PAID', amount: 150_000 };
  const isPaid = async () => (await hub.api.get(`/api/v1/payments/${id}`)).body.status === 'paid';
  return { webhook, isPaid };
}

const setSecret = (webhook_secret: string) =>
  hub.api.patch(`/api/v1/providers/${provider.id}`, {
    credentials: { webhook_secret },
    secret_overlap_hours: 0,
  });

describeInBrowser('webhooks of vendors', () => {
  it('arrive in the open list, and a refused one explains itself and is replayed', async () => {
    const page = await visit(browser, hub);
    await page.goto('/webhooks');
    await page.getByText('Belum ada webhook masuk').waitFor();
    const { webhook, isPaid } = await aPaidWebhook();
    await postWebhook(provider, webhook, { secret: 'of-somebody-else' });

    await page.getByRole('row', { name: /Kasir hotel/ }).click();
    await page.getByText('Tanda tangan tidak cocok').waitFor();
    await page.getByText('isi mentah').waitFor();
    await page.getByText('kunci webhook_secret').waitFor();
    await page.getByText('header x-signature', { exact: true }).waitFor();
    await page.getByText(/401 dalam \d+ ms/).waitFor();
    expect(await page.content()).not.toContain(WEBHOOK_SECRET);
    expect(await seriousBarriers(page)).toEqual([]);

    // The vendor's real call of the same event comes, and the spoilt one stays refused when it is replayed.
    await button(page, 'Proses ulang').click();
    await button(page, 'Proses ulang').last().click();
    await page.getByText('Sedang diproses ulang.').waitFor();
    await postWebhook(provider, webhook);
    await eventually(isPaid);
    await page.goto(`/webhooks?ref=${webhook.reference}`);
    await page.getByRole('row', { name: /Transaksi diperbarui/ }).click();
    await page.getByText('Kabar "Pembayaran diterima"').waitFor();
    await button(page, 'Mentah').or(page.getByText('Mentah')).first().click();
    await page.getByText(JSON.stringify(webhook)).waitFor();
    await page.context().close();
  });

  it('are processed again together once the key is right', async () => {
    await setSecret('a-wrong-webhook-secret');
    const paid = [await aPaidWebhook(), await aPaidWebhook(), await aPaidWebhook()];
    for (const { webhook } of paid) await postWebhook(provider, webhook);
    await setSecret(WEBHOOK_SECRET);

    const page = await visit(browser, hub);
    await page.goto(`/webhooks?provider=${provider.id}&status=rejected`);
    const rows = page.getByRole('checkbox', { name: /^Pilih webhook/ });
    await rows.first().click();
    await button(page, 'Proses ulang 1 terpilih').click();
    await button(page, 'Proses ulang').click();
    await page.getByText('1 diproses ulang, 0 dilewati.').waitFor();
    await button(page, 'Tutup').last().click();
    await eventually(() => paid[2]?.isPaid() ?? Promise.resolve(false));

    await button(page, 'Proses ulang semua hasil saringan').click();
    await dialog(page).getByText('juga yang belum tampil di layar').waitFor();
    await button(page, 'Proses ulang').click();
    await page.getByText(/^\d diproses ulang, 0 dilewati\.$/).waitFor();
    for (const { isPaid } of paid) await eventually(isPaid);
    await page.context().close();
  });
});

describeInBrowser('webhooks to the hotel', () => {
  const endpointId = async () =>
    (await hub.api.get('/api/v1/webhook-endpoints')).body.items[0].id as string;

  it('are set up, tested, and verified by the receiver with the standard library', async () => {
    const page = await visit(browser, hub);
    await page.goto('/webhooks?tab=out');
    await button(page, 'Tambah alamat penerima').click();
    await dialog(page).getByRole('textbox', { name: 'Alamat penerima' }).fill(subscriber.url);
    await dialog(page).getByRole('textbox', { name: 'Keterangan' }).fill('PMS lantai depan');
    await dialog(page).getByRole('checkbox', { name: 'Semua peristiwa' }).click();
    await button(page, 'Simpan').click();
    const secret = await page.getByLabel('Secret tanda tangan').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await page.getByText('standardwebhooks').first().waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    await button(page, 'Sudah saya simpan').click();

    await page.getByText('PMS lantai depan').click();
    await button(page, 'Kirim uji coba').click();
    await button(page, 'Kirim sekarang').click();
    await page.getByText(/Penerima menjawab 200 dalam \d+ ms/).waitFor();
    const [received] = subscriber.received;
    expect(received?.body.event).toBe('webhook.test');
    new Webhook(secret).verify(received?.raw ?? '', received?.headers as Record<string, string>);
    await page.context().close();
  });

  it('are signed with both secrets while a rotation overlaps', async () => {
    const page = await visit(browser, hub);
    await page.goto(`/webhooks/out/${await endpointId()}`);
    await button(page, 'Ganti secret').click();
    const last4 = await page.getByText(/^whsec_…/).textContent();
    await dialog(page).getByRole('button', { name: 'Ganti secret' }).click();
    const secret = await page.getByLabel('Secret tanda tangan').inputValue();
    await button(page, 'Sudah saya simpan').click();
    await page.getByText('tidak ada secret lama').waitFor({ state: 'hidden' });
    expect(last4?.slice(-4)).not.toBe(secret.slice(-4));

    await hub.api.post('/api/v1/events', { event: 'folio.closed', data: { folio_id: 'F-1' } });
    const received = await eventually(async () =>
      subscriber.received.find(({ body }) => body.event === 'folio.closed'),
    );
    const headers = received.headers as Record<string, string>;
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    new Webhook(secret).verify(received.raw, headers);
    await page.context().close();
  });

  it('that did not arrive are sent again in bulk once the receiver has recovered', async () => {
    const id = await endpointId();
    subscriber.answer(500);
    for (const number of ['101', '102', '103']) {
      const data = { room_number: number, status: 'clean' };
      await hub.api.post('/api/v1/events', { event: 'room.status_changed', data });
    }
    await eventually(async () => {
      const { items } = (
        await hub.api.get(`/api/v1/webhook-deliveries?endpoint_id=${id}&status=retrying`)
      ).body;
      return items.length === 3;
    });
    await hub.sql(
      `UPDATE webhook_deliveries SET status = 'dead', due_at = NULL WHERE status = 'retrying'`,
    );
    const page = await visit(browser, hub);
    await page.goto('/webhooks?tab=dead');
    await page.getByRole('heading', { name: 'Kendala di penerima' }).waitFor();
    await page.getByText('Sistem penerima mengalami kesalahan').waitFor();
    const before = subscriber.received.length;
    subscriber.answer(200);
    await button(page, 'Kirim ulang 3').click();
    await button(page, 'Kirim ulang').click();
    await eventually(async () => subscriber.received.length === before + 3);
    await page.getByText('Semua kabar sampai.').waitFor();

    await page.goto('/webhooks?tab=deliveries&event=room.status_changed');
    await page
      .getByRole('row', { name: /room.status_changed/ })
      .first()
      .click();
    await page.getByText('Sampai, dijawab 200').waitFor();
    await button(page, /Sistem penerima mengalami kesalahan/)
      .first()
      .click();
    await page.getByText('answered 500').waitFor();
    await page.context().close();
  });

  it('wait while their address is paused, and are offered when it is active again', async () => {
    const id = await endpointId();
    const page = await visit(browser, hub);
    await page.goto(`/webhooks/out/${id}`);
    await button(page, 'Jeda').click();
    await dialog(page).getByRole('button', { name: 'Jeda' }).click();
    await button(page, 'Aktifkan').waitFor();
    await hub.api.post('/api/v1/events', { event: 'folio.closed', data: { folio_id: 'F-2' } });
    // The other one is the news that it was switched off.
    await page.getByText('2 kabar ditahan. Aktifkan alamat ini').waitFor();
    await button(page, 'Aktifkan').click();
    await button(page, 'Kirim 2 yang tertahan').click();
    await button(page, 'Kirim ulang').click();
    await eventually(async () =>
      subscriber.received.some(({ body }) => body.data['folio_id'] === 'F-2'),
    );
    await page.context().close();
  });
});

describeInBrowser('every page of webhooks', () => {
  const TABS = ['in', 'out', 'deliveries', 'dead', 'events'].map((tab) => `/webhooks?tab=${tab}`);

  async function details(): Promise<string[]> {
    const first = async (path: string) =>
      (await hub.api.get(`/api/v1/${path}`)).body.items[0].id as string;
    return [
      `/webhooks/in/${await first('webhook-logs')}`,
      `/webhooks/out/${await first('webhook-endpoints')}`,
      `/webhooks/deliveries/${await first('webhook-deliveries')}`,
    ];
  }

  const CHANGES = /Proses ulang|Kirim ulang|Kirim uji coba|Jeda|Hapus$|Ubah|Ganti|Tambah/;

  const settled = async (page: Page, path: string): Promise<void> => {
    await page.goto(path, { waitUntil: 'load' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('load');
    await page
      .locator('[aria-busy=true], .mantine-Skeleton-root')
      .first()
      .waitFor({ state: 'hidden' });
  };

  it('offers a viewer nothing that changes something', async () => {
    const page = await visit(browser, hub, { role: 'viewer' });
    for (const path of [...TABS, ...(await details())]) {
      await settled(page, path);
      expect([path, await button(page, CHANGES).count()]).toEqual([path, 0]);
      expect([path, await page.getByRole('checkbox').count()]).toEqual([path, 0]);
    }
    await page.context().close();
  });

  it.each([
    ['id', 1_280],
    ['en', 390],
  ] as const)('can be used by everybody, in %s at %i pixels', async (language, width) => {
    const page = await visit(browser, hub, { language, width });
    for (const path of [...TABS, ...(await details())]) {
      await settled(page, path);
      expect([path, await seriousBarriers(page)]).toEqual([path, []]);
      expect([path, await scrollsSideways(page)]).toEqual([path, false]);
    }
    await page.context().close();
  });
});
