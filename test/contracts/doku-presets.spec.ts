import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConnector } from '#connectors/connector-check.js';
import { checkCredentials } from '#connectors/credential-check.js';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import { startDokuSimulator } from '#test/simulators/doku/doku-simulator.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import { startVendorWorld, type VendorWorld } from '#test/support/vendor-world.js';

let world: VendorWorld;
let doku: Simulator;
beforeAll(async () => {
  world = await startVendorWorld(startDokuSimulator);
  doku = world.vendor;
});
afterEach(() => world.rest());
afterAll(() => world.close());

let count = 0;
/** References as the presets' limits make them. */
const aBill = (more = {}) => aPayment({ reference: `DK${process.pid}A${++count}`, ...more });

const refsOf = (events: readonly NeutralEvent[]) =>
  Object.assign({}, ...events.map(({ refs }) => refs ?? {})) as Record<string, string>;

const strangerKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const BANKS = [
  'bca',
  'mandiri',
  'bsi',
  'bri',
  'bni',
  'permata',
  'cimb',
  'danamon',
  'btn',
  'bnc',
  'maybank',
  'doku',
];

interface Case {
  readonly file: string;
  readonly action: string;
  readonly method?: string;
  /** Channel that the guest picks on the page. */
  readonly chosen?: string;
}

const CASES: readonly Case[] = [
  { file: 'doku-checkout', action: 'redirect' },
  { file: 'doku-checkout', action: 'redirect', method: 'bca_va' },
  { file: 'doku-checkout', action: 'redirect', method: 'card', chosen: 'CREDIT_CARD' },
  { file: 'doku-qris', action: 'qr' },
  ...BANKS.map((bank) => ({ file: 'doku-va', action: 'virtual_account', method: `${bank}_va` })),
];
const FILES = ['doku-checkout', 'doku-qris', 'doku-va'];

describe.each(FILES)('the preset %s', (file) => {
  it('has a connector that can run and names the vendor as its file does', () => {
    const { preset, engine, target } = world.connect(file);
    expect(checkConnector(engine, target.connector)).toEqual([]);
    expect(preset.preset_id).toBe(file);
    expect(preset.supported_methods).toEqual(Object.keys(preset.connector.methods));
    expect(preset.setup.id).toHaveLength(preset.setup.en.length);
  });

  it('tests its connection: good keys are accepted, a bad secret refused', async () => {
    const good = await world.connect(file).runner.execute('test', {});
    const bad = world.connect(file, { credentials: { secret_key: 'SK-SomeOtherKey0001' } });
    expect(good.result['verdict']).toBe('ok');
    await expect(bad.runner.execute('test', {})).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('refuses a webhook that does not come from the vendor, in either style', async () => {
    const provider = world.connect(file);
    const body = { order: { invoice_number: 'A' }, transaction: { status: 'SUCCESS' } };
    const raw = JSON.stringify(body);
    const styles = [
      {},
      { 'client-id': 'x', 'request-id': '1', signature: 'HMACSHA256=AAAA' },
      { authorization: 'Bearer x', 'x-timestamp': 'now', 'x-signature': 'AAAA' },
    ];
    for (const headers of styles) {
      const caught = {
        path: '/',
        headers: { 'content-type': 'application/json', ...headers },
        raw,
      };
      expect((await provider.verify({ ...caught, body })).ok).toBe(false);
    }
  });

  it.each([
    ['client_id', 'SK-abcdefgh', 'error'],
    ['secret_key', 'BRN-0221-1693209567392', 'error'],
  ] as const)('notices keys that were mixed up: %s', async (key, value, severity) => {
    const { engine, target } = world.connect(file, { credentials: { [key]: value } });
    const findings = await checkCredentials(engine, target.connector, target);
    expect(findings).toMatchObject([{ field: key, severity }]);
  });

  it('has nothing to say against good keys', async () => {
    const { engine, target } = world.connect(file);
    expect(await checkCredentials(engine, target.connector, target)).toEqual([]);
  });
});

describe.each(CASES)('$file $method', ({ file, method, chosen, action }) => {
  const more = method === undefined ? {} : { method };

  it('creates what its format promises and asks after it', async () => {
    const { port } = world.connect(file);
    const request = aBill(more);
    const created = await port.create(request);
    const state = await port.status(queryOf(request, created));
    expect(created).toMatchObject({ status: 'pending', action: { type: action } });
    expect(Math.abs(Number(created.expiresAt) - Number(request.expiresAt))).toBeLessThan(61_000);
    expect(state.status).toBe('pending');
  });

  it('is paid by a genuine webhook that the status confirms', async () => {
    const provider = world.connect(file);
    const request = aBill(more);
    const created = await provider.port.create(request);
    doku.act('pay', { reference: request.reference, method: chosen });
    const events = await world.eventsOf(provider);
    const state = await provider.port.status(queryOf(request, created));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'payment',
      reference: request.reference,
      status: 'paid',
      amount: 275_000,
      currency: 'IDR',
    });
    expect(events[0]?.id).toEqual(expect.any(String));
    expect(state).toMatchObject({ status: 'paid', amount: 275_000, currency: 'IDR' });
  });
});

describe('the signature of a notification', () => {
  const caughtOne = async () => {
    const provider = world.connect('doku-checkout');
    const request = aBill();
    await provider.port.create(request);
    doku.act('pay', { reference: request.reference });
    await doku.webhooks.idle();
    const [caught] = world.hotel.caught;
    if (!caught) throw new Error('no webhook came');
    return { provider, caught };
  };

  it('covers the body, byte by byte', async () => {
    const { provider, caught } = await caughtOne();
    const changed = { ...caught, raw: caught.raw.replace('275000', '275001') };
    const spaced = { ...caught, raw: caught.raw.replace(',', ', ') };
    expect((await provider.verify(caught)).ok).toBe(true);
    expect((await provider.verify(changed)).ok).toBe(false);
    expect((await provider.verify(spaced)).ok).toBe(false);
  });

  it('covers the id and the time', async () => {
    const { provider, caught } = await caughtOne();
    for (const name of ['request-id', 'request-timestamp', 'client-id']) {
      const headers = { ...caught.headers, [name]: 'another' };
      expect((await provider.verify({ ...caught, headers })).ok).toBe(false);
    }
  });

  it('covers the path under which the hub is known', async () => {
    const { caught } = await caughtOne();
    const webhookUrl = `${world.hotel.url}/webhook/payment/another`;
    const other = world.connect('doku-checkout', { webhookUrl });
    expect((await other.verify(caught)).ok).toBe(false);
  });

  it('is that of the vector', async () => {
    const webhookUrl = 'https://hub.example.com/webhook/payment/doku-main';
    const credentials = {
      client_id: 'MCH-0001-10791114622547',
      secret_key: 'SK-TestSecretKey0001',
    };
    const provider = world.connect('doku-checkout', { webhookUrl, credentials });
    const raw =
      '{"service":{"id":"VIRTUAL_ACCOUNT"},"acquirer":{"id":"BCA"},"channel":{"id":"VIRTUAL_ACCOUNT_BCA"},"transaction":{"status":"SUCCESS","date":"2026-11-20T09:24:23Z","original_request_id":"fdb69f47-96da-499d-acec-7cdc318ab2fe"},"order":{"invoice_number":"INV-20261120-0001","amount":150000},"virtual_account_info":{"virtual_account_number":"1900600000000046"}}';
    const headers = {
      'content-type': 'application/json',
      'client-id': credentials.client_id,
      'request-id': '479b663f-5c9d-400d-8e80-3e548a8f7639',
      'request-timestamp': '2026-11-20T09:24:30Z',
      signature: 'HMACSHA256=mwMlUIN/oF7uiB1Pe6GKwCPtMiO6OQfh0TPJI01Lo+c=',
    };
    const body = JSON.parse(raw) as Record<string, unknown>;
    const caught = { path: '/webhook/payment/doku-main', headers, raw, body };
    expect(await provider.verify(caught)).toEqual({ ok: true });
    expect(await provider.interpret(caught)).toMatchObject({
      kind: 'events',
      events: [
        {
          id: '479b663f-5c9d-400d-8e80-3e548a8f7639',
          reference: 'INV-20261120-0001',
          status: 'paid',
          amount: 150_000,
          occurred_at: '2026-11-20T09:24:23.000Z',
        },
      ],
    });
  });
});

describe('the hosted page', () => {
  it('stays open after a failed attempt, and is paid by the next', async () => {
    const provider = world.connect('doku-checkout');
    const request = aBill();
    const created = await provider.port.create(request);
    doku.act('fail', { reference: request.reference, method: 'CREDIT_CARD' });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('pending');
    doku.act('pay', { reference: request.reference, method: 'QRIS' });
    const events = await world.eventsOf(provider);
    expect(events.map(({ status }) => status)).toEqual(['pending', 'paid']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it('expires by event and by status', async () => {
    const provider = world.connect('doku-checkout');
    const request = aBill();
    const created = await provider.port.create(request);
    doku.act('expire', { reference: request.reference });
    expect((await world.eventsOf(provider)).at(-1)).toMatchObject({ status: 'expired' });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('expired');
  });

  it('is the same page when the request is repeated with its id', async () => {
    const { port } = world.connect('doku-checkout');
    const request = aBill();
    const first = await port.create(request);
    const again = await port.create(request);
    expect(again.action).toEqual(first.action);
  });

  it('is not made a second time for another request with that invoice number', async () => {
    const { port } = world.connect('doku-checkout');
    const request = aBill();
    await port.create(request);
    const other = { ...request, idempotencyKey: '5f0c8e0a-0000-4000-8000-999999999999' };
    await expect(port.create(other)).rejects.toMatchObject({ kind: 'invalid_request' });
  });

  it('is found again when the answer was lost', async () => {
    const { port } = world.connect('doku-checkout');
    const request = aBill();
    await doku.fault({ operation: 'checkout', mode: 'cut_after', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    expect((await port.find(queryOf(request))).status).toBe('pending');
    expect((await port.create(request)).action.type).toBe('redirect');
  });

  it('is never called absent, because older merchants get 404 until a channel is chosen', async () => {
    const { port } = world.connect('doku-checkout');
    const request = aBill();
    doku.act('config', { older_merchant: true });
    const created = await port.create(request);
    await expect(port.status(queryOf(request, created))).rejects.toMatchObject({
      kind: 'not_found',
    });
    doku.act('config', { older_merchant: false });
    expect(port.can('lookup')).toBe(false);
  });

  it('asks for one channel alone when the guest has chosen, and says so when it is off', async () => {
    const { port } = world.connect('doku-checkout');
    doku.act('config', { inactive_channels: ['EMONEY_OVO'] });
    await expect(port.create(aBill({ method: 'ovo' }))).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining('INACTIVE'),
    });
    doku.act('config', { inactive_channels: [] });
  });

  it('is made without items where a discount is among them, and with them where they add up', async () => {
    const { port } = world.connect('doku-checkout');
    const item = { id: 'R', name: 'Kamar "Deluxe" 1 malam, sarapan', price: 137_500, quantity: 2 };
    doku.journal.clear();
    await port.create(aBill());
    await port.create(aBill({ items: [item] }));
    const sent = doku.journal.list({ operation: 'checkout' }).map((one) => JSON.stringify(one));
    const named = sent.filter((text) => text.includes('line_items'));
    expect(sent).toHaveLength(2);
    expect(named).toEqual([expect.stringContaining('Kamar Deluxe 1 malam, sarapan')]);
  });

  it('takes a notification address of its own only where its path is the registered one', async () => {
    const extra = { override_notification_url: true };
    const allowed = world.connect('doku-checkout', { extra });
    const webhookUrl = `${world.hotel.url}/webhook/payment/elsewhere`;
    const refused = world.connect('doku-checkout', { extra, webhookUrl });
    expect((await allowed.port.create(aBill())).status).toBe('pending');
    await expect(refused.port.create(aBill())).rejects.toMatchObject({ kind: 'invalid_request' });
  });
});

describe('refunds of the hosted page', () => {
  const paidBy = async (channel: string) => {
    const provider = world.connect('doku-checkout');
    const request = aBill();
    const created = await provider.port.create(request);
    doku.act('pay', { reference: request.reference, method: channel });
    const learnt = refsOf(await world.eventsOf(provider));
    const refund = (amount: number, key: string) => ({
      ...queryOf(request, created),
      refs: { ...created.refs, ...learnt },
      refundReference: `RF${key}`,
      refundAmount: amount,
      isFull: amount === 275_000,
      idempotencyKey: key,
    });
    return { ...provider, refund, created, request };
  };

  it('give the money of a card back once for one request, and in parts', async () => {
    const { port, refund } = await paidBy('CREDIT_CARD');
    const first = await port.refund(refund(75_000, 'first-part-0001'));
    const again = await port.refund(refund(75_000, 'first-part-0001'));
    const second = await port.refund(refund(200_000, 'second-part-0001'));
    expect([first, again, second].map(({ status }) => status)).toEqual(
      Array.from({ length: 3 }, () => 'succeeded'),
    );
    expect(again.gatewayRefundId).toBe(first.gatewayRefundId);
    await expect(port.refund(refund(1, 'third-part-0001'))).rejects.toMatchObject({
      kind: 'invalid_request',
    });
  });

  it('learn the id of the payment from the vendor where no webhook told it', async () => {
    const { port, refund, created } = await paidBy('CREDIT_CARD');
    const bare = { ...refund(275_000, 'bare-refund-0001'), refs: created.refs };
    expect((await port.refund(bare)).status).toBe('succeeded');
  });

  it('are reported as failed when the acquirer says so', async () => {
    const { port, refund } = await paidBy('CREDIT_CARD');
    doku.act('config', { refunds_end: 'FAILED' });
    expect((await port.refund(refund(1000, 'failed-refund-0001'))).status).toBe('failed');
    doku.act('config', { refunds_end: 'SUCCESS' });
  });

  it('are declined for what is not a card, with what to do instead', async () => {
    const { port, refund, created } = await paidBy('VIRTUAL_ACCOUNT_BCA');
    const declined = { kind: 'declined', vendorCode: 'refund_unsupported' };
    const told = refund(1000, 'va-refund-0001');
    doku.journal.clear();
    await expect(port.refund(told)).rejects.toMatchObject(declined);
    expect(doku.journal.count()).toBe(0);
    await expect(port.refund({ ...told, refs: created.refs })).rejects.toMatchObject(declined);
    expect(doku.journal.list({ operation: 'card_refund' })).toEqual([]);
  });
});

describe('QR codes', () => {
  it('are cancelled while they are open and not once they are paid', async () => {
    const { port } = world.connect('doku-qris');
    const open = aBill();
    const created = await port.create(open);
    expect((await port.cancel(queryOf(open, created))).status).toBe('cancelled');
    expect((await port.status(queryOf(open, created))).status).toBe('cancelled');
    const paid = aBill();
    const made = await port.create(paid);
    doku.act('pay', { reference: paid.reference });
    await expect(port.cancel(queryOf(paid, made))).rejects.toMatchObject({
      kind: 'invalid_request',
    });
  });

  it('are refunded once for one refund reference, though the vendor refuses the repeat', async () => {
    const { port } = world.connect('doku-qris');
    const request = aBill();
    const created = await port.create(request);
    doku.act('pay', { reference: request.reference });
    const refund = {
      ...queryOf(request, created),
      refundReference: `RF${request.reference}`,
      refundAmount: 275_000,
      isFull: true,
      reason: 'Guest cancelled',
      idempotencyKey: request.idempotencyKey,
    };
    const given = await port.refund(refund);
    expect(given).toMatchObject({ status: 'succeeded', gatewayRefundId: expect.any(String) });
    expect((await port.refund(refund)).status).toBe('succeeded');
    const refunds = doku.journal.list({ operation: 'qr_refund', text: request.reference });
    expect(refunds.map(({ status }) => status)).toEqual([200, 409]);
    const later = await port.refundStatus({
      ...refund,
      gatewayRefundId: given.gatewayRefundId ?? '',
    });
    expect(later.status).toBe('succeeded');
  });

  it('are found by our reference when the answer was lost', async () => {
    const { port } = world.connect('doku-qris');
    const request = aBill();
    await doku.fault({ operation: 'qr_generate', mode: 'cut_after', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    expect(await port.find(queryOf(request))).toMatchObject({ status: 'pending' });
    await expect(port.find(queryOf(aBill()))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('are not shown when their checksum is wrong', async () => {
    const { port } = world.connect('doku-qris');
    const body = { responseCode: '2004700', referenceNo: '1', qrContent: '0002010102126304FFFF' };
    await doku.fault({ operation: 'qr_generate', mode: 'status', status: 200, body, times: 1 });
    await expect(port.create(aBill())).rejects.toMatchObject({
      kind: 'ambiguous',
      vendorCode: 'bad_qr',
    });
  });

  it('name a merchant id that is not theirs in the connection test', async () => {
    const { runner } = world.connect('doku-qris', { credentials: { merchant_id: '1' } });
    await expect(runner.execute('test', {})).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('merchant'),
    });
  });
});

describe('virtual accounts', () => {
  it('give a number without the spaces that fill it up', async () => {
    const { port } = world.connect('doku-va');
    const created = await port.create(aBill({ method: 'bca_va' }));
    expect(created.action).toEqual({
      type: 'virtual_account',
      bank: 'bca',
      number: expect.stringMatching(/^1899\d{10}$/),
    });
    expect(created.refs['virtual_account_no']).toMatch(/^ {4}1899\d{10}$/);
  });

  it('are closed while they are open and not once they are paid', async () => {
    const { port } = world.connect('doku-va');
    const open = aBill();
    const created = await port.create(open);
    expect((await port.cancel(queryOf(open, created))).status).toBe('cancelled');
    const paid = aBill();
    const made = await port.create(paid);
    doku.act('pay', { reference: paid.reference });
    await expect(port.cancel(queryOf(paid, made))).rejects.toMatchObject({
      kind: 'invalid_request',
    });
  });

  it('are not asked about by a number that never came', async () => {
    const { port } = world.connect('doku-va');
    const request = aBill();
    await doku.fault({ operation: 'va_create', mode: 'cut_after', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    doku.journal.clear();
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(port.cancel(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
    expect(port.can('lookup')).toBe(false);
    expect(doku.journal.count()).toBe(0);
  });

  it('have no refunds', () => {
    expect(world.connect('doku-va').port.can('refund')).toBe(false);
  });

  it('ask for the BIN of a bank that has none, before the vendor is called', async () => {
    const { port } = world.connect('doku-va', { credentials: { bin_bni: '' } });
    doku.journal.clear();
    await expect(port.create(aBill({ method: 'bni_va' }))).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining('the BIN of BNI'),
    });
    expect(doku.journal.list({ operation: 'va_create' })).toEqual([]);
  });
});

describe('virtual accounts that the vendor asks the hub about', () => {
  const extra = { va_model: 'inquiry' };

  it('have a number of ours behind the BIN, and the vendor is told nothing', async () => {
    const { port } = world.connect('doku-va', { extra });
    doku.journal.clear();
    const created = await port.create(aBill({ method: 'bri_va', number: '1234567890' }));
    expect(created.action).toEqual({
      type: 'virtual_account',
      bank: 'bri',
      number: '139251234567890',
    });
    expect(created.refs['virtual_account_no']).toBe('   139251234567890');
    expect((await port.cancel(queryOf(aBill(), created))).status).toBe('cancelled');
    expect(doku.journal.count()).toBe(0);
  });

  it('need the public key of the vendor', async () => {
    const credentials = { doku_public_key: '' };
    const { engine, target } = world.connect('doku-va', { extra, credentials });
    const findings = await checkCredentials(engine, target.connector, target);
    expect(findings).toMatchObject([{ field: 'doku_public_key', severity: 'error' }]);
  });

  it('need a BIN as all others do', async () => {
    const { port } = world.connect('doku-va', { extra, credentials: { bin_bni: '' } });
    const request = aBill({ method: 'bni_va', number: '1234567890' });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'invalid_request' });
  });
});

describe('the token of the SNAP style', () => {
  it('is fetched once for many calls and again when it ended', async () => {
    const { port } = world.connect('doku-qris');
    const tokens = () => doku.journal.list({ operation: 'b2b_token' }).length;
    doku.journal.clear();
    await Promise.all([port.create(aBill()), port.create(aBill())]);
    expect(tokens()).toBe(1);
    doku.act('forget_tokens');
    expect((await port.create(aBill())).status).toBe('pending');
    expect(tokens()).toBe(2);
  });

  it('is refused for a key pair that the vendor does not know', async () => {
    const { privateKey } = strangerKeys();
    const { runner } = world.connect('doku-qris', { credentials: { private_key: privateKey } });
    await expect(runner.execute('test', {})).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});

describe('what goes wrong', () => {
  it.each([
    ['doku-checkout', 'checkout', 429, 'rate_limited'],
    ['doku-checkout', 'checkout', 500, 'ambiguous'],
    ['doku-checkout', 'checkout', 503, 'unavailable'],
    ['doku-qris', 'qr_generate', 429, 'rate_limited'],
    ['doku-qris', 'qr_generate', 500, 'ambiguous'],
    ['doku-qris', 'qr_generate', 504, 'ambiguous'],
    ['doku-va', 'va_create', 409, 'duplicate'],
    ['doku-va', 'va_create', 400, 'invalid_request'],
  ] as const)('is named for what it is: %s %s %i', async (file, operation, status, kind) => {
    const { port } = world.connect(file);
    await doku.fault({ operation, mode: 'status', status, times: 1 });
    await expect(port.create(aBill())).rejects.toMatchObject({ kind });
  });
});
