import { describe, expect, it } from '@jest/globals';
import { VENDOR_PAYMENT_STATUSES } from './payment.port.js';
import {
  claimsMoney,
  claimsRefund,
  EVENT_OF_STATUS,
  isOpen,
  isRefundable,
  isUnconfirmed,
  newsOf,
  nextStatus,
  PAYMENT_STATUSES,
  type PaymentStatus,
} from './payment-status.js';

/** Words in the order of the heading; a dot is "nothing changes". */
const HEADING =
  'pending authorized paid failed expired cancelled partially_refunded refunded disputed';
const OPEN = 'pending authorized paid failed expired cancelled partially_refunded refunded .';
const TABLE: Readonly<Record<PaymentStatus, string>> = {
  created: OPEN,
  pending_confirmation: OPEN,
  pending: '. authorized paid failed expired cancelled partially_refunded refunded .',
  authorized: '. . paid failed expired cancelled partially_refunded refunded .',
  paid: '. . . . . . partially_refunded refunded .',
  failed: '. . paid_late . . . . . .',
  expired: '. . paid_late . . . . . .',
  cancelled: '. . paid_late . . . . . .',
  paid_late: '. . . . . . partially_refunded refunded .',
  partially_refunded: '. . . . . . . refunded .',
  refunded: '. . . . . . . . .',
};

describe('the state machine of a payment', () => {
  it('has a row for every state and a column for every word', () => {
    expect(Object.keys(TABLE)).toEqual(expect.arrayContaining([...PAYMENT_STATUSES]));
    expect(HEADING.split(' ')).toEqual([...VENDOR_PAYMENT_STATUSES]);
  });

  it.each(PAYMENT_STATUSES)('leads from %s where the table says, and nowhere else', (from) => {
    const seen = VENDOR_PAYMENT_STATUSES.map((said) => nextStatus(from, said) ?? '.');
    expect(seen.join(' ')).toBe(TABLE[from]);
  });

  it('never leads out of a state that holds money into one that does not', () => {
    const holding: PaymentStatus[] = ['paid', 'paid_late', 'partially_refunded', 'refunded'];
    for (const from of holding) {
      for (const said of VENDOR_PAYMENT_STATUSES) {
        expect([undefined, 'partially_refunded', 'refunded']).toContain(nextStatus(from, said));
      }
    }
  });

  it('asks vendors only about what may still change', () => {
    expect(PAYMENT_STATUSES.filter(isOpen)).toEqual([
      'created',
      'pending_confirmation',
      'pending',
      'authorized',
    ]);
    expect(PAYMENT_STATUSES.filter(isUnconfirmed)).toEqual(['created', 'pending_confirmation']);
  });

  it('gives money back only where there is some', () => {
    expect(PAYMENT_STATUSES.filter(isRefundable)).toEqual([
      'paid',
      'paid_late',
      'partially_refunded',
    ]);
  });

  it('knows the words about money that came and money that went', () => {
    expect(VENDOR_PAYMENT_STATUSES.filter(claimsMoney)).toEqual(['authorized', 'paid']);
    expect(VENDOR_PAYMENT_STATUSES.filter(claimsRefund)).toEqual([
      'partially_refunded',
      'refunded',
    ]);
  });

  it('tells subscribers of every end', () => {
    const silent = PAYMENT_STATUSES.filter((status) => EVENT_OF_STATUS[status] === undefined);
    expect(silent).toEqual(['created', 'pending_confirmation', 'pending']);
  });
});

describe('news that moves nothing', () => {
  it.each([
    ['paid', 'disputed', 'disputed'],
    ['pending', 'disputed', 'disputed'],
    ['paid', 'failed', 'reversal_reported'],
    ['paid', 'cancelled', 'reversal_reported'],
    ['paid_late', 'failed', 'reversal_reported'],
    ['partially_refunded', 'cancelled', 'reversal_reported'],
    ['expired', 'authorized', 'authorized_late'],
    ['cancelled', 'authorized', 'authorized_late'],
    ['paid', 'pending', undefined],
    ['paid', 'expired', undefined],
    ['paid', 'paid', undefined],
    ['refunded', 'cancelled', undefined],
    ['pending', 'authorized', undefined],
    ['expired', 'expired', undefined],
  ] as const)('%s and then "%s" is %s', (current, said, news) => {
    expect(newsOf(current, said)).toBe(news);
  });
});
