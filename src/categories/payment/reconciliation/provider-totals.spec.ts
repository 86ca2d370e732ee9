import { describe, expect, it } from '@jest/globals';
import { netOf, toTotals } from './provider-totals.js';
import type { CountedRow, PaidRow } from './reconciliation.rows.js';

const aCount = (more: Partial<CountedRow>): CountedRow => ({
  provider_id: 'a',
  currency: 'IDR',
  name: 'created',
  count: 1,
  amount: 100_000,
  ...more,
});
const aPaid = (more: Partial<PaidRow>): PaidRow => ({
  provider_id: 'a',
  currency: 'IDR',
  method: 'qris',
  amount: 100_000,
  count: 1,
  is_late: false,
  source: 'webhook',
  ...more,
});

describe('toTotals', () => {
  it('keeps providers and currencies apart', () => {
    const rows = [aCount({}), aCount({ currency: 'USD' }), aCount({ provider_id: 'b' })];
    const totals = toTotals(rows, [], () => null);
    expect(totals.map(({ providerId, currency }) => `${providerId} ${currency}`)).toEqual([
      'a IDR',
      'a USD',
      'b IDR',
    ]);
  });

  it('sums what was paid, in time and late, and by whom the news came', () => {
    const paid = [aPaid({ count: 3 }), aPaid({ source: 'poll' }), aPaid({ is_late: true })];
    const [totals] = toTotals([], paid, () => null);
    expect(totals).toMatchObject({
      paid: { count: 4, amount: 400_000 },
      paid_late: { count: 1, amount: 100_000 },
      settledBy: { webhook: 4, poll: 1, api: 0, operator: 0 },
      feesUnknown: 5,
    });
  });

  it('takes refunds and the known fees off, each fee as often as it was paid', () => {
    const paid = [aPaid({ count: 3 }), aPaid({ method: 'card' })];
    const refunds = [aCount({ name: 'refunded', amount: 40_000 })];
    const [totals] = toTotals(refunds, paid, ({ method }) => (method === 'qris' ? 700 : null));
    expect(totals).toMatchObject({ fees: { count: 3, amount: 2_100 }, feesUnknown: 1 });
    expect(totals && netOf(totals)).toBe(400_000 - 40_000 - 2_100);
  });
});
