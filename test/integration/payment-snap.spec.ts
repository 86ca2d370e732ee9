/** Banks of the national open-API standard: the hub calls them, and they call the hub as a server. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { AccessTokens } from '#webhooks/access-tokens.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { HotelAnswer } from '#test/simulators/snap-bank/bank-client.js';
import { startSnapSimulator } from '#test/simulators/snap-bank/snap-simulator.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

type Input = Readonly<Record<string, unknown>>;

const GUEST = { first_name: 'Budi', last_name: 'Santoso' };
const RUPIAH = '150000.00';

let hub: TestHub;
const banks: Simulator[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterEach(async () => {
  for (const bank of banks.splice(0)) await bank.close();
});
afterAll(() => hub.stop());

interface Scene {
  readonly bank: Simulator;
  readonly provider: TestProvider;
  /** What the bank does to the hotel. */
  act(action: string, input?: Input): Promise<HotelAnswer>;
}

async function connect(
  presetId: string,
  config: Input = {},
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Scene> {
  const bank = await startSnapSimulator({ config });
  banks.push(bank);
  const provider = await addProvider(hub, bank, presetId, changes);
  bank.act('config', { webhook_url: provider.webhook_url });
  return {
    bank,
    provider,
    act: (action, input = {}) => bank.act(action, input) as Promise<HotelAnswer>,
  };
}

async function createVa({ provider }: Scene, more: Input = {}) {
  const body = { provider_id: provider.id, customer: GUEST, description: 'Kamar 101', ...more };
  const created = await pay(hub, body);
  expect(created.status).toBe(201);
  return { id: created.body.id as string, number: created.body.action.number as string, created };
}

const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
const until = (id: string, status: string) =>
  eventually(async () => {
    const seen = await payment(id);
    return seen.status === status && seen;
  });
const paidEvents = (id: string) =>
  hub.sql(
    "SELECT FROM domain_events WHERE event = 'payment.received' AND data->>'payment_id' = $1",
    [id],
  );

/** The standard wants the HTTP status repeated in front of the code. */
function expectCode(answer: HotelAnswer, code: string): void {
  expect(answer.body.responseCode).toBe(code);
  expect(answer.status).toBe(Number(code.slice(0, 3)));
  expect(answer.headers['content-type']).toContain('application/json');
}

const BANKS = ['bca', 'mandiri', 'bni', 'bri', 'permata'] as const;

describe.each(BANKS)('a virtual account of %s whose number the hotel gives out', (name) => {
  it('is asked for, paid and told of, all by calls of the bank', async () => {
    const scene = await connect(`snap-va-${name}`);
    const { id, number, created } = await createVa(scene);
    expect(created.body).toMatchObject({
      status: 'pending',
      action: { type: 'virtual_account', bank: name },
    });
    const prefix = scene.bank.credentials['partner_service_id'] ?? '';
    expect(number).toMatch(new RegExp(`^${prefix}[1-9][0-9]{11}$`));

    const token = await scene.act('token');
    expectCode(token, '2007300');
    expect(token.body).toMatchObject({ tokenType: 'Bearer', expiresIn: '900' });

    const inquiry = await scene.act('inquiry', { va_number: number, request_id: 'INQ1' });
    expectCode(inquiry, '2002400');
    expect(inquiry.body.virtualAccountData).toMatchObject({
      inquiryStatus: '00',
      partnerServiceId: prefix.padStart(8),
      virtualAccountNo: prefix.padStart(8) + number.slice(prefix.length),
      virtualAccountName: 'Budi Santoso',
      inquiryRequestId: 'INQ1',
      totalAmount: { value: RUPIAH, currency: 'IDR' },
      virtualAccountTrxType: 'C',
    });

    const paid = await scene.act('payment', {
      va_number: number,
      amount: RUPIAH,
      request_id: 'PAY1',
    });
    expectCode(paid, '2002500');
    expect(paid.body.virtualAccountData).toMatchObject({
      paymentRequestId: 'PAY1',
      paidAmount: { value: RUPIAH, currency: 'IDR' },
      paymentFlagStatus: '00',
    });
    // Not eventually: it was on disk before the bank heard yes.
    expect(await payment(id)).toMatchObject({ status: 'paid', gateway_transaction_id: 'PAY1' });
    expect(await paidEvents(id)).toHaveLength(1);
  });
});

describe('a bank that signs without a token', () => {
  it('asks and pays by RSA alone, and is called the same way', async () => {
    const scene = await connect(
      'snap-va-permata',
      { signature: 'asymmetric', own_signature: 'asymmetric', own_path: 'snap' },
      {
        extra_config: {
          signature: 'asymmetric',
          inbound_signature: 'asymmetric',
          inbound_path: 'snap',
          va_model: 'create',
        },
      },
    );
    const { id, number } = await createVa(scene, { expires_in_seconds: 3600 });
    expectCode(await scene.act('inquiry', { va_number: number }), '2002400');
    expectCode(await scene.act('payment', { va_number: number, amount: RUPIAH }), '2002500');
    expect((await payment(id)).status).toBe('paid');
    const forged = { va_number: number, signature: Buffer.alloc(256, 1).toString('base64') };
    expectCode(await scene.act('inquiry', forged), '4012400');
  });
});

describe('a number that the bank registers', () => {
  const model = { extra_config: { va_model: 'create', va_status: true } };

  it('is created there, paid by its reference and confirmed when the payment call is lost', async () => {
    const scene = await connect('snap-va-bri', { external_id: 'day9', timestamp: 'any' }, model);
    const { id, number } = await createVa(scene, { expires_in_seconds: 3600 });
    const told = scene.bank.journal.list({ operation: 'create_va' });
    expect(told).toHaveLength(1);
    scene.bank.act('config', { webhook_url: 'http://127.0.0.1:9/nobody' });
    await expect(scene.act('payment', { va_number: number, amount: RUPIAH })).rejects.toThrow();
    scene.bank.act('take', { va_number: number, amount: RUPIAH, request_id: 'LOST1' });
    await hub.hub.app.get(PaymentReconciler).check(id);
    expect(await payment(id)).toMatchObject({ status: 'paid', gateway_transaction_id: 'LOST1' });
  });

  it('is deleted there when the payment is cancelled', async () => {
    const scene = await connect('snap-va-bri', {}, model);
    const { id, number } = await createVa(scene, { expires_in_seconds: 3600 });
    const cancelled = await hub.api.post(`/api/v1/payments/${id}/cancel`, {});
    expect(cancelled.body.status).toBe('cancelled');
    expect(scene.bank.state()).toMatchObject({ virtual_accounts: [] });
    expectCode(await scene.act('inquiry', { va_number: number }), '4042412');
  });

  it('is found again when the answer to its creation is lost', async () => {
    const scene = await connect('snap-va-bri', {}, model);
    await scene.bank.fault({ operation: 'create_va', mode: 'cut_after', times: 1 });
    const { number } = await createVa(scene, { expires_in_seconds: 3600 });
    expectCode(await scene.act('payment', { va_number: number, amount: RUPIAH }), '2002500');
  });
});

describe('what a bank is answered', () => {
  let scene: Scene;
  const fresh = async (more: Input = {}) => createVa(scene, more);
  const expire = (id: string) =>
    hub.sql("UPDATE payments SET expires_at = now() - interval '1 minute' WHERE id = $1", [id]);

  async function open(): Promise<void> {
    scene = await connect('snap-va-bca');
  }

  it('about a bill that nobody knows, that is paid, over or closed', async () => {
    await open();
    const { id, number } = await fresh();
    const prefix = scene.bank.credentials['partner_service_id'] ?? '';
    expectCode(await scene.act('inquiry', { va_number: `${prefix}999999999999` }), '4042412');
    const stranger = {
      fields: { partnerServiceId: '       7', virtualAccountNo: `       7${number.slice(5)}` },
    };
    expectCode(await scene.act('inquiry', { va_number: number, ...stranger }), '4042412');
    expectCode(
      await scene.act('payment', { va_number: `${prefix}999999999999`, amount: RUPIAH }),
      '4042512',
    );
    await scene.act('payment', { va_number: number, amount: RUPIAH });
    const paid = await scene.act('inquiry', { va_number: number });
    expectCode(paid, '4042414');
    expect(paid.body.virtualAccountData.inquiryStatus).toBe('01');
    expectCode(await scene.act('payment', { va_number: number, amount: RUPIAH }), '4042514');
    expect(await paidEvents(id)).toHaveLength(1);

    const late = await fresh();
    await expire(late.id);
    expectCode(await scene.act('inquiry', { va_number: late.number }), '4042419');
    expectCode(await scene.act('payment', { va_number: late.number, amount: RUPIAH }), '4042519');

    const closed = await fresh();
    await hub.api.post(`/api/v1/payments/${closed.id}/cancel`, {});
    expectCode(await scene.act('inquiry', { va_number: closed.number }), '4042412');
    expectCode(await scene.act('payment', { va_number: closed.number, amount: RUPIAH }), '4042512');
  });

  it.each(['150000.01', '149999.00', '1500000.00'])(
    'about the wrong amount %s, after which the right one is still taken',
    async (amount) => {
      await open();
      const { id, number } = await fresh();
      expectCode(await scene.act('payment', { va_number: number, amount }), '4042513');
      expect((await payment(id)).status).toBe('pending');
      expectCode(await scene.act('payment', { va_number: number, amount: RUPIAH }), '2002500');
    },
  );

  it('about a payment that is repeated: the same yes, and one payment', async () => {
    await open();
    const { id, number } = await fresh();
    const first = await scene.act('payment', {
      va_number: number,
      amount: RUPIAH,
      request_id: 'R1',
    });
    const again = await scene.act('payment', {
      va_number: number,
      amount: RUPIAH,
      request_id: 'R1',
      fields: { flagAdvise: 'Y' },
    });
    expectCode(again, '2002500');
    expect(again.body.virtualAccountData.paymentFlagStatus).toBe('00');
    expect(again.body.virtualAccountData.paymentRequestId).toBe(
      first.body.virtualAccountData.paymentRequestId,
    );
    const other = { va_number: number, amount: '1.00', request_id: 'R1' };
    expectCode(await scene.act('payment', other), '4042518');
    const second = await fresh();
    const reused = { va_number: second.number, amount: RUPIAH, request_id: 'R1' };
    expectCode(await scene.act('payment', reused), '4042518');
    expect(await paidEvents(id)).toHaveLength(1);
    expect((await payment(second.id)).status).toBe('pending');
  });

  it('about many payments of one bill at once: yes to one of them', async () => {
    await open();
    const { id, number } = await fresh();
    await scene.act('token');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        scene.act('payment', { va_number: number, amount: RUPIAH, request_id: `MANY${at}` }),
      ),
    );
    const codes = answers.map(({ body }) => body.responseCode as string).sort();
    expect(codes).toEqual(['2002500', ...Array.from({ length: 7 }, () => '4042514')]);
    expect(await paidEvents(id)).toHaveLength(1);
  });

  it('about an external id that was used for another call', async () => {
    await open();
    const { number } = await fresh();
    const call = { va_number: number, external_id: '77000001', request_id: 'Q1' };
    expectCode(await scene.act('inquiry', call), '2002400');
    expectCode(await scene.act('inquiry', { ...call, request_id: 'Q2' }), '4092400');
    // Another service counts for itself.
    expectCode(await scene.act('payment', { ...call, amount: RUPIAH }), '2002500');
    expectCode(await scene.act('payment', { ...call, amount: '1.00' }), '4092500');
  });

  it.each([
    ['without an external id', { without: ['x-external-id'] }, '4002502'],
    ['without a timestamp', { without: ['x-timestamp'] }, '4002502'],
    ['without a signature', { without: ['x-signature'] }, '4002502'],
    ['without a token', { without: ['authorization'] }, '4012500'],
    ['with a timestamp of another form', { timestamp: '20 Nov 2026' }, '4002501'],
    ['with an old timestamp', { timestamp: '2020-01-01T00:00:00+07:00' }, '4012500'],
    ['with a wrong signature', { signature: 'd3Jvbmc=' }, '4012500'],
    ['with a token of nobody', { token: 'kv1.00000000.AAAA' }, '4012501'],
    ['without a field', { fields: { paymentRequestId: null } }, '4002502'],
    ['with an empty field', { fields: { customerNo: '' } }, '4002502'],
    ['without an amount', { fields: { paidAmount: null } }, '4002502'],
    [
      'with an amount that is none',
      { fields: { paidAmount: { value: 'x', currency: 'IDR' } } },
      '4002501',
    ],
    ['with a number that does not fit', { fields: { virtualAccountNo: '1' } }, '4002501'],
    ['with letters in the number', { fields: { customerNo: 'ABC' } }, '4002501'],
    [
      'in another currency',
      { fields: { paidAmount: { value: RUPIAH, currency: 'USD' } } },
      '4042513',
    ],
  ])('when it comes %s', async (_how, wrong, code) => {
    await open();
    const { id, number } = await fresh();
    const answer = await scene.act('payment', { va_number: number, amount: RUPIAH, ...wrong });
    expectCode(answer, code);
    expect((await payment(id)).status).toBe('pending');
  });

  it('with white space between tokens just as without', async () => {
    await open();
    const { number } = await fresh();
    const call = { va_number: number, amount: RUPIAH, pretty: true };
    expectCode(await scene.act('payment', call), '2002500');
  });

  it('when its service id is filled up with zeros', async () => {
    await open();
    const { number } = await fresh();
    scene.bank.act('config', { padding: 'zeros' });
    expectCode(await scene.act('inquiry', { va_number: number }), '2002400');
  });
});

describe('access tokens that the hub gives out', () => {
  const providerOf = ({ provider }: Scene) => {
    const found = hub.hub.app.get(ProviderRegistry).find(provider.id);
    if (!found) throw new Error('no such provider');
    return found;
  };
  const issue = (scene: Scene, at: Date) =>
    hub.hub.app.get(AccessTokens).issue(providerOf(scene), 900, at).token;

  it('are refused once their fifteen minutes are over', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const old = issue(scene, new Date(Date.now() - 901_000));
    expectCode(await scene.act('inquiry', { va_number: number, token: old }), '4012401');
    const good = issue(scene, new Date(Date.now() - 600_000));
    expectCode(await scene.act('inquiry', { va_number: number, token: good }), '2002400');
  });

  it('are good for the provider that they were given to, and no other', async () => {
    const scene = await connect('snap-va-bca');
    const other = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const token = issue(other, new Date());
    expectCode(await scene.act('inquiry', { va_number: number, token }), '4012401');
  });

  it('are good at every process of the hub, also after a restart', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const { body } = await scene.act('token');
    const second = await startTestHub({
      databaseUrl: hub.databaseUrl,
      env: { KUNCI_PUBLIC_URL: hub.url },
    });
    const moved = scene.provider.webhook_url.replace(hub.url, second.url);
    scene.bank.act('config', { webhook_url: moved });
    const token = body.accessToken as string;
    const answer = await scene.act('inquiry', { va_number: number, token });
    await second.stop();
    expectCode(answer, '2002400');
  });

  it.each([
    ['with a wrong signature', { signature: 'd3Jvbmc=' }, '4017300'],
    ['for a client that is none', { client_key: 'somebody-else' }, '4017300'],
    ['without a client', { without: ['x-client-key'] }, '4007302'],
    ['at a time of another form', { timestamp: 'now' }, '4007301'],
  ])('are not given to who asks %s', async (_how, wrong, code) => {
    const scene = await connect('snap-va-bca');
    expectCode(await scene.act('token', wrong), code);
  });

  it('leave no trace in the webhook log', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const { body } = await scene.act('token');
    await scene.act('inquiry', { va_number: number });
    const rows = await hub.sql<{ all: string }>(
      `SELECT w::text || encode(body, 'escape') AS all FROM webhook_logs w WHERE provider_id = $1`,
      [scene.provider.id],
    );
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row.all).join()).not.toContain(body.accessToken);
  });
});

describe('numbers', () => {
  it('differ for open payments, and an error says when all are taken', async () => {
    const scene = await connect('snap-va-bca', {}, { extra_config: { customer_no_length: 4 } });
    const created = await Promise.all(Array.from({ length: 40 }, () => createVa(scene)));
    const numbers = created.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(40);
    await hub.sql(
      `INSERT INTO payment_numbers (scope, number, payment_id)
       SELECT 'sandbox:' || $1::text, n::text, gen_random_uuid() FROM generate_series(1000, 9999) n
       ON CONFLICT DO NOTHING`,
      [scene.bank.credentials['partner_service_id']],
    );
    const none = await pay(hub, { provider_id: scene.provider.id });
    expect(none.status).toBe(503);
    expect(none.body.message).toContain('no free numbers');
  });
});

describe('a QR code by the standard', () => {
  const qr = async (config: Input = {}, extra: Input = {}) => {
    const scene = await connect(
      'snap-qris',
      { own_signature: 'asymmetric', ...config },
      { extra_config: extra },
    );
    const created = await pay(hub, { provider_id: scene.provider.id, order_id: 'RES-1001' });
    expect(created.status).toBe(201);
    const { id, reference } = created.body as { id: string; reference: string };
    return { scene, created, id, reference };
  };

  it.each([
    ['symmetric', { own_signature: 'symmetric' }, { inbound_signature: 'symmetric' }],
    ['asymmetric', {}, {}],
    ['asymmetric both ways', { signature: 'asymmetric' }, { signature: 'asymmetric' }],
    ['hex', { hmac_encoding: 'hex' }, { hmac_encoding: 'hex' }],
    ['in milliseconds', { timestamp: 'milliseconds' }, { timestamp: 'iso_ms' }],
  ])('is made, paid and told of, signatures %s', async (_variant, config, extra) => {
    const { scene, created, id, reference } = await qr(config, extra);
    expect(created.body.action).toMatchObject({
      type: 'qr',
      qr_string: expect.stringMatching(/^000201.*6304[0-9A-F]{4}$/),
    });
    await scene.act('pay', { reference });
    await until(id, 'paid');
    await scene.bank.webhooks.idle();
    const [delivery] = scene.bank.webhooks.list({ subject: reference });
    expect(delivery?.attempts[0]).toMatchObject({
      status: 200,
      reply: expect.stringContaining('"responseCode":"2005200"'),
    });
    const [told] = scene.bank.webhooks.list();
    scene.bank.webhooks.resend(told?.id ?? '');
    await scene.bank.webhooks.idle();
    expect(await paidEvents(id)).toHaveLength(1);
  });

  it('is found paid by a look when the notification is lost', async () => {
    const { scene, id, reference } = await qr();
    scene.bank.webhooks.behave({ drop: true });
    await scene.act('pay', { reference });
    await hub.hub.app.get(PaymentReconciler).check(id);
    expect((await payment(id)).status).toBe('paid');
  });

  it('is refunded in parts, and not beyond what was paid', async () => {
    const { scene, id, reference } = await qr();
    await scene.act('pay', { reference });
    await until(id, 'paid');
    const refund = (amount: number) =>
      hub.api.post(
        `/api/v1/payments/${id}/refunds`,
        { amount },
        { 'idempotency-key': `refund-${id}-${amount}` },
      );
    expect((await refund(50_000)).status).toBe(201);
    expect((await payment(id)).status).toBe('partially_refunded');
    expect((await refund(150_000)).status).toBeGreaterThanOrEqual(400);
    expect((await refund(100_000)).status).toBe(201);
    expect((await payment(id)).status).toBe('refunded');
    expect(scene.bank.state()).toMatchObject({ qr: [{ latestTransactionStatus: '04' }] });
  });

  it('is closed at the bank when the payment is cancelled', async () => {
    const { scene, id } = await qr();
    const cancelled = await hub.api.post(`/api/v1/payments/${id}/cancel`, {});
    expect(cancelled.body.status).toBe('cancelled');
    expect(scene.bank.state()).toMatchObject({ qr: [{ latestTransactionStatus: '05' }] });
  });

  it('is not paid by a notification over another amount, nor by one that is forged', async () => {
    const { scene, id, reference } = await qr();
    scene.bank.webhooks.behave({ retry_delays_ms: [0] });
    await scene.act('pay', { reference, amount: 1_000 });
    await scene.bank.webhooks.idle();
    const [delivery] = scene.bank.webhooks.list({ subject: reference });
    expect(delivery?.attempts[0]).toMatchObject({
      status: 404,
      reply: expect.stringContaining('"responseCode":"4045213"'),
    });
    expect((await payment(id)).status).toBe('pending');
    const forged = await fetch(`${scene.provider.webhook_url}/v1.0/qr/qr-mpm-notify`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-timestamp': new Date().toISOString().replace(/\.\d+Z$/, '+00:00'),
        'x-signature': Buffer.alloc(256, 1).toString('base64'),
        'x-external-id': '1',
      },
      body: JSON.stringify({
        originalPartnerReferenceNo: reference,
        latestTransactionStatus: '00',
      }),
    });
    expect(forged.status).toBe(401);
    expect(await forged.json()).toMatchObject({ responseCode: '4015200' });
  });
});

describe('the connection test', () => {
  it.each(['snap-va-bca', 'snap-qris'])('of %s proves the keys', async (preset) => {
    const { bank, provider } = await connect(preset);
    const good = await hub.api.post(`/api/v1/providers/${provider.id}/test`, {});
    expect(good.body).toMatchObject({ ok: true, test_status: 'ok' });
    const other = { ...bank.credentials, client_id: 'another-client' };
    const wrong = await addProvider(hub, { ...bank, credentials: other, url: bank.url }, preset);
    const bad = await hub.api.post(`/api/v1/providers/${wrong.id}/test`, {});
    expect(bad.body).toMatchObject({ ok: false, test_status: 'failed' });
  });
});
