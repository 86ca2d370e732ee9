import { describe, expect, it } from '@jest/globals';
import { differenceOf, receivedAmount, type SaidAmount } from './payment-amounts.js';
import type { PaymentRow } from './payment.rows.js';

type Facts = Pick<
  PaymentRow,
  'status' | 'amount' | 'currency' | 'request' | 'captured_amount' | 'capture_asked'
>;

/** A payment of Rp 150,000; what else a row holds plays no part here. */
function aRow(more: Partial<Facts> = {}): PaymentRow {
  const facts: Facts = {
    status: 'pending',
    amount: 150_000,
    currency: 'IDR',
    request: {},
    captured_amount: null,
    capture_asked: null,
    ...more,
  };
  return facts as PaymentRow;
}

const paid = (amount?: number, currency?: string): SaidAmount => ({
  status: 'paid',
  amount,
  currency,
});

describe('an amount that a vendor names', () => {
  it.each([
    ['the same', aRow(), paid(150_000, 'IDR')],
    ['none', aRow(), paid()],
    ['another one, but no money', aRow(), { status: 'expired', amount: 1 } as const],
    ['a part of what is held', aRow({ status: 'authorized' }), paid(90_000)],
    ['a part of what was to be held', aRow({ request: { capture: 'manual' } }), paid(90_000)],
    ['what was captured, again', aRow({ status: 'paid', captured_amount: 90_000 }), paid(90_000)],
    [
      'what had been held, after a part was captured',
      aRow({ status: 'paid', captured_amount: 90_000 }),
      { status: 'authorized', amount: 150_000 } as const,
    ],
  ])('fits when it is %s', (_title, row, said) => {
    expect(differenceOf(row, said)).toBeUndefined();
  });

  it.each([
    ['less than what is due at once', aRow(), paid(149_999)],
    ['more than what is held', aRow({ status: 'authorized' }), paid(150_001)],
    ['nothing of what is held', aRow({ status: 'authorized' }), paid(0)],
    ['another currency', aRow(), paid(150_000, 'USD')],
    [
      'a part, held',
      aRow({ request: { capture: 'manual' } }),
      { status: 'authorized', amount: 90_000 } as const,
    ],
    [
      'another part than was captured',
      aRow({ status: 'paid', captured_amount: 90_000 }),
      paid(80_000),
    ],
  ])('differs when it is %s', (_title, row, said) => {
    expect(differenceOf(row, said)).toMatch(/^the vendor says/);
  });
});

describe('what came in', () => {
  it('is everything, or what was captured', () => {
    expect(receivedAmount(aRow())).toBe(150_000);
    expect(receivedAmount(aRow({ captured_amount: 90_000 }))).toBe(90_000);
  });
});
