import { describe, expect, it } from '@jest/globals';
import type { PaymentState, VendorPaymentStatus } from '../payment.port.js';
import type { PaymentRow } from '../payment.rows.js';
import type { PaymentStatus } from '../payment-status.js';
import { verdictOn } from './vendor-verdict.js';

/** Only the columns that a verdict looks at. */
const ours = (status: PaymentStatus, more: Partial<PaymentRow> = {}) =>
  ({
    id: 'p',
    status,
    amount: 100_000,
    currency: 'IDR',
    request: {},
    captured_amount: null,
    capture_asked: null,
    ...more,
  }) as PaymentRow;
const said = (status: VendorPaymentStatus, more: Partial<PaymentState> = {}): PaymentState => ({
  status,
  refs: {},
  ...more,
});

describe('verdictOn', () => {
  it.each<[PaymentStatus, VendorPaymentStatus]>([
    ['pending', 'pending'],
    ['paid', 'paid'],
    ['paid_late', 'paid'],
    ['expired', 'cancelled'],
    ['cancelled', 'expired'],
    ['failed', 'expired'],
    ['partially_refunded', 'paid'],
    ['refunded', 'paid'],
  ])('finds nothing where we say %s and the vendor %s', (status, word) => {
    expect(verdictOn(ours(status), said(word))).toEqual([]);
  });

  it.each<[PaymentStatus, VendorPaymentStatus, string]>([
    ['paid', 'pending', 'status_differs'],
    ['paid', 'cancelled', 'status_differs'],
    ['expired', 'pending', 'status_differs'],
    ['pending', 'paid', 'status_differs'],
    ['paid', 'refunded', 'refund_differs'],
    ['partially_refunded', 'refunded', 'refund_differs'],
    ['refunded', 'pending', 'refund_differs'],
  ])('tells a difference: we say %s, the vendor %s', (status, word, kind) => {
    expect(verdictOn(ours(status), said(word))).toEqual([
      {
        paymentId: 'p',
        kind,
        ourStatus: status,
        detail: `the vendor says ${word}, we say ${status}`,
      },
    ]);
  });

  it('tells another amount or currency of money that moved', () => {
    const kinds = (more: Partial<PaymentState>) =>
      verdictOn(ours('paid'), said('paid', more)).map(({ kind, detail }) => [kind, detail]);
    expect(kinds({ amount: 90_000 })).toEqual([
      ['amount_differs', 'the vendor says 90000, the payment is over 100000 IDR'],
    ]);
    expect(kinds({ currency: 'USD' })).toHaveLength(1);
    expect(kinds({ amount: 100_000, currency: 'IDR' })).toEqual([]);
  });

  it('takes the captured part of held money for the amount', () => {
    const held = ours('paid', { captured_amount: 60_000 });
    expect(verdictOn(held, said('paid', { amount: 60_000 }))).toEqual([]);
    expect(verdictOn(held, said('paid', { amount: 70_000 }))).toHaveLength(1);
  });

  it('takes what is left after a refund for no other amount', () => {
    const left = said('partially_refunded', { amount: 40_000 });
    expect(verdictOn(ours('partially_refunded'), left)).toEqual([]);
  });

  it.each<[PaymentStatus, number]>([
    ['paid', 1],
    ['refunded', 1],
    ['pending', 0],
    ['expired', 0],
  ])('a payment that the vendor does not know, %s here, is %i finding', (status, count) => {
    expect(verdictOn(ours(status), 'absent')).toHaveLength(count);
  });

  it('quotes the vendor’s own word and passes over one nobody knows', () => {
    const [found] = verdictOn(ours('paid'), said('pending', { vendorStatus: 'IN_PROGRESS' }));
    expect(found?.detail).toContain('pending (IN_PROGRESS)');
    expect(verdictOn(ours('paid'), { refs: {}, vendorStatus: 'STRANGE' })).toEqual([]);
  });
});
