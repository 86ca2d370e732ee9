import { describe, expect, it } from '@jest/globals';
import { callbackSignature, requestSignature } from '#test/simulators/ipaymu/ipaymu-signature.js';

const ACCOUNT = { va: '1179000899', apiKey: 'SANDBOXTESTKEY-0001' };
const NOTIFY = 'https://hub.example.com/webhook/payment/ipaymu-main';

describe('requestSignature', () => {
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
    ['GET', {}, 'b18a391586ee5b206fed453b59b2a9382854b3e7043303d685bfa76b9ee3947c'],
  ])('gives the known value for %s', (method, body, signature) => {
    expect(requestSignature({ method, body, ...ACCOUNT })).toBe(signature);
  });
});

describe('callbackSignature', () => {
  it('gives what the vendor publishes for its own sample', () => {
    const fields = {
      trx_id: 184_854,
      sid: 'f5aaa61d-7260-4c91-a718-5274a55cb4b8',
      reference_id: 'ID1234',
      status: 'berhasil',
      status_code: 1,
      sub_total: '102000',
      total: '102000',
      amount: '102000',
      fee: '714',
      paid_off: 101_286,
      created_at: '2025-11-11 10:10:26',
      expired_at: '2025-11-12 10:10:25',
      paid_at: '2025-11-11 10:10:51',
      settlement_status: 'settled',
      transaction_status_code: 1,
      is_escrow: false,
      system_notes: 'Sandbox notify',
      via: 'qris',
      channel: 'mpm',
      payment_no: '',
      buyer_name: 'putu',
      buyer_email: 'putu@mail.com',
      buyer_phone: '08123456789',
      additional_info: [],
      url: 'https://webhook.site/caef335b-f0bf-49d3-a532-35564f5241a2',
    };
    expect(callbackSignature(fields, ACCOUNT.va)).toBe(
      'c9594cc8c9f5811ecf22422eed1c8071f7837211f58956f616658a904d94f024',
    );
  });

  it('leaves a signature among the fields out, and knows both ways of writing Unicode', () => {
    const fields = { buyer_name: 'Renée', signature: 'x' };
    const escaped = callbackSignature(fields, 'k');
    expect(escaped).toBe(callbackSignature({ buyer_name: 'Renée' }, 'k'));
    expect(callbackSignature(fields, 'k', 'plain')).not.toBe(escaped);
  });
});
