import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConnector } from '#connectors/connector-check.js';
import { checkCredentials } from '#connectors/credential-check.js';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import { lazyWorld, startPaymentWorld, type PaymentWorld } from '#test/support/payment-world.js';

interface Case {
  readonly file: string;
  readonly action: string;
  readonly method?: string;
  /** Channel that a guest picks on a hosted page, in the vendor's word. */
  readonly chosen?: string;
  readonly refunds: boolean;
  readonly extra?: Readonly<Record<string, unknown>>;
}

const SCRIPT = { script_url: 'https://hotel.example/payment.js' };
const CASES: readonly Case[] = [
  { file: 'midtrans-snap', action: 'redirect', refunds: true },
  {
    file: 'midtrans-snap',
    action: 'redirect',
    method: 'qris',
    chosen: 'other_qris',
    refunds: true,
  },
  { file: 'midtrans-snap', action: 'redirect', method: 'dana', chosen: 'dana', refunds: true },
  { file: 'midtrans-snap-embed', action: 'client_token', refunds: true },
  { file: 'midtrans-qris', action: 'qr', refunds: true },
  ...['bca_va', 'bni_va', 'bri_va', 'mandiri_va', 'permata_va', 'cimb_va'].map((method) => ({
    file: 'midtrans-va',
    action: 'virtual_account',
    method,
    refunds: false,
  })),
  { file: 'midtrans-ewallet', action: 'deeplink', refunds: true },
  { file: 'midtrans-ewallet', action: 'deeplink', method: 'shopeepay', refunds: true },
  { file: 'midtrans-ewallet', action: 'none', method: 'ovo', refunds: true },
  { file: 'xendit-session', action: 'redirect', refunds: true },
  { file: 'xendit-components', action: 'client_token', refunds: true, extra: SCRIPT },
  { file: 'xendit-qris', action: 'qr', refunds: true },
  ...['bca_va', 'mandiri_va', 'bsi_va'].map((method) => ({
    file: 'xendit-va',
    action: 'virtual_account',
    method,
    refunds: false,
  })),
  { file: 'xendit-ewallet', action: 'redirect', refunds: true },
  { file: 'xendit-ewallet', action: 'redirect', method: 'ovo', refunds: true },
  { file: 'xendit-invoice', action: 'redirect', refunds: true },
];
const FILES = [...new Set([...CASES.map(({ file }) => file), 'midtrans-card', 'xendit-card'])];

let world: PaymentWorld;
beforeAll(async () => {
  world = await startPaymentWorld();
});
afterEach(() => world.rest());
afterAll(() => world.close());

const { connect, eventsOf, simulatorOf } = lazyWorld(() => world);

const refsOf = (events: readonly NeutralEvent[]) =>
  Object.assign({}, ...events.map(({ refs }) => refs ?? {})) as Record<string, string>;

describe.each(FILES)('the preset %s', (file) => {
  it('has a connector that can run and names the vendor as its file does', () => {
    const { preset, engine, target } = connect(file);
    expect(checkConnector(engine, target.connector)).toEqual([]);
    expect(preset.preset_id).toBe(file);
    expect(preset.supported_methods).toEqual(Object.keys(preset.connector.methods));
  });

  it('has texts in both languages with the same number of steps', () => {
    const { setup } = connect(file).preset;
    expect(setup.id).toHaveLength(setup.en.length);
  });

  it('tests its connection: a good key is accepted, a bad one refused', async () => {
    const good = await connect(file).runner.execute('test', {});
    const key = file.startsWith('midtrans') ? 'server_key' : 'secret_key';
    const bad = connect(file, { credentials: { [key]: 'some-other-key-0001' } });
    expect(good.result['verdict']).toBe('ok');
    await expect(bad.runner.execute('test', {})).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('refuses a webhook that does not come from the vendor', async () => {
    const provider = connect(file);
    const forged = {
      order_id: 'A',
      status_code: '200',
      gross_amount: '1.00',
      signature_key: 'f'.repeat(128),
    };
    const caught = {
      path: '/',
      headers: { 'x-callback-token': 'guess' },
      raw: JSON.stringify(forged),
      body: forged,
    };
    expect((await provider.verify(caught)).ok).toBe(false);
  });
});

describe.each(CASES)('$file $method', ({ file, method, chosen, action, refunds, extra }) => {
  const options = extra ? { extra } : {};
  const more = method === undefined ? {} : { method };

  it('creates what its format promises and asks after it', async () => {
    const { port } = connect(file, options);
    const request = aPayment(more);
    const created = await port.create(request);
    const state = await port.status(queryOf(request, created));
    expect(created).toMatchObject({ status: 'pending', action: { type: action } });
    if (method !== 'ovo') expect(created.expiresAt).toBeInstanceOf(Date);
    expect(state.status).toBe('pending');
  });

  it('is paid by a genuine webhook that the status confirms', async () => {
    const provider = connect(file, options);
    const request = aPayment(more);
    const created = await provider.port.create(request);
    simulatorOf(file).act('pay', {
      reference: request.reference,
      ...(chosen !== undefined && { method: chosen }),
    });
    const events = await eventsOf(provider);
    const refs = { ...created.refs, ...refsOf(events) };
    const state = await provider.port.status({ ...queryOf(request, created), refs });
    expect(events.at(-1)).toMatchObject({
      type: 'payment',
      reference: request.reference,
      status: 'paid',
      amount: 275_000,
    });
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(state).toMatchObject({ status: 'paid', amount: 275_000, currency: 'IDR' });
  });

  it('is cancelled while it is open and refuses once it is paid', async () => {
    const { port } = connect(file, options);
    const request = aPayment(more);
    const created = await port.create(request);
    expect((await port.cancel(queryOf(request, created))).status).toBe('cancelled');
    const second = aPayment(more);
    const paid = await port.create(second);
    const act = { reference: second.reference, ...(chosen !== undefined && { method: chosen }) };
    const told = simulatorOf(file).act('pay', act) as Record<string, string>;
    const id = told['transaction_id'];
    const learnt: Record<string, string> =
      method === 'dana' && id !== undefined ? { transaction_id: id } : {};
    const query = { ...queryOf(second, paid), refs: { ...paid.refs, ...learnt } };
    await expect(port.cancel(query)).rejects.toMatchObject({ kind: 'invalid_request' });
  });

  if (refunds) {
    it('gives money back once for one refund reference', async () => {
      const provider = connect(file, options);
      const { port } = provider;
      const request = aPayment(more);
      const created = await port.create(request);
      simulatorOf(file).act('pay', {
        reference: request.reference,
        ...(chosen !== undefined && { method: chosen }),
      });
      const refs = { ...created.refs, ...refsOf(await eventsOf(provider)) };
      const refund = {
        ...queryOf(request, created),
        refs,
        refundReference: `RF-${request.reference}`,
        refundAmount: 275_000,
        isFull: true,
        reason: 'Guest cancelled',
        idempotencyKey: request.idempotencyKey,
      };
      const first = await port.refund(refund);
      const again = await port.refund(refund);
      const later = await port.refundStatus({
        ...refund,
        gatewayRefundId: first.gatewayRefundId ?? '',
      });
      expect(first.status).toMatch(/^(succeeded|pending)$/);
      expect(again.gatewayRefundId).toBe(first.gatewayRefundId);
      expect(later.status).toBe('succeeded');
    });
  }
});

describe('a create whose answer is lost', () => {
  const operationOf = (file: string): string => {
    if (file.startsWith('midtrans-snap')) return 'snap_create';
    if (file.startsWith('midtrans')) return 'charge';
    if (file === 'xendit-invoice') return 'create_invoice';
    return ['xendit-session', 'xendit-components'].includes(file)
      ? 'create_session'
      : 'create_payment_request';
  };

  it.each([
    'midtrans-qris',
    'midtrans-va',
    'midtrans-ewallet',
    'xendit-qris',
    'xendit-va',
    'xendit-ewallet',
    'xendit-invoice',
  ])('is found again by %s', async (file) => {
    const { port } = connect(file);
    const request = aPayment();
    await simulatorOf(file).fault({ operation: operationOf(file), mode: 'cut_after', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    const found = await port.find(queryOf(request));
    const created = found.action ?? (await port.create(request)).action;
    expect(found.status).toBe('pending');
    expect(created.type).not.toBe('none');
  });

  it.each([
    'midtrans-snap',
    'midtrans-qris',
    'xendit-session',
    'xendit-qris',
    'xendit-va',
    'xendit-invoice',
  ])('is known to be absent by %s when it never arrived', async (file) => {
    const { port } = connect(file);
    const request = aPayment();
    await simulatorOf(file).fault({ operation: operationOf(file), mode: 'cut_before', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('stays in doubt at Xendit for what a guest may have on the phone', async () => {
    const { port } = connect('xendit-ewallet');
    await expect(port.find(queryOf(aPayment()))).rejects.toMatchObject({ kind: 'ambiguous' });
  });
});

describe('a key of the wrong environment', () => {
  it.each([
    ['midtrans-snap', 'server_key', 'production', 'SB-Mid-server-abcdefgh', 'warning'],
    ['midtrans-snap', 'server_key', 'sandbox', 'Mid-server-abcdefgh', 'warning'],
    ['midtrans-snap', 'server_key', 'sandbox', 'SB-Mid-client-abcdefgh', 'error'],
    ['xendit-session', 'secret_key', 'production', 'xnd_development_abcdefgh', 'error'],
    ['xendit-session', 'secret_key', 'sandbox', 'xnd_production_abcdefgh', 'error'],
    ['xendit-session', 'secret_key', 'sandbox', 'xnd_public_development_abc', 'error'],
  ] as const)('is noticed by %s in %s for %s', async (file, key, environment, value, severity) => {
    const { engine, target } = connect(file, { environment, credentials: { [key]: value } });
    const findings = await checkCredentials(engine, target.connector, target);
    expect(findings).toMatchObject([{ field: key, severity }]);
  });

  it.each([
    ['midtrans-snap', 'server_key', 'sandbox', 'SB-Mid-server-abcdefgh'],
    ['xendit-session', 'secret_key', 'production', 'xnd_production_abcdefgh'],
  ] as const)('is not seen by %s where there is none', async (file, key, environment, value) => {
    const { engine, target } = connect(file, { environment, credentials: { [key]: value } });
    expect(await checkCredentials(engine, target.connector, target)).toEqual([]);
  });
});
