/** Amounts at the border of the REST API, as they are written in JSON, down to the vendor and the database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OddVendor, startOddVendor } from '#test/support/odd-vendor.js';
import { addPlainProvider, aPlainConnector } from '#test/support/plain-vendor.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let vendor: OddVendor;
let providerId: string;
beforeAll(async () => {
  const page = '{"id":"1","page":"https://vendor.example/pay"}';
  const respond = () => ({ type: 'application/json', body: page });
  [hub, vendor] = await Promise.all([startTestHub(), startOddVendor(respond)]);
  const connector = aPlainConnector();
  const body = {
    decimal: '=$decimal(request.amount, request.currency)',
    minor: '=request.amount',
    thousandths: '=$decimal(request.amount, request.currency, 3)',
  };
  const create = { ...connector.operations.create, body };
  const changes = { connector: { ...connector, operations: { ...connector.operations, create } } };
  providerId = (await addPlainProvider(hub.api, vendor.url, changes)).id;
});
beforeEach(() => {
  vendor.requests.length = 0;
});
afterAll(async () => {
  await hub.stop();
  await vendor.close();
});

/** The amount as it stands in the text of the body. */
const ask = (amount: string, currency: string) =>
  hub.api.post(
    '/api/v1/payments',
    `{"provider_id":"${providerId}","order_id":"M-1","currency":"${currency}","amount":${amount}}`,
    { 'idempotency-key': randomUUID() },
  );

describe('an amount', () => {
  it.each([
    ['150000', 'IDR', 150_000, '150000', '150000.000'],
    ['150000.0', 'IDR', 150_000, '150000', '150000.000'],
    ['150000.00', 'IDR', 150_000, '150000', '150000.000'],
    ['1.5e5', 'IDR', 150_000, '150000', '150000.000'],
    ['999999999999', 'IDR', 999_999_999_999, '999999999999', '999999999999.000'],
    ['1', 'IDR', 1, '1', '1.000'],
    ['1050', 'USD', 1_050, '10.50', '10.500'],
    ['5', 'USD', 5, '0.05', '0.050'],
    ['999999999999', 'USD', 999_999_999_999, '9999999999.99', '9999999999.990'],
    ['1200', 'JPY', 1_200, '1200', '1200.000'],
    ['1234', 'KWD', 1_234, '1.234', '1.234'],
    ['1', 'KWD', 1, '0.001', '0.001'],
  ])(
    '%s in %s reaches vendor and database exactly',
    async (text, currency, minor, decimal, long) => {
      const { status, body } = await ask(text, currency);
      expect([status, body.amount, body.currency]).toEqual([201, minor, currency]);
      expect(JSON.parse(vendor.requests[0]?.body ?? '')).toEqual({
        decimal,
        minor,
        thousandths: long,
      });
      const rows = await hub.sql('SELECT amount::text, currency FROM payments WHERE id = $1', [
        body.id,
      ]);
      expect(rows).toEqual([{ amount: String(minor), currency }]);
      const { body: read } = await hub.api.get(`/api/v1/payments/${body.id}`);
      expect(read.amount).toBe(minor);
    },
  );

  it.each([
    '0',
    '-0',
    '-0.0',
    '-1',
    '0.1',
    '0.30000000000000004',
    '150000.5',
    '1e12',
    '1000000000000',
    '1e300',
    '1e400',
    '9007199254740993',
    '"150000"',
    '"150,000"',
    '"NaN"',
    'null',
    'true',
    '[150000]',
    '{"value":150000}',
  ])('%s is refused by its name, and no vendor is asked', async (text) => {
    for (const currency of ['IDR', 'USD', 'JPY', 'KWD']) {
      const { status, body } = await ask(text, currency);
      expect(status).toBe(422);
      const fields = body.errors.map((error: { field: string }) => error.field);
      expect(new Set(fields)).toEqual(new Set(['amount']));
    }
    expect(vendor.requests).toEqual([]);
  });

  it.each(['NaN', 'Infinity', '0x10', '1_000', '+5', '.5'])('%s is no JSON', async (text) => {
    expect((await ask(text, 'IDR')).status).toBe(400);
    expect(vendor.requests).toEqual([]);
  });
});
