import { describe, expect, it } from '@jest/globals';
import type { ZodType } from 'zod';
import type { OperationRunner } from '#connectors/format.js';
import { recurringFormat } from './connector-subscription.adapter.js';

const QUERY = {
  reference: 'S-1-abc',
  amount: 150_000,
  currency: 'IDR',
  createdAt: new Date('2026-11-21T10:00:00Z'),
  refs: {},
};
const START = {
  reference: 'S-1-abc',
  orderId: '1',
  amount: 150_000,
  currency: 'IDR',
  interval: 'month',
  intervalCount: 1,
  idempotencyKey: 'k',
} as const;

/** A vendor that always answers the same, and what it was asked. */
function portOf(
  result: Record<string, unknown>,
  operations = ['subscribe', 'subscription_status'],
) {
  const asked: [string, unknown][] = [];
  const runner: OperationRunner = {
    has: (operation) => operations.includes(operation),
    isIdempotent: () => false,
    run: async <T>(operation: string, request: unknown, schema: ZodType<T>) => {
      asked.push([operation, request]);
      return schema.parse({ refs: {}, ...result });
    },
  };
  return { port: recurringFormat.create(runner), asked };
}

describe('ConnectorSubscriptionAdapter', () => {
  it.each([
    { type: 'redirect', url: 'https://pay.example/1' },
    { type: 'client_token', token: 't' },
    { type: 'none' },
  ])('starts with the action %j', async (action) => {
    const state = await portOf({ action }).port.subscribe(START);
    expect(state).toMatchObject({ status: 'incomplete', action });
  });

  it.each([[{}], [{ action: { type: 'qr', qr_string: '0002' } }]])(
    'refuses a start whose answer %j tells the guest nothing',
    async (answer) => {
      await expect(portOf(answer).port.subscribe(START)).rejects.toThrow();
    },
  );

  it('reads times, ids and the charge', async () => {
    const { port } = portOf({
      status: 'past_due',
      gateway_subscription_id: 77,
      current_period_end: '2026-12-21T10:00:00.000Z',
      charge_id: 'in_1:2',
      charge_outcome: 'payment_failed',
      amount: 150_000,
      currency: 'IDR',
    });
    expect(await port.status(QUERY)).toMatchObject({
      status: 'past_due',
      gatewaySubscriptionId: '77',
      currentPeriodEnd: new Date('2026-12-21T10:00:00Z'),
      charge: { id: 'in_1:2', outcome: 'payment_failed', amount: 150_000, currency: 'IDR' },
    });
  });

  it('knows of no charge without its id', async () => {
    const { port } = portOf({ status: 'active', charge_outcome: 'renewed' });
    expect((await port.status(QUERY)).charge).toBeUndefined();
  });

  it('refuses an answer that names another subscription', async () => {
    const { port } = portOf({ status: 'active', reference: 'S-2-xyz' });
    await expect(port.status(QUERY)).rejects.toMatchObject({ vendorCode: 'another_subscription' });
  });

  it('finds by the look-up where there is one, else by the status', async () => {
    const without = portOf({ status: 'active' });
    await without.port.find(QUERY);
    const withOne = portOf({ status: 'active' }, ['subscription_lookup', 'subscription_status']);
    await withOne.port.find(QUERY);
    expect(without.asked[0]?.[0]).toBe('subscription_status');
    expect(withOne.asked[0]).toMatchObject([
      'subscription_lookup',
      { reference: 'S-1-abc', created_at: '2026-11-21T10:00:00.000Z' },
    ]);
  });

  it('says whether the period that is paid still runs', async () => {
    const { port, asked } = portOf({ status: 'active', cancel_at_period_end: true });
    expect(await port.unsubscribe(QUERY, true)).toMatchObject({ cancelAtPeriodEnd: true });
    expect(asked[0]).toMatchObject(['unsubscribe', { at_period_end: true }]);
  });
});
