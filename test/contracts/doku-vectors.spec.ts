import { afterAll, describe, expect, it } from '@jest/globals';
import type { ConnectorTarget } from '#connectors/connector-context.js';
import { operationSchema, type SingleOperation } from '#connectors/definition.schemas.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { renderRequest } from '#connectors/operation/render-request.js';
import { Secret } from '#core/secret/secret.js';
import { readPreset } from '#test/support/preset-provider.js';

/** What the presets' auth schemes make of published requests, byte by byte. */
const now = new Date('2026-11-20T08:45:42Z');
const engine = new ExpressionEngine({ now: () => now });
afterAll(() => engine.close());

const VA = '/virtual-accounts/bi-snap-va/v1.1/transfer-va';

function targetOf(file: string, credentials: Record<string, string>): ConnectorTarget {
  const { connector } = readPreset(`payment/${file}`);
  return {
    connector,
    provider: {
      id: '00000000-0000-4000-8000-000000000001',
      slug: file,
      name: file,
      environment: 'sandbox',
      webhook_url: 'https://hub.example.com/webhook/payment/doku-main',
      extra: {},
    },
    credentials: Object.fromEntries(
      Object.entries(credentials).map(([key, value]) => [key, new Secret(value)]),
    ),
    baseUrls: { default: 'https://api-sandbox.doku.com' },
    extraHeaders: {},
  };
}

function render(target: ConnectorTarget, step: Record<string, unknown>) {
  const parsed = operationSchema.parse(step) as SingleOperation;
  const scope = { request: {}, refs: {}, steps: {}, now };
  return renderRequest({ engine, tokens: { token: async () => 'tok123' } }, target, {
    step: parsed,
    scope,
  });
}

describe('the signature of the payment page', () => {
  const target = targetOf('doku-checkout', {
    client_id: 'MCH-0001-10791114622547',
    secret_key: 'SK-TestSecretKey0001',
  });
  const headers = { 'Request-Id': 'fdb69f47-96da-499d-acec-7cdc318ab2fe' };

  it('is that of the vector for a request with a body', async () => {
    const sent = await render(target, {
      path: '/checkout/v1/payment',
      headers,
      body: {
        order: { amount: 150000, invoice_number: 'INV-20261120-0001' },
        payment: { payment_due_date: 60 },
      },
    });
    expect(sent.body).toHaveLength(98);
    expect(sent.headers).toMatchObject({
      'Request-Timestamp': '2026-11-20T08:45:42Z',
      Signature: 'HMACSHA256=VXEuE7Z1U+/wP6ZQhud1oXz6BHQW6UBA5Xgxyikl55Q=',
    });
  });

  it('is that of the vector for a request without one', async () => {
    const sent = await render(target, {
      method: 'GET',
      path: '/orders/v1/status/INV-20261120-0001',
      encoding: 'none',
      headers,
    });
    expect(sent.headers['Signature']).toBe(
      'HMACSHA256=SzO5+vuPeiNggeNEhq1sw8rEqiLs3erLVBlyNiQZvNY=',
    );
  });
});

describe('the signature of the SNAP style', () => {
  const credentials = { client_id: 'BRN-0221-1693209567392', secret_key: 'snap-client-secret' };

  it.each([
    [
      'a QR code',
      'doku-qris',
      {
        path: '/snap-adapter/b2b/v1.0/qr/qr-mpm-generate',
        body: {
          partnerReferenceNo: 'RES1001A',
          amount: { value: '150000.00', currency: 'IDR' },
          merchantId: '37116',
          terminalId: 'T01',
        },
      },
      'ff9h6lvWI0mpBrFrFboNVXmKwCbrgmtqGIGG88/STH2KgajN3/AYPjGYMDAYdmp2M5LSJ0pa5qgbAvsYR7MEQQ==',
    ],
    [
      'a virtual account, spaces and all',
      'doku-va',
      {
        path: `${VA}/create-va`,
        body: {
          partnerServiceId: '    1899',
          customerNo: '000012',
          virtualAccountNo: '    1899000012',
          virtualAccountName: 'Budi Santoso',
          trxId: 'RES-1001',
          totalAmount: { value: '150000.00', currency: 'IDR' },
          virtualAccountTrxType: 'C',
          expiredDate: '2026-11-21T15:45:42+07:00',
        },
      },
      '6q+aQHAtpW3I9NuCE4ElXKN7UBbS0QK0zs7ZH7bJBzGDqdQMCxmczm+X4V4xpmPl3oZPgvGRla592iEOdfw3kA==',
    ],
    [
      'a DELETE with a body',
      'doku-va',
      { method: 'DELETE', path: `${VA}/delete-va`, body: { trxId: 'RES-1001' } },
      '8+kSEIHXgr88EjIKpQhCe6Ie2vY0zGMSfwXw0yOTwT4Ug7QKJzmdP9lsepRSNlsR1kx5+W95yDXSJ1tKgGgEmA==',
    ],
  ])('is that of the vector for %s', async (_what, file, step, expected) => {
    const sent = await render(targetOf(file, credentials), step);
    expect(sent.headers).toMatchObject({
      Authorization: 'Bearer tok123',
      'X-TIMESTAMP': '2026-11-20T15:45:42+07:00',
      'X-SIGNATURE': expected,
      'X-EXTERNAL-ID': expect.stringMatching(/^\d{20,36}$/),
    });
  });
});
