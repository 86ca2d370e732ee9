import { describe, expect, it } from '@jest/globals';
import type { PaymentStatus } from '../payment-status.js';
import { billStateOf, verdictOn } from './bill.js';

const now = new Date('2026-11-20T08:00:00Z');
const later = new Date('2026-11-20T09:00:00Z');

const aBill = (status: PaymentStatus, more: { expires_at?: Date | null } = {}) => ({
  status,
  expires_at: later,
  ...more,
});

describe('the state of a bill', () => {
  it.each<[PaymentStatus, string]>([
    ['created', 'open'],
    ['pending_confirmation', 'open'],
    ['pending', 'open'],
    ['authorized', 'closed'],
    ['paid', 'paid'],
    ['paid_late', 'paid'],
    ['partially_refunded', 'paid'],
    ['refunded', 'paid'],
    ['failed', 'closed'],
    ['cancelled', 'closed'],
    ['expired', 'expired'],
  ])('of a payment that is %s is %s', (status, state) => {
    expect(billStateOf(aBill(status), { isHere: true, now })).toBe(state);
  });

  it('is over at the moment its time ends, before anybody has noted it', () => {
    const at = (moment: Date) =>
      billStateOf(aBill('pending', { expires_at: now }), { isHere: true, now: moment });
    expect(at(now)).toBe('expired');
    expect(at(new Date(now.getTime() - 1))).toBe('open');
    expect(billStateOf(aBill('pending', { expires_at: null }), { isHere: true, now })).toBe('open');
  });

  it('is closed where another provider has the payment', () => {
    expect(billStateOf(aBill('pending'), { isHere: false, now })).toBe('closed');
    expect(billStateOf(aBill('paid'), { isHere: false, now })).toBe('closed');
  });
});

describe('the verdict on a payment', () => {
  const bill = {
    amount: 150_000,
    currency: 'IDR',
    gateway_transaction_id: null as string | null,
    paid_at: null,
  };
  const right = { paymentId: 'P1', amount: 150_000, currency: 'IDR' };

  it.each([
    ['the right amount', right, 'accept'],
    ['too little', { ...right, amount: 149_999 }, 'wrong_amount'],
    ['too much', { ...right, amount: 150_001 }, 'wrong_amount'],
    ['another currency', { ...right, currency: 'USD' }, 'wrong_amount'],
    ['no amount', { paymentId: 'P1' }, 'wrong_amount'],
  ])('of an open bill with %s', (_what, asked, verdict) => {
    expect(verdictOn(bill, 'open', asked)).toBe(verdict);
  });

  it.each([
    ['the same payment', right, 'repeated'],
    ['the same id over another amount', { ...right, amount: 1 }, 'inconsistent'],
    ['another payment', { ...right, paymentId: 'P2' }, 'paid'],
  ])('of a paid bill with %s', (_what, asked, verdict) => {
    expect(verdictOn({ ...bill, gateway_transaction_id: 'P1' }, 'paid', asked)).toBe(verdict);
  });

  it.each(['expired', 'closed'] as const)('of a bill that is %s says so', (state) => {
    expect(verdictOn(bill, state, right)).toBe(state);
  });
});
