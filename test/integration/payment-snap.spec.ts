/** Banks of the national open-API standard ask the hub for bills and pay them, while a guest waits. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import type { TestHub } from '#test/support/test-hub.js';
import {
  type BankScene,
  expectCode,
  type Input,
  type SnapHub,
  startSnapHub,
} from './snap-scene.js';

const RUPIAH = '150000.00';

let snap: SnapHub;
let hub: TestHub;
beforeAll(async () => {
  snap = await startSnapHub();
  ({ hub } = snap);
});
afterEach(() => snap.closeBanks());
afterAll(() => snap.stop());

const connect: SnapHub['connect'] = (...args) => snap.connect(...args);
const createVa: SnapHub['createVa'] = (...args) => snap.createVa(...args);
const payment = (id: string) => snap.payment(id);
const paidEvents = (id: string) => snap.paidEvents(id);

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
  let scene: BankScene;
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
