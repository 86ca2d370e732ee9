import { describe, expect, it } from '@jest/globals';
import type { ZodType } from 'zod';
import type { OperationRunner } from '#connectors/format.js';
import { paymentFormats } from './payment-formats.js';

const QUERY = { reference: 'ORD-1-abc', amount: 150_000, currency: 'IDR', refs: {} };

/** A runner whose vendor always answers the same. */
function answering(result: Record<string, unknown>): OperationRunner {
  return {
    has: () => true,
    isIdempotent: () => false,
    run: async <T>(_operation: string, _request: unknown, schema: ZodType<T>) =>
      schema.parse({ refs: {}, ...result }),
  };
}

function portOf(format: string, result: Record<string, unknown>) {
  const found = paymentFormats.find(({ id }) => id === format);
  if (!found) throw new Error(format);
  return found.create(answering(result));
}

const CREATE = { reference: 'r', orderId: 'o', amount: 1, currency: 'IDR', idempotencyKey: 'k' };

describe('ConnectorPaymentAdapter', () => {
  it('refuses a status that names another payment', async () => {
    const port = portOf('qris_dynamic', { status: 'paid', reference: 'ORD-2-xyz' });
    await expect(port.status(QUERY)).rejects.toMatchObject({
      kind: 'invalid_request',
      vendorCode: 'another_payment',
    });
  });

  it('takes a status that names this payment, or none', async () => {
    await expect(
      portOf('qris_dynamic', { status: 'paid', reference: 'ORD-1-abc' }).status(QUERY),
    ).resolves.toMatchObject({ status: 'paid' });
    await expect(portOf('qris_dynamic', { status: 'paid' }).status(QUERY)).resolves.toMatchObject({
      status: 'paid',
    });
  });

  it.each([
    ['redirect_flow', { type: 'redirect', url: 'https://pay.example/1' }],
    ['embed_flow', { type: 'client_token', token: 't' }],
    ['qris_dynamic', { type: 'qr', qr_string: '0002' }],
    ['va_static', { type: 'virtual_account', bank: 'bca', number: '123' }],
    ['direct_charge', { type: 'none' }],
    ['direct_charge', { type: 'redirect', url: 'https://bank.example/3ds' }],
    ['e_wallet_redirect', { type: 'deeplink', url: 'gojek://pay' }],
  ])('%s takes the action %j', async (format, action) => {
    await expect(portOf(format, { action }).create(CREATE)).resolves.toMatchObject({
      action,
      status: 'pending',
    });
  });

  it.each([
    ['redirect_flow', { type: 'none' }],
    ['redirect_flow', { type: 'redirect', url: 'javascript:alert(1)' }],
    ['qris_dynamic', { type: 'qr', qr_string: '' }],
    ['va_static', { type: 'virtual_account', bank: 'bca' }],
    ['e_wallet_redirect', { type: 'deeplink', url: 'javascript:alert(1)' }],
  ])('%s refuses the action %j', async (format, action) => {
    await expect(portOf(format, { action }).create(CREATE)).rejects.toThrow();
  });
});
