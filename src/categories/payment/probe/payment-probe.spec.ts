import { describe, expect, it } from '@jest/globals';
import { connectorSchema, type ConnectorInput } from '#connectors/definition.schemas.js';
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import type { ProbeFacts } from '#providers/connection-probe.js';
import type { CreatePaymentRequest, PaymentPort } from '../payment.port.js';
import { paymentProbe } from './payment-probe.js';
import { isProbeReference, makeProbeReference } from './probe-reference.js';
import { sampleRequest } from './sample-request.js';

const facts = (connector: ConnectorInput = {}, more: Partial<ProbeFacts> = {}): ProbeFacts => ({
  connector: connectorSchema.parse(connector),
  apiFormat: 'redirect_flow',
  currency: 'IDR',
  now: new Date('2026-11-21T00:00:00Z'),
  ...more,
});

const requestFor = (asked: ProbeFacts): CreatePaymentRequest => {
  const sample = sampleRequest(asked, 'KUNCITEST0000000');
  if ('reason' in sample) throw new Error(sample.reason);
  return sample.request;
};

/** A vendor that takes what comes, unless it is told otherwise. */
function aPort(more: Partial<PaymentPort> = {}): PaymentPort & { asked: string[] } {
  const asked: string[] = [];
  const port = {
    asked,
    can: () => true,
    canRepeat: () => false,
    create: async () => {
      asked.push('create');
      return { status: 'pending', action: { type: 'none' }, refs: {} };
    },
    cancel: async () => {
      asked.push('cancel');
      return { status: 'cancelled', refs: {} };
    },
    ...more,
  };
  return port as unknown as PaymentPort & { asked: string[] };
}

const failing = (kind: VendorErrorKind) => async () => {
  throw new VendorError(kind, 'vendor words');
};

describe('the sample request', () => {
  it.each<[string, string | null, ConnectorInput, number]>([
    ['Rp 1,000', 'IDR', {}, 1_000],
    ['the least that the vendor takes', 'IDR', { limits: { amount: { min: 10_000 } } }, 10_000],
    [
      'the least that the method takes',
      'IDR',
      { methods: { bca_va: { code: 'bca', min: 15_000 } }, default_method: 'bca_va' },
      15_000,
    ],
    ['one unit of a currency with cents', 'USD', {}, 100],
    ['a thousand fils', 'KWD', {}, 1_000],
    ['a hundred yen', 'JPY', {}, 100],
    ['the connector’s own', null, { currencies: ['MYR'] }, 100],
    ['what the connector says', 'IDR', { test_transaction: { request: { amount: 2_000 } } }, 2_000],
  ])('is over %s', (_what, currency, connector, amount) => {
    const request = requestFor(facts(connector, { currency }));
    expect(request.amount).toBe(amount);
    expect(request.items).toMatchObject([{ price: amount, quantity: 1 }]);
  });

  it('names a method only where one has to be named', () => {
    const methods = { dana: { code: 'D' }, ovo: { code: 'O' } };
    expect(requestFor(facts({ methods })).method).toBeUndefined();
    expect(requestFor(facts({ methods, method_required: true })).method).toBe('dana');
    expect(requestFor(facts({ methods, default_method: 'ovo' })).method).toBe('ovo');
    expect(requestFor(facts({ methods }, { apiFormat: 'va_static' })).method).toBe('dana');
  });

  it('ends within an hour', () => {
    expect(requestFor(facts()).expiresAt?.toISOString()).toBe('2026-11-21T01:00:00.000Z');
  });
});

describe('the reference of a test transaction', () => {
  it('is recognised, and has 16 characters that every vendor takes', () => {
    const reference = makeProbeReference();
    expect(reference).toMatch(/^[A-Z0-9]{16}$/);
    expect(isProbeReference(reference)).toBe(true);
    expect(isProbeReference('KUNCITEST-1-abcdefghij')).toBe(false);
    expect(isProbeReference(undefined)).toBe(false);
  });
});

describe('paymentProbe', () => {
  it('opens a transaction and closes it again', async () => {
    const port = aPort();
    const { outcome, checks } = await paymentProbe.run(port, facts());
    expect(outcome).toBe('done');
    expect(port.asked).toEqual(['create', 'cancel']);
    expect(checks.map(({ ok, message }) => [ok, message])).toEqual([
      [true, expect.stringMatching(/^A test transaction of Rp 1,000 was created \(KUNCITEST/)],
      [true, 'and cancelled.'],
    ]);
  });

  it('says that it stays open where the vendor can not cancel', async () => {
    const port = aPort({ can: () => false });
    const { outcome, checks } = await paymentProbe.run(port, facts());
    expect([outcome, checks.length]).toEqual(['done', 1]);
    expect(checks[0]?.message).toContain('expires by itself');
    expect(port.asked).toEqual(['create']);
  });

  it('is good although it could not be cancelled, and says so', async () => {
    const { outcome, checks } = await paymentProbe.run(
      aPort({ cancel: failing('invalid_request') }),
      facts(),
    );
    expect(outcome).toBe('done');
    expect(checks[1]).toMatchObject({
      ok: false,
      message: expect.stringContaining('vendor words'),
    });
  });

  it.each<[VendorErrorKind, RegExp]>([
    ['unauthorized', /permission/],
    ['invalid_request', /activated/],
    ['declined', /activated/],
    ['ambiguous', /may be open/],
    ['unavailable', /again in a minute/],
    ['rate_limited', /too many/],
    ['not_found', /base URL/],
    ['duplicate', /Test again/],
  ])('explains what to do about %s', async (kind, advice) => {
    const { outcome, checks } = await paymentProbe.run(aPort({ create: failing(kind) }), facts());
    expect(outcome).toBe('failed');
    expect(checks).toMatchObject([{ ok: false, message: expect.stringMatching(advice) }]);
    expect(checks[0]?.message).toContain('vendor words');
  });

  it.each<[string, ProbeFacts, RegExp]>([
    ['a card without a token', facts({}, { apiFormat: 'direct_charge' }), /token/],
    ['a vendor without one', facts({ test_transaction: { enabled: false } }), /not allow/],
    ['numbers that are for guests', facts({ numbers: { length: 8 } }), /for guests/],
  ])('does not try %s', async (_what, asked, reason) => {
    const port = aPort();
    const { outcome, checks } = await paymentProbe.run(port, asked);
    expect(outcome).toBe('not_tried');
    expect(checks).toMatchObject([{ ok: true, message: expect.stringMatching(reason) }]);
    expect(port.asked).toEqual([]);
  });

  it('leaves formats alone that speak by another port', async () => {
    const port = aPort();
    const result = await paymentProbe.run(port, facts({}, { apiFormat: 'recurring' }));
    expect([result.outcome, port.asked]).toEqual(['not_tried', []]);
  });

  it('charges where the connector brings a token for it', async () => {
    const connector = { test_transaction: { request: { token: 'tok_test' } } };
    const port = aPort();
    await paymentProbe.run(port, facts(connector, { apiFormat: 'direct_charge' }));
    expect(port.asked).toContain('create');
  });
});
