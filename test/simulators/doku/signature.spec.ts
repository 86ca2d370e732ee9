import { describe, expect, it } from '@jest/globals';
import { digestOf, signatureOf } from '#test/simulators/doku/signature.js';

const SECRET = 'SK-TestSecretKey0001';
const REQUEST = {
  clientId: 'MCH-0001-10791114622547',
  requestId: 'fdb69f47-96da-499d-acec-7cdc318ab2fe',
  timestamp: '2026-11-20T08:45:42Z',
};
const BODY =
  '{"order":{"amount":150000,"invoice_number":"INV-20261120-0001"},"payment":{"payment_due_date":60}}';

describe('the signature of a message', () => {
  it('is that of the vector for a request with a body', () => {
    expect(digestOf(BODY)).toBe('m35FlxM879oQEbY8qBmUTmqG9lWhYozTbVkTznJaLlw=');
    expect(signatureOf({ ...REQUEST, target: '/checkout/v1/payment', body: BODY }, SECRET)).toBe(
      'HMACSHA256=VXEuE7Z1U+/wP6ZQhud1oXz6BHQW6UBA5Xgxyikl55Q=',
    );
  });

  it('has no digest for a request without a body', () => {
    const target = '/orders/v1/status/INV-20261120-0001';
    expect(signatureOf({ ...REQUEST, target }, SECRET)).toBe(
      'HMACSHA256=SzO5+vuPeiNggeNEhq1sw8rEqiLs3erLVBlyNiQZvNY=',
    );
  });

  it('is that of the vector for an answer', () => {
    const body =
      '{"message":["SUCCESS"],"response":{"order":{"amount":"150000","invoice_number":"INV-20261120-0001"},"payment":{"url":"https://sandbox.doku.com/checkout-link-v2/TOKEN","token_id":"TOKEN"}}}';
    const answer = {
      ...REQUEST,
      timestamp: '2026-11-20T08:45:43Z',
      timestampName: 'Response-Timestamp' as const,
      target: '/checkout/v1/payment',
      body,
    };
    expect(signatureOf(answer, SECRET)).toBe(
      'HMACSHA256=FROycFTxJH3aDk+Hthd7Lg6/T6cDYLD6G5IAVy3ckyA=',
    );
  });
});
