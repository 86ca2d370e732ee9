import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConnector } from '#connectors/connector-check.js';
import { checkCredentials } from '#connectors/credential-check.js';
import { startIpaymuSimulator } from '#test/simulators/ipaymu/ipaymu-simulator.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import { sentRequestOf } from '#test/support/sent-request.js';
import { startVendorWorld, type VendorWorld } from '#test/support/vendor-world.js';

const FILES = ['ipaymu-redirect', 'ipaymu-va', 'ipaymu-qris'];

let world: VendorWorld;
let ipaymu: Simulator;
beforeAll(async () => {
  world = await startVendorWorld((options) =>
    startIpaymuSimulator({ ...options, retryDelaysMs: [1] }),
  );
  ipaymu = world.vendor;
});
afterEach(async () => {
  await world.rest();
  ipaymu.act('config', {
    callback_format: 'form',
    callback_unicode: 'escaped',
    ip_registered: true,
    settlement: 'at_once',
    inactive_channels: [],
    qr_field: 'PaymentNo',
    history_list: 'Transaction',
  });
});
afterAll(() => world.close());

const pay = (reference: string, more = {}) => ipaymu.act('pay', { reference, ...more });

describe.each(FILES)('the preset %s', (file) => {
  it('has a connector that can run and names the vendor as its file does', () => {
    const { preset, engine, target } = world.connect(file);
    expect(checkConnector(engine, target.connector)).toEqual([]);
    expect(preset.preset_id).toBe(file);
    expect(preset.supported_methods).toEqual(Object.keys(preset.connector.methods));
    expect(preset.setup.id).toHaveLength(preset.setup.en.length);
  });

  it('tests its connection: a good key is accepted, a bad key or VA refused', async () => {
    const good = await world.connect(file).runner.execute('test', {});
    expect(good.result).toMatchObject({ verdict: 'ok', identity: 'VA 1179000899' });
    for (const [key, value] of [
      ['api_key', 'SANDBOX-another'],
      ['va', '1179000000'],
    ] as const) {
      const bad = world.connect(file, { credentials: { [key]: value } });
      await expect(bad.runner.execute('test', {})).rejects.toMatchObject({
        kind: 'unauthorized',
        message: expect.stringContaining('not accepted'),
      });
    }
  });

  it('names an address that is not registered for what it is', async () => {
    ipaymu.act('config', { ip_registered: false });
    const { runner } = world.connect(file);
    await expect(runner.execute('test', {})).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('my.ipaymu.com/ip'),
    });
  });

  it.each([
    ['production', 'SANDBOX-1234567', 'warning'],
    ['sandbox', 'A1B2-C3D4-E5F6', 'warning'],
    ['sandbox', 'SANDBOX-1234567', undefined],
  ] as const)('looks whether a key is of %s: %s', async (environment, key, severity) => {
    const options = { environment, credentials: { api_key: key } };
    const { engine, target } = world.connect(file, options);
    const findings = await checkCredentials(engine, target.connector, target);
    expect(findings.map((one) => one.severity)).toEqual(severity === undefined ? [] : [severity]);
  });

  it('creates what its format promises and calls it pending', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    const created = await port.create(request);
    const type = { 'ipaymu-va': 'virtual_account', 'ipaymu-qris': 'qr' }[file] ?? 'redirect';
    expect(created).toMatchObject({ status: 'pending', action: { type } });
    expect(created.expiresAt).toBeInstanceOf(Date);
    expect((await port.status(queryOf(request, created))).status).toBe('pending');
  });

  describe.each(['form', 'json'] as const)('with callbacks as %s', (format) => {
    it.each(['escaped', 'plain'] as const)(
      'is paid by a genuine one that the status confirms, Unicode %s',
      async (unicode) => {
        ipaymu.act('config', { callback_format: format, callback_unicode: unicode });
        const provider = world.connect(file);
        const request = aPayment({ description: 'Kamar Cendrawasih – 1 malam' });
        const created = await provider.port.create(request);
        pay(request.reference);
        const [event, ...others] = await world.eventsOf(provider);
        expect(others).toEqual([]);
        expect(event).toMatchObject({
          reference: request.reference,
          status: 'paid',
          amount: 275_000,
          currency: 'IDR',
        });
        const told = { gatewayTransactionId: String(event?.['gateway_transaction_id']) };
        const state = await provider.port.status({ ...queryOf(request, created), ...told });
        expect(state).toMatchObject({ status: 'paid', amount: 275_000, currency: 'IDR' });
      },
    );

    it('refuses one that was changed or signed by somebody else', async () => {
      ipaymu.act('config', { callback_format: format });
      const provider = world.connect(file);
      const request = aPayment();
      await provider.port.create(request);
      pay(request.reference);
      await ipaymu.webhooks.idle();
      const [caught] = world.hotel.caught;
      if (!caught) throw new Error('no callback came');
      const changed = { ...caught, raw: caught.raw.replaceAll('275000', '1') };
      const stranger = world.connect(file, { credentials: { va: '1179000000' } });
      expect((await provider.verify(changed)).ok).toBe(false);
      expect((await stranger.verify(caught)).ok).toBe(false);
      expect((await provider.verify({ ...caught, headers: {} })).ok).toBe(false);
    });
  });

  it('compares the price, not the price with the fee that the guest bears', async () => {
    const provider = world.connect(file, { extra: { fee_direction: 'BUYER' } });
    const request = aPayment();
    const created = await provider.port.create(request);
    pay(request.reference);
    const [event] = await world.eventsOf(provider);
    const told = { gatewayTransactionId: String(event?.['gateway_transaction_id']) };
    expect(world.hotel.caught[0]?.raw).toContain('276050');
    expect(event?.amount).toBe(275_000);
    expect((await provider.port.status({ ...queryOf(request, created), ...told })).amount).toBe(
      275_000,
    );
  });

  it('tells the settlement of a payment as an event of its own, both of them paid', async () => {
    ipaymu.act('config', { settlement: 'later' });
    const provider = world.connect(file);
    const request = aPayment();
    await provider.port.create(request);
    pay(request.reference);
    ipaymu.act('settle', { reference: request.reference });
    const events = await world.eventsOf(provider);
    expect(events.map(({ status }) => status)).toEqual(['paid', 'paid']);
    expect(new Set(world.hotel.caught.map(({ raw }) => raw)).size).toBe(2);
    expect(events.every(({ id }) => id === undefined)).toBe(true);
  });

  it('does not take the transaction of another payment for its own', async () => {
    const { port } = world.connect(file);
    const [paid, open] = [aPayment(), aPayment()];
    await port.create(paid);
    const { TransactionId: id } = pay(paid.reference) as { TransactionId: number };
    const created = await port.create(open);
    const query = { ...queryOf(open, created), gatewayTransactionId: String(id) };
    await expect(port.status(query)).rejects.toMatchObject({ vendorCode: 'another_payment' });
  });

  it.each(['Transaction', 'Results'])(
    'finds a create whose answer was lost in a history that lists %s',
    async (list) => {
      ipaymu.act('config', { history_list: list });
      const { port } = world.connect(file);
      const request = aPayment();
      await ipaymu.fault({ path_prefix: '/api/v2/payment', mode: 'cut_after', times: 1 });
      await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
      ipaymu.act('choose', { reference: request.reference });
      expect(await port.find(queryOf(request))).toMatchObject({ status: 'pending' });
      pay(request.reference);
      expect(await port.find(queryOf(request))).toMatchObject({ status: 'paid', amount: 275_000 });
    },
  );

  it('reads the history from the day before the payment was made', async () => {
    const { port } = world.connect(file);
    const createdAt = new Date(Date.now() - 5 * 86_400_000);
    const query = { ...queryOf(aPayment()), createdAt };
    await expect(port.find(query)).rejects.toMatchObject({ kind: 'not_found' });
    const [asked] = ipaymu.journal.list({ operation: 'history' }).slice(-1);
    const { startdate, enddate } = asked?.body as Record<'startdate' | 'enddate', string>;
    expect(Date.parse(enddate) - Date.parse(startdate)).toBe(7 * 86_400_000);
  });

  it('knows that a create which never arrived is absent', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    await ipaymu.fault({ path_prefix: '/api/v2/payment', mode: 'cut_before', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('looks before it creates again after an error of the server', async () => {
    const { port } = world.connect(file);
    await ipaymu.fault({ path_prefix: '/api/v2/payment', mode: 'status', status: 500, times: 1 });
    await expect(port.create(aPayment())).rejects.toMatchObject({ kind: 'ambiguous' });
  });

  it('turns refunds made in the dashboard into refunded, having no call for them', async () => {
    const { port } = world.connect(file);
    const request = aPayment();
    const created = await port.create(request);
    const { TransactionId: id } = pay(request.reference) as { TransactionId: number };
    ipaymu.act('refund', { reference: request.reference });
    const query = { ...queryOf(request, created), gatewayTransactionId: String(id) };
    expect((await port.status(query)).status).toBe('refunded');
    expect([port.can('refund'), port.can('cancel')]).toEqual([false, false]);
  });
});

describe('iPaymu requests', () => {
  const NOTIFY = 'https://hub.example.com/webhook/payment/ipaymu-main';

  it.each([
    [
      'POST',
      {
        name: 'Budi Santoso',
        phone: '081234567890',
        email: 'budi@example.com',
        amount: 150_000,
        notifyUrl: NOTIFY,
        referenceId: 'RES-1001',
        paymentMethod: 'va',
        paymentChannel: 'bca',
      },
      'fe8e81b820f0fda6dcf0444f339ac0a57d3befa247f040efe12b34597342863d',
    ],
    [
      'POST',
      {
        product: ['Deposit RES-1001'],
        qty: ['1'],
        price: ['150000'],
        returnUrl: 'https://hotel.example/ok',
        cancelUrl: 'https://hotel.example/no',
        notifyUrl: NOTIFY,
        referenceId: 'RES-1001',
      },
      '0504550ac4e2e6e2ad3fc193c1d588a9bce12b57f9666cc8d87be534b819d227',
    ],
    ['GET', undefined, 'b18a391586ee5b206fed453b59b2a9382854b3e7043303d685bfa76b9ee3947c'],
  ] as const)('are signed as the vendor does: %s %j', async (method, body, signature) => {
    const encoding = body === undefined ? 'none' : 'json';
    const operation = { method, path: '/x', encoding, body };
    const { headers, text } = await sentRequestOf(world.connect('ipaymu-va'), operation);
    expect(text).toBe(body === undefined ? '' : JSON.stringify(body));
    expect(headers).toMatchObject({
      va: '1179000899',
      timestamp: expect.stringMatching(/^\d{14}$/),
      signature,
    });
  });

  it('hold ASCII alone, because the server writes the body again before it checks', async () => {
    const { port } = world.connect('ipaymu-va');
    const customer = {
      first_name: 'Renée',
      last_name: 'Müller',
      email: 'r@example.com',
      phone: '+4915112345678',
    };
    const created = await port.create(
      aPayment({ customer, description: 'Suite “Bulan” – 2 malam' }),
    );
    const nameless = { ...customer, first_name: '王', last_name: '芳' };
    expect(created.action.type).toBe('virtual_account');
    await expect(port.create(aPayment({ customer: nameless }))).resolves.toMatchObject({
      status: 'pending',
    });
  });

  it.each([
    ['ipaymu-va', { customer: { first_name: 'Budi', phone: '+628123456789' } }, 'customer.email'],
    ['ipaymu-qris', { customer: { first_name: 'Budi', email: 'b@example.com' } }, 'customer.phone'],
    ['ipaymu-redirect', { returnUrl: undefined }, 'return_url'],
  ] as const)('of %s name a missing field before it is sent: %j', async (file, more, field) => {
    const { port } = world.connect(file);
    const before = ipaymu.journal.count();
    await expect(port.create(aPayment(more))).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field }],
    });
    expect(ipaymu.journal.count()).toBe(before);
  });

  it.each([48, undefined])('keep within the hours that a bank allows: %s', async (hours) => {
    const { port, preset } = world.connect('ipaymu-va');
    const ends = hours === undefined ? undefined : new Date(Date.now() + hours * 3_600_000);
    for (const method of Object.keys(preset.connector.methods)) {
      await expect(port.create(aPayment({ method, expiresAt: ends }))).resolves.toMatchObject({
        action: { type: 'virtual_account' },
      });
    }
  });

  it('name a channel that is not active, and what the vendor says about a field', async () => {
    const { port, runner } = world.connect('ipaymu-va');
    ipaymu.act('config', { inactive_channels: ['bca'] });
    await expect(port.create(aPayment({ method: 'bca_va' }))).rejects.toMatchObject({
      kind: 'unauthorized',
    });
    const faulty = runner.execute('create', {
      amount: 0,
      customer: { email: 'x', phone: '08123456789' },
    });
    await expect(faulty).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining('email tidak valid.'),
    });
  });
});

describe('an iPaymu page', () => {
  it('is pending until the guest chooses, and whatever becomes of one choice', async () => {
    const { port } = world.connect('ipaymu-redirect');
    const request = aPayment();
    const created = await port.create(request);
    expect((await port.status(queryOf(request, created))).status).toBe('pending');
    const { TransactionId: id } = ipaymu.act('choose', {
      reference: request.reference,
      method: 'va',
    }) as { TransactionId: number };
    ipaymu.act('fail', { reference: request.reference });
    const query = { ...queryOf(request, created), gatewayTransactionId: String(id) };
    expect((await port.status(query)).status).toBe('pending');
    pay(request.reference, { method: 'qris' });
    expect(await port.status(query)).toMatchObject({ status: 'paid', amount: 275_000 });
  });

  it('is found by its session where the history holds more than one page', async () => {
    const { port } = world.connect('ipaymu-redirect');
    const request = aPayment();
    const created = await port.create(request);
    pay(request.reference);
    for (let other = 0; other < 45; other++) {
      const { reference } = aPayment();
      await port.create(aPayment({ reference }));
      ipaymu.act('choose', { reference });
    }
    expect((await port.status(queryOf(request, created))).status).toBe('paid');
    const [last] = ipaymu.journal.list({ operation: 'history' }).slice(-1);
    expect(last?.body).toMatchObject({ page: 3, limit: 20 });
  });
});

describe('an iPaymu QRIS code', () => {
  it.each([
    ['PaymentNo', 'qr'],
    ['QrString', 'qr'],
  ])('is read from %s', async (field, type) => {
    ipaymu.act('config', { qr_field: field });
    const { port } = world.connect('ipaymu-qris');
    expect((await port.create(aPayment())).action).toMatchObject({
      type,
      qr_string: expect.stringMatching(/^000201/),
    });
  });

  it('that is nowhere in the answer is an incomplete answer, not a failed payment', async () => {
    ipaymu.act('config', { qr_field: 'none' });
    const { port } = world.connect('ipaymu-qris');
    await expect(port.create(aPayment())).rejects.toThrow('qr_string');
  });
});

describe('an iPaymu callback', () => {
  const SAMPLE = new URLSearchParams({
    trx_id: '184854',
    sid: 'f5aaa61d-7260-4c91-a718-5274a55cb4b8',
    reference_id: 'ID1234',
    status: 'berhasil',
    status_code: '1',
    sub_total: '102000',
    total: '102000',
    amount: '102000',
    fee: '714',
    paid_off: '101286',
    created_at: '2025-11-11 10:10:26',
    expired_at: '2025-11-12 10:10:25',
    paid_at: '2025-11-11 10:10:51',
    settlement_status: 'settled',
    transaction_status_code: '1',
    is_escrow: '0',
    system_notes: 'Sandbox notify',
    via: 'qris',
    channel: 'mpm',
    buyer_name: 'putu',
    buyer_email: 'putu@mail.com',
    buyer_phone: '08123456789',
    url: 'https://webhook.site/caef335b-f0bf-49d3-a532-35564f5241a2',
  });
  const SIGNATURE = 'c9594cc8c9f5811ecf22422eed1c8071f7837211f58956f616658a904d94f024';
  const form = (fields: URLSearchParams, signature = SIGNATURE) => ({
    path: '/',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-signature': signature,
    },
    raw: fields.toString(),
    body: {},
  });

  it.each(['0', 'false'])('of the vendor’s own sample is genuine, escrow as %s', async (escrow) => {
    const provider = world.connect('ipaymu-redirect');
    const fields = new URLSearchParams(SAMPLE);
    fields.set('is_escrow', escrow);
    expect(await provider.verify(form(fields))).toEqual({ ok: true });
    fields.set('payment_no', '');
    fields.set('additional_info', '[]');
    expect(await provider.verify(form(fields))).toEqual({ ok: true });
    expect(await provider.interpret(form(fields))).toMatchObject({
      kind: 'events',
      confirm: 'status',
      events: [
        {
          reference: 'ID1234',
          status: 'paid',
          amount: 102_000,
          occurred_at: '2025-11-11T03:10:51.000Z',
        },
      ],
    });
  });

  it('of the documents’ own test script is genuine', async () => {
    const fields = {
      trx_id: 123_456,
      sid: 'session_123',
      reference_id: 'INV-202310-001',
      status: 'berhasil',
      status_code: 1,
      sub_total: 100_000,
      total: 100_000,
      amount: 100_000,
      fee: 0,
      paid_off: 100_000,
      created_at: '2023-10-25 10:00:00',
      expired_at: '2023-10-26 10:00:00',
      paid_at: '2023-10-25 10:05:00',
      settlement_status: 'unsettled',
      transaction_status_code: 1,
      is_escrow: 0,
      system_notes: '',
      via: 'bca',
      channel: 'vabca',
      payment_no: '807771234567890',
      va: '807771234567890',
      buyer_name: 'Budi Santoso',
      buyer_email: 'budi@example.com',
      buyer_phone: '081234567890',
      additional_info: [],
      url: 'https://domain.com/webhook/callback',
    };
    const provider = world.connect('ipaymu-va', { credentials: { va: '123456' } });
    const call = {
      path: '/',
      headers: {
        'content-type': 'application/json',
        'x-signature': '90ec50582d4852f515530e33e98891310e0898d3580751dce0a553a81091e8f0',
      },
      raw: JSON.stringify(fields),
      body: fields,
    };
    expect(await provider.verify(call)).toEqual({ ok: true });
    const raw = JSON.stringify({ ...fields, status_code: 0 });
    expect((await provider.verify({ ...call, raw })).ok).toBe(false);
  });

  it('about no reference of ours is left alone', async () => {
    const provider = world.connect('ipaymu-va');
    const fields = new URLSearchParams(SAMPLE);
    fields.delete('reference_id');
    expect(await provider.interpret(form(fields))).toMatchObject({ kind: 'ignored' });
  });

  it('that is broken is refused, not an error', async () => {
    const provider = world.connect('ipaymu-va');
    const signature = createHmac('sha256', '1179000899').update('{').digest('hex');
    const broken = { 'content-type': 'application/json', 'x-signature': signature };
    expect(await provider.verify({ path: '/', headers: broken, raw: '{', body: {} })).toMatchObject(
      {
        ok: false,
      },
    );
    expect((await provider.verify(form(new URLSearchParams({ trx_id: 'x' })))).ok).toBe(false);
  });
});
