import { describe, expect, it } from '@jest/globals';
import { transactionSignature } from '#test/simulators/doku/snap-signature.js';

const COMMON = { token: 'tok123', timestamp: '2026-11-20T15:45:42+07:00' };
const VA = '/virtual-accounts/bi-snap-va/v1.1/transfer-va';

describe('the signature of a transaction', () => {
  it.each([
    [
      'a QR code',
      {
        method: 'POST',
        path: '/snap-adapter/b2b/v1.0/qr/qr-mpm-generate',
        body: '{"partnerReferenceNo":"RES1001A","amount":{"value":"150000.00","currency":"IDR"},"merchantId":"37116","terminalId":"T01"}',
      },
      'ff9h6lvWI0mpBrFrFboNVXmKwCbrgmtqGIGG88/STH2KgajN3/AYPjGYMDAYdmp2M5LSJ0pa5qgbAvsYR7MEQQ==',
    ],
    [
      'values that hold spaces',
      {
        method: 'POST',
        path: `${VA}/create-va`,
        body: '{"partnerServiceId":"    1899","customerNo":"000012","virtualAccountNo":"    1899000012","virtualAccountName":"Budi Santoso","trxId":"RES-1001","totalAmount":{"value":"150000.00","currency":"IDR"},"virtualAccountTrxType":"C","expiredDate":"2026-11-21T15:45:42+07:00"}',
      },
      '6q+aQHAtpW3I9NuCE4ElXKN7UBbS0QK0zs7ZH7bJBzGDqdQMCxmczm+X4V4xpmPl3oZPgvGRla592iEOdfw3kA==',
    ],
    [
      'a DELETE with a body',
      { method: 'DELETE', path: `${VA}/delete-va`, body: '{"trxId":"RES-1001"}' },
      '8+kSEIHXgr88EjIKpQhCe6Ie2vY0zGMSfwXw0yOTwT4Ug7QKJzmdP9lsepRSNlsR1kx5+W95yDXSJ1tKgGgEmA==',
    ],
  ])('is that of the vector for %s', (_what, message, expected) => {
    expect(transactionSignature({ ...message, ...COMMON }, 'snap-client-secret')).toBe(expected);
  });
});
