import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { paymentFormats } from '#categories/payment/formats/payment-formats.js';
import type {
  CreatePaymentRequest,
  PaymentCreated,
  PaymentPort,
} from '#categories/payment/payment.port.js';
import { checkConnector } from '#connectors/connector-check.js';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { Simulator } from '#test/simulators/kit/simulator.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import { closeEngine, connectPreset, type PresetProvider } from '#test/support/preset-provider.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

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

let midtrans: Simulator;
let xendit: Simulator;
let hotel: WebhookCatcher;
const open: PresetProvider[] = [];
let count = 0;

beforeAll(async () => {
  hotel = await startWebhookCatcher();
  midtrans = await startMidtransSimulator();
  xendit = await startXenditSimulator({ webhookUrl: `${hotel.url}/xendit` });
});

afterAll(async () => {
  await midtrans.close();
  await xendit.close();
  await hotel.close();
  await closeEngine();
});

beforeEach(() => {
  hotel.caught.length = 0;
  for (const simulator of [midtrans, xendit]) simulator.faults.clear();
});

afterEach(async () => {
  await Promise.all([midtrans.webhooks.idle(), xendit.webhooks.idle()]);
  for (const provider of open.splice(0)) provider.close();
});

const simulatorOf = (file: string) => (file.startsWith('midtrans') ? midtrans : xendit);

function connect(
  file: string,
  options: Parameters<typeof connectPreset>[2] = {},
): PresetProvider & { port: PaymentPort } {
  const provider = connectPreset(`payment/${file}`, simulatorOf(file), {
    webhookUrl: `${hotel.url}/midtrans`,
    ...options,
  });
  open.push(provider);
  const format = paymentFormats.find(({ id }) => id === provider.preset.api_format);
  if (!format) throw new Error(`no format ${provider.preset.api_format}`);
  return { ...provider, port: format.create(provider.runner) };
}

function aPayment(more: Partial<CreatePaymentRequest> = {}): CreatePaymentRequest {
  count += 1;
  return {
    reference: `HTL-${process.pid}-${count}`,
    orderId: `FOLIO/${count}`,
    amount: 275_000,
    currency: 'IDR',
    description: 'Deluxe room, 1 night',
    customer: {
      first_name: "Budi d'Arc*",
      last_name: 'Utomo',
      email: 'budi@example.com',
      phone: '+6281234567890',
    },
    items: [
      { id: 'R', name: 'Deluxe 1 night', price: 300_000, quantity: 1 },
      { id: 'D', name: 'Discount', price: -25_000, quantity: 1 },
    ],
    returnUrl: 'https://hotel.example/paid',
    expiresAt: new Date(Date.now() + 30 * 60_000),
    expiresInSeconds: 1800,
    idempotencyKey: `5f0c8e0a-0000-4000-8000-${String(count).padStart(12, '0')}`,
    ...more,
  };
}

const queryOf = (request: CreatePaymentRequest, created?: PaymentCreated) => ({
  reference: request.reference,
  amount: request.amount,
  currency: request.currency,
  ...(created?.gatewayTransactionId !== undefined && {
    gatewayTransactionId: created.gatewayTransactionId,
  }),
  refs: created?.refs ?? {},
});

async function eventsOf(provider: PresetProvider): Promise<NeutralEvent[]> {
  await simulatorOf(provider.preset.preset_id).webhooks.idle();
  const events: NeutralEvent[] = [];
  const from = provider.preset.vendor.toLowerCase();
  for (const caught of hotel.caught.filter(({ path }) => path === `/${from}`)) {
    expect(await provider.verify(caught)).toEqual({ ok: true });
    const told = await provider.interpret(caught);
    if (told.kind === 'events') events.push(...told.events);
  }
  return events;
}

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
    const refs = method === 'dana' ? { transaction_id: told['transaction_id'] ?? '' } : {};
    const query = { ...queryOf(second, paid), refs: { ...paid.refs, ...refs } };
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
      const events = (await eventsOf(provider)).filter(({ type }) => type === 'refund');
      expect(first.status).toMatch(/^(succeeded|pending)$/);
      expect(again.gatewayRefundId).toBe(first.gatewayRefundId);
      expect(later.status).toBe('succeeded');
      expect(events.at(-1)).toMatchObject({
        refund_reference: refund.refundReference,
        gateway_refund_id: first.gatewayRefundId,
        status: 'succeeded',
        amount: 275_000,
      });
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

describe('Midtrans', () => {
  it('repeats a charge without charging twice', async () => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    const first = await port.create(request);
    const second = await port.create(request);
    expect(port.canRepeat('create')).toBe(true);
    expect(second.gatewayTransactionId).toBe(first.gatewayTransactionId);
  });

  it('compares the price, not the price with the fee that the guest paid on top', async () => {
    midtrans.act('config', { imposed_fee: 4000 });
    const provider = connect('midtrans-va');
    const request = aPayment();
    const created = await provider.port.create(request);
    midtrans.act('pay', { reference: request.reference });
    midtrans.act('config', { imposed_fee: 0 });
    expect((await eventsOf(provider)).at(-1)?.amount).toBe(275_000);
    expect((await provider.port.status(queryOf(request, created))).amount).toBe(275_000);
  });

  it('keeps a hosted payment open after a denied card, and fails a direct one', async () => {
    const hosted = connect('midtrans-snap');
    const request = aPayment();
    await hosted.port.create(request);
    midtrans.act('fail', { reference: request.reference, method: 'credit_card' });
    expect((await hosted.port.status(queryOf(request))).status).toBe('pending');
    const direct = connect('midtrans-qris');
    const other = aPayment();
    await direct.port.create(other);
    midtrans.act('fail', { reference: other.reference });
    expect((await direct.port.status(queryOf(other))).status).toBe('failed');
  });

  it('calls a page that nobody has opened pending, and a lost one absent', async () => {
    const { port } = connect('midtrans-snap');
    const request = aPayment();
    await port.create(request);
    expect((await port.status(queryOf(request))).status).toBe('pending');
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('sends the webhook address and a suffixed key with each charge', async () => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    await port.create(request);
    const [sent] = midtrans.journal.list({ operation: 'charge', text: request.reference });
    expect(sent?.headers).toMatchObject({
      'x-override-notification': `${hotel.url}/midtrans`,
      'idempotency-key': `${request.idempotencyKey}-chg`,
    });
    expect(sent?.headers['idempotency-key']?.length).toBeLessThanOrEqual(46);
  });

  it.each([
    ['402', 'unauthorized', { inactive_methods: ['qris'] }],
    ['406', 'duplicate', {}],
  ])('turns %s into %s', async (code, kind, config) => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    midtrans.act('config', config);
    if (code === '406') await port.create(request);
    const other = { ...request, idempotencyKey: 'another-key' };
    await expect(port.create(other)).rejects.toMatchObject({ kind, vendorCode: code });
    midtrans.act('config', { inactive_methods: [] });
  });

  it.each([true, false])('reads errors alike when they come as HTTP status: %s', async (asHttp) => {
    midtrans.act('config', { errors_as_http: asHttp });
    const { port } = connect('midtrans-qris');
    await expect(port.status(queryOf(aPayment()))).rejects.toMatchObject({ kind: 'not_found' });
    midtrans.act('config', { errors_as_http: false });
  });

  it('calls a refund that the bank refuses declined', async () => {
    const { port } = connect('midtrans-qris');
    const request = aPayment();
    const created = await port.create(request);
    midtrans.act('pay', { reference: request.reference });
    midtrans.act('config', { refunds_refused: true });
    const refund = {
      ...queryOf(request, created),
      refundReference: `RF-${request.reference}`,
      refundAmount: 1000,
      isFull: false,
      idempotencyKey: 'k',
    };
    await expect(port.refund(refund)).rejects.toMatchObject({ kind: 'declined' });
    midtrans.act('config', { refunds_refused: false });
  });

  it('charges a card by token: 3-D Secure, capture, decline', async () => {
    const provider = connect('midtrans-card');
    const token = (card_number: string) =>
      (midtrans.act('card_token', { card_number }) as { token_id: string }).token_id;
    const request = aPayment({ token: token('4811111111111114') });
    const created = await provider.port.create(request);
    expect(created.action.type).toBe('redirect');
    midtrans.act('pay', { reference: request.reference });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('paid');
    const plain = connect('midtrans-card', { extra: { three_ds: false } });
    const declined = plain.port.create(aPayment({ token: token('4911111111111113') }));
    await expect(declined).rejects.toMatchObject({ kind: 'declined' });
    const held = await plain.port.create(aPayment({ token: token('4511111111111117') }));
    expect(held.status).toBe('pending');
  });

  it('authorises a card and captures it later', async () => {
    const provider = connect('midtrans-card', { extra: { three_ds: false, capture: 'manual' } });
    const { token_id: token } = midtrans.act('card_token') as { token_id: string };
    const request = aPayment({ token });
    const created = await provider.port.create(request);
    const captured = await provider.runner.execute('capture', {
      reference: request.reference,
      amount: 200_000,
    });
    expect(created.status).toBe('authorized');
    expect(captured.result).toMatchObject({ status: 'paid', amount: 200_000 });
  });
});

describe('Xendit', () => {
  it('does not end a session because one attempt failed', async () => {
    const provider = connect('xendit-session');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('fail', { reference: request.reference });
    expect(await eventsOf(provider)).toEqual([]);
    expect((await provider.port.status(queryOf(request, created))).status).toBe('pending');
  });

  it('expires a session by event and by status', async () => {
    const provider = connect('xendit-session');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('expire', { reference: request.reference });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      reference: request.reference,
      status: 'expired',
    });
    expect((await provider.port.status(queryOf(request, created))).status).toBe('expired');
  });

  it('reads a refund event that carries its envelope twice', async () => {
    const provider = connect('xendit-qris');
    const request = aPayment();
    const created = await provider.port.create(request);
    xendit.act('pay', { reference: request.reference });
    xendit.act('config', { nested_refund_events: true });
    await provider.port.refund({
      ...queryOf(request, created),
      refundReference: 'RF-nested',
      refundAmount: 1000,
      isFull: false,
      idempotencyKey: 'k',
    });
    xendit.act('config', { nested_refund_events: false });
    expect((await eventsOf(provider)).at(-1)).toMatchObject({
      type: 'refund',
      refund_reference: 'RF-nested',
      amount: 1000,
    });
  });

  it.each([
    ['a channel that is off', { inactive_channels: ['QRIS'] }, 'unauthorized'],
    ['a key that may only read', { money_in: 'read' }, 'unauthorized'],
    ['too many requests', { rate_limit: 1 }, 'rate_limited'],
  ])('names %s for what it is', async (_what, config, kind) => {
    const { port } = connect('xendit-qris');
    if ('rate_limit' in config) await port.create(aPayment());
    xendit.act('config', config);
    if ('rate_limit' in config) await port.create(aPayment()).catch(() => undefined);
    await expect(port.create(aPayment())).rejects.toMatchObject({ kind });
    xendit.act('config', { inactive_channels: [], money_in: 'write', rate_limit: null });
  });

  it('charges a card by token: 3-D Secure, decline, repeat', async () => {
    const { port } = connect('xendit-card');
    const token = (verdict: string) =>
      (xendit.act('payment_token', { verdict }) as { payment_token_id: string }).payment_token_id;
    const request = aPayment({ token: token('accept') });
    const created = await port.create(request);
    expect(created.action.type).toBe('redirect');
    xendit.act('pay', { reference: request.reference });
    expect((await port.status(queryOf(request, created))).status).toBe('paid');
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'duplicate' });
    const plain = connect('xendit-card', { extra: { three_ds: false } });
    const declined = plain.port.create(aPayment({ token: token('decline') }));
    await expect(declined).rejects.toMatchObject({ kind: 'declined', vendorCode: 'CARD_DECLINED' });
  });

  it('sees the capture that an authorised request never shows, and voids what is not captured', async () => {
    const provider = connect('xendit-card', { extra: { three_ds: false, capture: 'manual' } });
    const token = () =>
      (xendit.act('payment_token') as { payment_token_id: string }).payment_token_id;
    const request = aPayment({ token: token() });
    const created = await provider.port.create(request);
    expect(created.status).toBe('authorized');
    await provider.runner.execute(
      'capture',
      { reference: request.reference, amount: 200_000 },
      { refs: created.refs },
    );
    expect(await provider.port.status(queryOf(request, created))).toMatchObject({
      status: 'paid',
      amount: 200_000,
    });
    const second = aPayment({ token: token() });
    const held = await provider.port.create(second);
    expect((await provider.port.cancel(queryOf(second, held))).status).toBe('cancelled');
  });
});
