import { describe, expect, it } from '@jest/globals';
import { maskCardData, maskCardText } from './card-masking.js';

describe('maskCardData', () => {
  it.each([
    ['a JSON text', '{"card":"4111111111111111"}', '{"card":"411111******1111"}'],
    ['separators', '{"card":"4111 1111 1111 1111"}', '{"card":"4111 11** **** 1111"}'],
    ['dashes', 'card 5555-5555-5555-4444 was used', 'card 5555-55**-****-4444 was used'],
    ['a JSON number', '{"n":4111111111111111,"a":1}', '{"n":4111110000001111,"a":1}'],
    ['a form', 'number=378282246310005&x=1', 'number=378282*****0005&x=1'],
    ['a form with plus for blank', 'n=4111+1111+1111+1111&x=1', 'n=4111+11**+****+1111&x=1'],
    ['a JCB card', '"3530111333300000"', '"353011******0000"'],
    ['a UnionPay card of 19 digits', '"6205500000000000004"', '"620550*********0004"'],
  ])('keeps six and four digits of a card in %s', (_where, text, masked) => {
    expect(maskCardText(text)).toBe(masked);
  });

  it.each([
    ['JSON text', '{"cvv":"123","a":"b"}', '{"cvv":"***","a":"b"}'],
    ['JSON number', '{"card_cvn": 123}', '{"card_cvn": 100}'],
    ['form', 'a=1&card[cvc]=999&b=2', 'a=1&card[cvc]=***&b=2'],
    ['XML', '<Cvv2>123</Cvv2>', '<Cvv2>***</Cvv2>'],
    ['expiry', '{"card_exp_month":"12"}', '{"card_exp_month":"**"}'],
    ['bare expiry', 'card_exp=1230', 'card_exp=****'],
  ])('blanks security codes in a %s', (_where, text, masked) => {
    expect(maskCardText(text)).toBe(masked);
  });

  it.each([
    ['a number that fails Luhn', '{"n":"4111111111111112"}'],
    ['an epoch in milliseconds', '{"created":1763625942000}'],
    ['a phone number', '{"to":"+6281234567890"}'],
    ['a virtual account number', '{"va_number":"1900600000000046"}'],
    ['a hexadecimal id', '{"id":"a4111111111111111b"}'],
    ['a UUID', '{"id":"41111111-1111-4111-8111-111111111111"}'],
    [
      'a QRIS text',
      '00020101021226620014COM.GO-JEK.WWW0119936009143379181825702105204581253033605802ID6304',
    ],
    ['a check result', '{"cvc_check":"pass"}'],
    ['an ordinary body', '{"order_id":"HTL-20250101-0001","gross_amount":"275000.00"}'],
  ])('leaves %s alone', (_what, text) => {
    const body = Buffer.from(text);
    expect(maskCardData(body)).toBe(body);
  });

  it('keeps every other byte, also those that are no UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from([0xff, 0x00, 0xe2]),
      Buffer.from(' 4111111111111111 é\r\n'),
    ]);
    const masked = maskCardData(body);
    expect(masked).toHaveLength(body.length);
    expect(masked.subarray(0, 3)).toEqual(body.subarray(0, 3));
    expect(masked.subarray(20)).toEqual(body.subarray(20));
    expect(masked.toString('latin1')).toContain('411111******1111');
  });

  it('leaves a masked JSON body readable', () => {
    const text = '{"a":[4111111111111111],"cvv":123,"n":4111111111111111}';
    expect(() => JSON.parse(maskCardText(text)) as unknown).not.toThrow();
    expect(maskCardText(text)).not.toContain('4111111111111111');
  });
});
