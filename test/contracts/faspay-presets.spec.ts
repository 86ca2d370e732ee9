import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkConnector } from '#connectors/connector-check.js';
import { checkCredentials } from '#connectors/credential-check.js';
import { okReply } from '#connectors/webhook/reply.js';
import { startFaspaySimulator } from '#test/simulators/faspay/faspay-simulator.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import type { PaymentProvider } from '#test/support/payment-world.js';
import { sentRequestOf } from '#test/support/sent-request.js';
import { startVendorWorld, type VendorWorld } from '#test/support/vendor-world.js';
import type { CatcherReply, CaughtWebhook } from '#test/support/webhook-catcher.js';

const FILES = ['faspay-xpress', 'faspay-va'];
const FORMATS = ['json', 'xml'] as const;

let world: VendorWorld;
let faspay: Simulator;
beforeAll(async () => {
  world = await startVendorWorld((options) =>
    startFaspaySimulator({ ...options, retryDelaysMs: [1] }),
  );
  faspay = world.vendor;
});
beforeEach(() => {
  world.hotel.answer = (caught) => replyTo(world.connect('faspay-va'), caught);
});
afterEach(async () => {
  await world.rest();
  faspay.webhooks.clear();
  faspay.act('config', {
    notification_format: 'json',
    ip_known: true,
    channels: ['402', '408', '702', '800', '801', '802', '711'],
    debit_decimals: 2,
    error_shape: 'flat',
    unknown_bill: 'code_14',
  });
});
afterAll(() => world.close());

/** What the hub would answer. */
async function replyTo(
  { engine, target }: PaymentProvider,
  { headers, raw }: CaughtWebhook,
): Promise<CatcherReply> {
  const reply = await okReply(engine, {
    connector: target.connector,
    credentials: target.credentials,
    scope: {
      provider: target.provider,
      call: {
        method: 'POST',
        url: target.provider.webhook_url,
        headers: { 'content-type': headers['content-type'] ?? '' },
        body: Buffer.from(raw),
        receivedAt: new Date(),
      },
    },
  });
  return { contentType: reply.headers['content-type'] ?? '', body: reply.body };
}

const pay = (reference: string, more = {}) => faspay.act('pay', { reference, ...more });
const trxOf = (bill: unknown) => (bill as { trxId: string }).trxId;

describe.each(FILES)('the preset %s', (file) => {
  it('has a connector that can run and names the vendor as its file does', () => {
    const { preset, engine, target } = world.connect(file);
    expect(checkConnector(engine, target.connector)).toEqual([]);
    expect(preset.preset_id).toBe(file);
    expect(preset.supported_methods).toEqual(Object.keys(preset.connector.methods));
    expect(preset.setup.id).toHaveLength(preset.setup.en.length);
  });

  it.each(['flat', 'wrapped'])('tests its connection, errors being %s under 200', async (shape) => {
    faspay.act('config', { error_shape: shape });
    const good = await world.connect(file).runner.execute('test', {});
    expect(good.result['identity']).toContain('Merchant 31835: ');
    const bad = world.connect(file, { credentials: { password: 'another' } });
    await expect(bad.runner.execute('test', {})).rejects.toMatchObject({
      kind: 'unauthorized',
      vendorCode: '55',
      vendorStatus: 200,
    });
  });

  it('names an address that is not known for what it is', async () => {
    faspay.act('config', { ip_known: false });
    const { runner } = world.connect(file);
    await expect(runner.execute('test', {})).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('register the IP address'),
    });
  });

  it.each([
    ['bot31835', []],
    ['bot99999', ['warning']],
  ])('looks whether %s belongs to the merchant', async (user, severities) => {
    const { engine, target } = world.connect(file, { credentials: { user_id: user } });
    const findings = await checkCredentials(engine, target.connector, target);
    expect(findings.map(({ severity }) => severity)).toEqual(severities);
  });

  it('creates what its format promises, in the amount that was asked', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    const created = await port.create(request);
    const type = file === 'faspay-va' ? 'virtual_account' : 'redirect';
    expect(created).toMatchObject({ status: 'pending', action: { type } });
    expect(created.expiresAt).toBeInstanceOf(Date);
    const { bills } = faspay.state() as { bills: { billNo: string; total: number }[] };
    expect(bills.find(({ billNo }) => billNo === request.reference)?.total).toBe(275_000);
  });

  describe.each(FORMATS)('with notifications in %s', (format) => {
    it('is paid by a genuine one that the inquiry confirms', async () => {
      faspay.act('config', { notification_format: format });
      const provider = world.connect(file);
      const request = aPayment();
      const created = await provider.port.create(request);
      const trx = trxOf(pay(request.reference));
      const [event, ...others] = await world.eventsOf(provider);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        id: `${trx}:2`,
        reference: request.reference,
        gateway_transaction_id: trx,
        status: 'paid',
        amount: 275_000,
        currency: 'IDR',
      });
      const query = { ...queryOf(request, created), gatewayTransactionId: trx };
      expect(await provider.port.status(query)).toMatchObject({
        status: 'paid',
        amount: 275_000,
        currency: 'IDR',
      });
    });

    it('answers in the same format, so that the vendor does not send again', async () => {
      faspay.act('config', { notification_format: format });
      const request = aPayment();
      await world.connect(file).port.create(request);
      pay(request.reference);
      await faspay.webhooks.idle();
      const [delivery] = faspay.webhooks.list({ subject: request.reference });
      expect(delivery).toMatchObject({ state: 'delivered' });
      expect(delivery?.attempts).toHaveLength(1);
    });

    it('is sent four times where only a status is answered', async () => {
      faspay.act('config', { notification_format: format });
      world.hotel.answer = () => ({ contentType: 'application/json', body: '{"received":true}' });
      const request = aPayment();
      await world.connect(file).port.create(request);
      pay(request.reference);
      await faspay.webhooks.idle();
      const [delivery] = faspay.webhooks.list({ subject: request.reference });
      expect(delivery).toMatchObject({ state: 'failed' });
      expect(delivery?.attempts).toHaveLength(4);
    });

    it('refuses one about another status, or signed by somebody else', async () => {
      faspay.act('config', { notification_format: format });
      const provider = world.connect(file);
      const request = aPayment();
      await provider.port.create(request);
      faspay.act('fail', { reference: request.reference });
      await faspay.webhooks.idle();
      const [caught] = world.hotel.caught;
      if (!caught) throw new Error('no notification came');
      const raw = caught.raw
        .replace('"payment_status_code":"3"', '"payment_status_code":"2"')
        .replace('<payment_status_code>3<', '<payment_status_code>2<');
      const stranger = world.connect(file, { credentials: { password: 'another' } });
      expect((await provider.verify(caught)).ok).toBe(true);
      expect((await provider.verify({ ...caught, raw })).ok).toBe(false);
      expect((await stranger.verify(caught)).ok).toBe(false);
    });
  });

  it('is cancelled while it is open, once the transaction is known', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    const created = await port.create(request);
    const trx = trxOf(faspay.act('choose', { reference: request.reference, method: '801' }));
    const query = { ...queryOf(request, created), gatewayTransactionId: trx };
    expect((await port.cancel(query)).status).toBe('cancelled');
    const second = aPayment();
    await port.create(second);
    const paid = trxOf(pay(second.reference));
    await expect(
      port.cancel({ ...queryOf(second), gatewayTransactionId: paid }),
    ).rejects.toMatchObject({ kind: 'duplicate', vendorCode: '81' });
  });

  it.each(['code_14', 'status_5'])('calls a wrong transaction absent: %s', async (unknown) => {
    faspay.act('config', { unknown_bill: unknown });
    const { port } = world.connect(file);
    const request = aPayment();
    await port.create(request);
    const query = { ...queryOf(request), gatewayTransactionId: '3183540299999999' };
    await expect(port.status(query)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('asks nothing before the transaction is known, and says why', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    const before = faspay.journal.count();
    await expect(port.status(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(port.cancel(queryOf(request))).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(faspay.journal.count()).toBe(before);
    expect([port.can('lookup'), port.can('refund')]).toEqual([false, false]);
  });

  it.each([
    ['customer.email', { first_name: 'Budi', phone: '+628123456789' }],
    ['customer.phone', { first_name: 'Budi', email: 'budi@example.com' }],
  ])('names a missing %s before it is sent', async (field, customer) => {
    const { port } = world.connect(file);
    const before = faspay.journal.count();
    await expect(port.create(aPayment({ customer }))).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field }],
    });
    expect(faspay.journal.count()).toBe(before);
  });

  it('refuses a bill number that was used', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    await port.create(request);
    await expect(port.create(request)).rejects.toMatchObject({
      kind: 'invalid_request',
      vendorCode: '14',
    });
  });

  it('takes no bill beyond thirty days, so it ends before', async () => {
    const { port } = world.connect(file);
    const expiresAt = new Date(Date.now() + 60 * 86_400_000);
    expect((await port.create(aPayment({ expiresAt }))).status).toBe('pending');
  });

  it('reads a reversal as refunded', async () => {
    const provider = world.connect(file);
    const request = aPayment();
    await provider.port.create(request);
    pay(request.reference);
    faspay.act('reverse', { reference: request.reference });
    const events = await world.eventsOf(provider);
    expect(events.map(({ status }) => status)).toEqual(['paid', 'refunded']);
  });
});

describe('Faspay signatures', () => {
  const request = {
    reference: 'INV20261120001',
    order_id: 'RES-1001',
    amount: 150_000,
    currency: 'IDR',
    customer: { first_name: 'Budi', email: 'budi@example.com', phone: '+6281234567890' },
    gateway_transaction_id: '3183540200000123',
  };

  it.each([
    ['faspay-va', 'test', 'e7508ad423b96fbca5a2796b1f55322f3dd73fd2'],
    ['faspay-va', 'create', '9a7a8b16a12bf9d44ec45c8efb3f3e504b645d46'],
    ['faspay-va', 'status', '9a7a8b16a12bf9d44ec45c8efb3f3e504b645d46'],
    ['faspay-va', 'cancel', '9a7a8b16a12bf9d44ec45c8efb3f3e504b645d46'],
    ['faspay-xpress', 'create', '6d6f27c9c1a8cdb269d314eaf372e72deba13c5c'],
  ])('are as known: %s %s', async (file, operation, signature) => {
    const { text } = await sentRequestOf(world.connect(file), operation, request);
    expect(JSON.parse(text)).toMatchObject({ signature });
  });

  it.each([
    ['faspay-xpress', '150000'],
    ['faspay-va', '15000000'],
  ])('stand beside an amount in the units of the call: %s', async (file, total) => {
    const { text } = await sentRequestOf(world.connect(file), 'create', request);
    expect(JSON.parse(text)).toMatchObject({
      bill_gross: total,
      bill_miscfee: '0',
      bill_total: total,
    });
  });

  it('of a notification are as known, in JSON and in XML with a bare ampersand', async () => {
    const provider = world.connect('faspay-va');
    const signature = '44cd481a7d5791aec209b0ac13df1dbf86397d2c';
    const raw =
      `<faspay><merchant>Bed & Breakfast</merchant><bill_no>INV20261120001</bill_no>` +
      `<payment_status_code>2</payment_status_code><signature>${signature}</signature></faspay>`;
    const body = { bill_no: 'INV20261120001', payment_status_code: '2', signature };
    const json = { 'content-type': 'application/json' };
    const calls = [
      { path: '/', headers: { 'content-type': 'text/xml' }, raw, body: {} },
      { path: '/', headers: json, raw: JSON.stringify(body), body },
    ];
    for (const call of calls) expect(await provider.verify(call)).toEqual({ ok: true });
  });
});

describe('Faspay amounts', () => {
  it('can be corrected by the owner, one operation at a time', async () => {
    faspay.act('config', { debit_decimals: 0 });
    const provider = world.connect('faspay-va');
    const { create, status } = provider.target.connector.operations;
    for (const operation of [create, status]) {
      Object.assign(operation ?? {}, { money: { notation: 'minor', exponents: { IDR: 0 } } });
    }
    const request = aPayment();
    const created = await provider.port.create(request);
    pay(request.reference);
    const told = { gatewayTransactionId: created.gatewayTransactionId ?? '' };
    expect(await provider.port.status({ ...queryOf(request), ...told })).toMatchObject({
      status: 'paid',
      amount: 275_000,
    });
  });

  it('that the two sides count differently show in the notification', async () => {
    faspay.act('config', { debit_decimals: 0 });
    const provider = world.connect('faspay-va');
    const request = aPayment();
    await provider.port.create(request);
    pay(request.reference);
    expect(await world.eventsOf(provider)).toMatchObject([{ amount: 27_500_000 }]);
  });
});

describe('a Faspay page', () => {
  it('stays open after a channel failed', async () => {
    const provider = world.connect('faspay-xpress');
    const request = aPayment();
    const created = await provider.port.create(request);
    const trx = trxOf(faspay.act('fail', { reference: request.reference }));
    const query = { ...queryOf(request, created), gatewayTransactionId: trx };
    expect((await provider.port.status(query)).status).toBe('pending');
  });

  it.each(['bca_va', 'qris', undefined])(
    'narrows its channels to what was asked: %s',
    async (method) => {
      const { port } = world.connect('faspay-xpress');
      const request = aPayment(method === undefined ? {} : { method });
      await port.create(request);
      const [sent] = faspay.journal.list({ text: request.reference });
      const { payment_channel: channels } = sent?.body as Record<string, unknown>;
      expect(channels).toEqual({ bca_va: ['702'], qris: ['711'] }[method ?? '']);
    },
  );
});
