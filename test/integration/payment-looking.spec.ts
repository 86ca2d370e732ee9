/** Finding payments, taking the list along as a file, and what is shown of one: its history, and its guest. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import { addLedgerProvider } from '#test/support/ledger-connector.js';
import { type LedgerVendor, startLedgerVendor } from '#test/support/ledger-vendor.js';
import { type PlainProvider, postWebhook } from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const GUEST = {
  first_name: 'Budi',
  last_name: 'Santoso',
  email: 'Budi.Santoso@Example.com',
  phone: '+6281234567890',
};
const MASKED = { name: 'B*** S***', email: 'B***@Example.com', phone: '+62***7890' };

let hub: TestHub;
let ledger: LedgerVendor;
let provider: PlainProvider;
let other: PlainProvider;
let blind: HubClient;
const ids = new Map<string, string>();

beforeAll(async () => {
  [hub, ledger] = await Promise.all([startTestHub(), startLedgerVendor()]);
  provider = await addLedgerProvider(hub.api, ledger);
  other = await addLedgerProvider(hub.api, ledger);
  blind = await keyWith(['payments:read']);
  await charge({ order_id: 'RES-1001', amount: 150_000, customer: GUEST });
  await charge({ order_id: 'res-1002', amount: 275_000 });
  await charge({ order_id: '=HYPERLINK("http://x")', amount: 90_000, provider_id: other.id });
  await charge({
    order_id: 'FOLIO-1%',
    amount: 1_050,
    currency: 'USD',
    metadata: { phone: '081234567890' },
  });
  await paid('RES-1001');
  await hub.sql(`UPDATE payments SET method = 'bca_va' WHERE order_id = 'res-1002'`);
  // Half past eleven in the evening of the tenth in Jakarta, the eleventh in Makassar.
  await hub.sql(
    `UPDATE payments SET created_at = '2026-03-10T16:30:00Z' WHERE order_id = 'RES-1001'`,
  );
});

afterAll(async () => {
  await hub.stop();
  await ledger.close();
});

async function keyWith(scopes: readonly string[]): Promise<HubClient> {
  const { body } = await hub.api.post('/api/v1/api-keys', { name: 'a key', scopes });
  return hubClient(hub.url, body.key);
}

async function charge(body: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await hub.api.post(
    '/api/v1/payments',
    { provider_id: provider.id, ...body },
    { 'idempotency-key': randomUUID() },
  );
  if (answer.status !== 201) throw new Error(answer.text);
  ids.set(String(body['order_id']), answer.body.id);
}

const idOf = (order: string): string => ids.get(order) ?? '';
const look = async (order: string) => (await hub.api.get(`/api/v1/payments/${idOf(order)}`)).body;

async function paid(order: string): Promise<void> {
  const { reference } = await look(order);
  const found = ledger.charges.get(reference);
  if (!found) throw new Error(`no charge of ${order}`);
  ledger.move(found, 'PAID');
  await postWebhook(provider, found.webhooks.at(-1) ?? {});
  await eventually(async () => (await look(order)).status === 'paid');
}

async function found(query: string, client: HubClient = hub.api): Promise<string[]> {
  const answer = await client.get(`/api/v1/payments?${query}`);
  expect([query, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([
    query,
    200,
    '',
  ]);
  return answer.body.items.map((item: any) => item.order_id);
}

const q = (text: string): string => `q=${encodeURIComponent(text)}`;

describe('the list of payments', () => {
  it.each([
    ['one state', 'status=paid', ['RES-1001']],
    ['several states', 'status=paid,failed', ['RES-1001']],
    ['a state that is repeated', 'status=paid&status=failed', ['RES-1001']],
    ['a method', 'method=bca_va', ['res-1002']],
    ['an exact amount', 'amount=275000', ['res-1002']],
    ['an amount from', 'amount_min=150000', ['res-1002', 'RES-1001']],
    ['an amount to', 'amount_max=1050', ['FOLIO-1%']],
    [
      'amounts between',
      'amount_min=90000&amount_max=150000',
      ['=HYPERLINK("http://x")', 'RES-1001'],
    ],
    ['a feature that nothing came by', 'feature=payment.qris', []],
    ['a day', 'from=2026-03-10&to=2026-03-10', ['RES-1001']],
    ['a day of another clock', 'from=2026-03-11&to=2026-03-11&zone=WITA', ['RES-1001']],
    ['the day before', 'to=2026-03-09', []],
    ['days up to one', 'to=2026-03-10', ['RES-1001']],
    ['two things at once', 'status=paid&amount_min=150001', []],
  ])('is narrowed to %s', async (_case, query, orders) => {
    expect(await found(query)).toEqual(orders);
  });

  it('is narrowed to a provider', async () => {
    expect(await found(`provider_id=${other.id}`)).toEqual(['=HYPERLINK("http://x")']);
  });

  it.each([
    ['the beginning of an order id, in any case', 'RES-1', ['res-1002', 'RES-1001']],
    ['signs that mean something to a database', 'folio-1%', ['FOLIO-1%']],
    ['a sign that would stand for anything', '%%', []],
    ['a name', 'santoso', ['RES-1001']],
    ['the beginnings of names, in any order', 'san bud', ['RES-1001']],
    ['an e-mail address', 'budi.santoso@example.com', ['RES-1001']],
    ['a phone number', '0812-3456-7890', ['RES-1001']],
    ['a phone number with its country', '+62 812 3456 7890', ['RES-1001']],
    ['a phone number without its zero', '81234567890', ['RES-1001']],
    ['part of a phone number', '4567890', []],
    ['words that look like a query', `' | ! & :* \\`, []],
  ])('is searched by %s', async (_case, text, orders) => {
    expect(await found(q(text))).toEqual(orders);
  });

  it("is searched by a vendor's id and by our own", async () => {
    const { gateway_transaction_id: vendorId, reference } = await look('RES-1001');
    for (const text of [vendorId, reference, idOf('RES-1001')]) {
      expect(await found(q(text))).toEqual(['RES-1001']);
    }
  });

  it.each(['santoso', 'budi.santoso@example.com', '081234567890'])(
    'does not tell who may not see guests whether there is %s',
    async (text) => {
      expect(await found(q(text), blind)).toEqual([]);
    },
  );

  it('finds orders for who may not see guests', async () => {
    expect(await found(q('res-10'), blind)).toEqual(['res-1002', 'RES-1001']);
  });

  it('pages through what a search found', async () => {
    const first = await hub.api.get(`/api/v1/payments?${q('res-1')}&limit=1`);
    const cursor = String(first.body.next_cursor);
    expect(first.body.items.map((item: any) => item.order_id)).toEqual(['res-1002']);
    expect(await found(`${q('res-1')}&limit=1&cursor=${cursor}`)).toEqual(['RES-1001']);
  });

  it('shows guests masked, also to who may see them', async () => {
    const { body } = await hub.api.get('/api/v1/payments?order_id=RES-1001');
    expect(body.items[0].guest).toEqual(MASKED);
    expect((await look('RES-1001')).guest).toEqual(MASKED);
    expect((await look('res-1002')).guest).toBeNull();
  });

  it('is summed up by currency', async () => {
    const { body } = await hub.api.get('/api/v1/payments/totals');
    expect(body).toEqual({
      count: 4,
      is_complete: true,
      totals: [
        { currency: 'IDR', count: 3, amount: 515_000, received: 150_000, refunded: 0 },
        { currency: 'USD', count: 1, amount: 1_050, received: 0, refunded: 0 },
      ],
    });
    const searched = await hub.api.get(`/api/v1/payments/totals?${q('santoso')}`);
    expect(searched.body).toMatchObject({ count: 1, totals: [{ received: 150_000 }] });
  });

  it.each([
    ['status=bogus', 'status'],
    ['status=', 'status'],
    ['amount=12.5', 'amount'],
    ['amount_min=-1', 'amount_min'],
    ['amount_min=2000&amount_max=1000', 'amount_max'],
    ['from=2026-02-30', 'from'],
    ['from=2026-03-02&to=2026-03-01', 'to'],
    ['zone=Mars&from=2026-03-01', 'zone'],
    ['provider_id=x', 'provider_id'],
    ['property_id=x', 'property_id'],
    ['q=x', 'q'],
    ['q=%00%00', 'q'],
    ['cursor=x', 'cursor'],
  ])('refuses %s and names the field', async (query, field) => {
    const answer = await hub.api.get(`/api/v1/payments?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field.split('.')[0]).toBe(field);
  });
});

describe('the file of payments', () => {
  it('holds the filtered list, times on the clock of the hotel and amounts to calculate with', async () => {
    const answer = await hub.api.get('/api/v1/payments/export?status=paid');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="payments-/);
    const [head = '', line = '', ...rest] = answer.text.split('\r\n');
    expect(head).toMatch(/^\uFEFF?order_id,status,currency,amount,received,refunded,provider,/);
    expect(line).toMatch(/^RES-1001,paid,IDR,150000,150000,0,/);
    expect(line).toContain(',B*** S***,2026-03-10 23:30:00,');
    expect(line).not.toContain('Budi');
    expect(rest).toEqual(['']);
  });

  it('begins with the mark by which spreadsheets know its letters', async () => {
    const response = await fetch(`${hub.url}/api/v1/payments/export`, {
      headers: { authorization: `Bearer ${(await hubKey()).key}` },
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('runs nothing in a spreadsheet, and writes cents', async () => {
    const { text } = await hub.api.get('/api/v1/payments/export');
    expect(text).toContain(`"'=HYPERLINK(""http://x"")",pending,IDR,90000,0,0,`);
    expect(text).toContain('FOLIO-1%,pending,USD,10.50,0.00,0.00,');
  });

  it('refuses a bad filter before it begins', async () => {
    expect((await hub.api.get('/api/v1/payments/export?status=bogus')).status).toBe(422);
  });
});

async function hubKey(): Promise<{ key: string }> {
  const scopes = ['payments:read'];
  return (await hub.api.post('/api/v1/api-keys', { name: 'file', scopes })).body;
}

describe('the history of a payment', () => {
  const timeline = async (client: HubClient = hub.api) =>
    (await client.get(`/api/v1/payments/${idOf('RES-1001')}/timeline`)).body;

  it('puts what it went through, what was asked and what was told into one list', async () => {
    const { items, left_out: leftOut } = await eventually(async () => {
      const body = await timeline();
      const kinds = new Set(body.items.map((item: any) => item.kind));
      return ['event', 'call', 'webhook'].every((kind) => kinds.has(kind)) && body;
    });
    expect(leftOut).toEqual([]);
    const times = items.map((item: any) => Date.parse(item.at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const call = items.find((item: any) => item.kind === 'call').call;
    expect(call).toMatchObject({ action: 'create', status: 'ok', http_status: 200 });
    expect(call.latency_ms).toBeGreaterThanOrEqual(0);
    const { webhook } = items.find((item: any) => item.kind === 'webhook');
    expect(webhook).toMatchObject({ status: 'processed' });
    expect(JSON.parse(webhook.body)).toBeInstanceOf(Object);
    const change = items.find((item: any) => item.event?.to === 'paid');
    expect(change).toMatchObject({ event: { source: 'webhook', from: 'pending' } });
    expect(change.since_ms).toBeGreaterThanOrEqual(0);
  });

  it('leaves out what the caller may not see, and says so', async () => {
    const body = await timeline(blind);
    expect(body.left_out).toEqual(['call', 'webhook', 'reveal']);
    expect(new Set(body.items.map((item: any) => item.kind))).toEqual(new Set(['event']));
  });

  it('is found by the payment in the list of webhooks, too', async () => {
    const { body } = await hub.api.get(`/api/v1/webhook-logs?reference=${idOf('RES-1001')}`);
    expect(body.items).toHaveLength(1);
    const none = await hub.api.get(`/api/v1/webhook-logs?reference=${idOf('res-1002')}`);
    expect(none.body.items).toEqual([]);
  });
});

describe('what a payment can be offered', () => {
  it('is what its provider can do', async () => {
    expect((await look('RES-1001')).abilities).toEqual({
      refund: 'vendor',
      partial_refund: true,
      capture: true,
      partial_capture: true,
    });
  });
});

describe('the guest of a payment', () => {
  const path = (order: string): string => `/api/v1/payments/${idOf(order)}/guest`;

  it('is shown in clear to who may see it, and the look is kept', async () => {
    const answer = await hub.api.post(path('RES-1001'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.body).toEqual({
      guest: { name: 'Budi Santoso', email: GUEST.email, phone: GUEST.phone },
      visible_seconds: 60,
    });
    const log = await hub.api.get('/api/v1/audit-log?action=payment.guest_revealed');
    expect(log.body.items).toHaveLength(1);
    expect(log.body.items[0]).toMatchObject({
      subject: { type: 'payment', id: idOf('RES-1001') },
      after: { order_id: 'RES-1001', fields: ['name', 'email', 'phone'] },
    });
    expect(log.text).not.toContain('Santoso');
    const { body } = await hub.api.get(`/api/v1/payments/${idOf('RES-1001')}/timeline`);
    expect(body.items.filter((item: any) => item.kind === 'reveal')).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('Santoso');
  });

  it('is refused to a key without the scope, and nothing is written', async () => {
    const before = await hub.sql('SELECT FROM audit_log');
    const answer = await blind.post(path('RES-1001'));
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('Budi');
    expect(await hub.sql('SELECT FROM audit_log')).toHaveLength(before.length);
  });

  it('is refused to a key that may not see payments', async () => {
    const guests = await keyWith(['guests:read']);
    expect((await guests.post(path('RES-1001'))).status).toBe(403);
  });

  it('is nobody where none was named, which is no look', async () => {
    const before = await hub.sql('SELECT FROM audit_log');
    expect((await hub.api.post(path('res-1002'))).body.guest).toBeNull();
    expect(await hub.sql('SELECT FROM audit_log')).toHaveLength(before.length);
    expect((await hub.api.post(`/api/v1/payments/${randomUUID()}/guest`)).status).toBe(404);
  });
});
