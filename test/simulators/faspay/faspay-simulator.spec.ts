import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { faspaySignature } from '#test/simulators/faspay/faspay-signature.js';
import { startFaspaySimulator } from '#test/simulators/faspay/faspay-simulator.js';
import { wibText } from '#test/simulators/faspay/wib-time.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

let simulator: Simulator;
let hotel: WebhookCatcher;
beforeAll(async () => {
  hotel = await startWebhookCatcher();
  simulator = await startFaspaySimulator({ webhookUrl: hotel.url, retryDelaysMs: [1] });
});
afterEach(() => {
  hotel.caught.length = 0;
  delete hotel.answer;
  simulator.act('config', { ip_known: true, notification_format: 'json' });
});
afterAll(async () => {
  await simulator.close();
  await hotel.close();
});

let count = 0;
const USER = ['bot31835', 'p@ssw0rd'] as const;

/** A page over Rp 150,000 that is right in all respects. */
function aPage(change: Record<string, unknown> = {}) {
  count += 1;
  const page = {
    merchant_id: '31835',
    merchant: 'Simulator Bed & Breakfast',
    bill_no: `INV${count}`,
    bill_date: wibText(Date.now()),
    bill_expired: wibText(Date.now() + 3_600_000),
    bill_desc: 'Deposit',
    bill_gross: '150000',
    bill_miscfee: '0',
    bill_total: '150000',
    cust_no: 'G-1',
    cust_name: 'Budi',
    msisdn: '081234567890',
    email: 'budi@example.com',
    item: [{ product: 'Deposit', qty: '1', amount: '150000' }],
    ...change,
  };
  return { signature: faspaySignature(...USER, page.bill_no, page.bill_total), ...page };
}

async function post(path: string, body: unknown) {
  const response = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, told: (await response.json()) as Record<string, unknown> };
}

describe('the Faspay simulator', () => {
  it.each([
    ['a wrong signature', { signature: 'f'.repeat(40) }, '55'],
    ['another merchant', { merchant_id: '99999' }, '03'],
    ['a missing field', { email: undefined }, '83'],
    ['a field that it does not know', { currency: 'IDR' }, '84'],
    ['special signs', { bill_desc: 'Deposit & more' }, '30'],
    ['a sum that does not add up', { bill_miscfee: '1' }, '13'],
    ['an end that is past', { bill_expired: '2020-01-01 00:00:00' }, '54'],
    ['an end too far away', { bill_expired: '2099-01-01 00:00:00' }, '30'],
  ])('refuses %s under status 200', async (_what, change, code) => {
    const { status, told } = await post('/v4/post', aPage(change));
    expect(status).toBe(200);
    expect(told).toMatchObject({ response_code: code });
  });

  it('refuses a bill number twice, and everybody while the address is unknown', async () => {
    const page = aPage();
    expect((await post('/v4/post', page)).told).toMatchObject({ response_code: '00' });
    expect((await post('/v4/post', page)).told).toMatchObject({ response_code: '14' });
    simulator.act('config', { ip_known: false });
    expect((await post('/v4/post', aPage())).told).toMatchObject({ response_code: '63' });
  });

  it('tells nothing of a bill to somebody who has the wrong transaction', async () => {
    const page = aPage();
    await post('/v4/post', page);
    simulator.act('choose', { reference: page.bill_no });
    const { told } = await post('/cvr/100004/10', {
      request: 'Inquiry Payment Status',
      merchant_id: '31835',
      bill_no: page.bill_no,
      trx_id: '3183540299999999',
      signature: faspaySignature(...USER, page.bill_no),
    });
    expect(told).toMatchObject({ response_code: '14' });
  });

  it.each([
    ['nothing at all', '', 4],
    ['another bill', '{"response":"Payment Notification","trx_id":"1","bill_no":"B"}', 4],
  ])('sends a notification three times more for %s', async (_what, body, times) => {
    hotel.answer = () => ({ contentType: 'application/json', body });
    const page = aPage();
    await post('/v4/post', page);
    simulator.act('pay', { reference: page.bill_no });
    await simulator.webhooks.idle();
    expect(hotel.caught).toHaveLength(times);
  });

  it('writes XML without care for its own ampersands', async () => {
    simulator.act('config', { notification_format: 'xml' });
    const page = aPage();
    await post('/v4/post', page);
    simulator.act('pay', { reference: page.bill_no });
    await simulator.webhooks.idle();
    expect(hotel.caught[0]?.headers['content-type']).toBe('text/xml');
    expect(hotel.caught[0]?.raw).toContain('<merchant>Simulator Bed & Breakfast</merchant>');
  });
});
