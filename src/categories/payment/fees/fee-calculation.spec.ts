import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fee } from '#providers/preset.schemas.js';
import { calculateFee, findFee, hasAmounts } from './fee-calculation.js';

const fee = (parts: Omit<Fee, 'method'>): Fee => ({ method: 'qris', ...parts });

describe('the fee of one payment', () => {
  it.each<[string, Omit<Fee, 'method'>, number, number]>([
    ['a percentage', { percent: '0.7' }, 150_000, 1_050],
    ['a fixed amount', { fixed: 4_000 }, 150_000, 4_000],
    ['a percentage and a fixed amount', { percent: '2.9', fixed: 2_000 }, 1_000_000, 31_000],
    ['VAT on the fee', { fixed: 4_000, tax_percent: '11' }, 150_000, 4_440],
    ['a part of a minor unit, rounded up', { percent: '0.7' }, 101, 1],
    ['a whole minor unit, not rounded', { percent: '1' }, 100, 1],
    ['percent and VAT, rounded once', { percent: '0.5', tax_percent: '11' }, 199, 2],
    ['a minimum', { percent: '1', min: 2_500 }, 100_000, 2_500],
    ['a maximum', { percent: '1', max: 10_000 }, 5_000_000, 10_000],
    ['VAT on top of the maximum', { percent: '1', max: 10_000, tax_percent: '11' }, 5e6, 11_100],
    ['nothing, said so', { percent: '0' }, 150_000, 0],
    ['four decimals', { percent: '0.0001' }, 1_000_000, 1],
    ['the largest amount', { percent: '100' }, 999_999_999_999, 999_999_999_999],
  ])('is %s', (_what, parts, amount, expected) => {
    expect(calculateFee(fee(parts), amount)).toBe(expected);
  });

  it('is not known where the table gives no figure', () => {
    expect(calculateFee(fee({ tax_percent: '11', min: 100 }), 150_000)).toBeNull();
  });

  it('is known without an amount when it is a fixed one only', () => {
    expect(calculateFee(fee({ fixed: 4_000, tax_percent: '11' }), undefined)).toBe(4_440);
    expect(calculateFee(fee({ fixed: 4_000, percent: '1' }), undefined)).toBeNull();
  });
});

describe('a fee table', () => {
  const table: Fee[] = [
    { method: '*', percent: '2' },
    { method: 'qris', percent: '0.7' },
  ];

  it('is read by method, else by its entry for all', () => {
    expect(findFee(table, 'qris')?.percent).toBe('0.7');
    expect(findFee(table, 'card')?.percent).toBe('2');
    expect(findFee(table.slice(1), 'card')).toBeUndefined();
  });

  it('is free of a currency when it holds percentages alone', () => {
    expect(hasAmounts(fee({ percent: '1' }))).toBe(false);
    expect(hasAmounts(fee({ percent: '1', max: 10 }))).toBe(true);
  });
});

describe('any fee', () => {
  const rate = fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 9_999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(4, '0')}`);
  const money = fc.integer({ min: 0, max: 1_000_000 });
  const amounts = fc.integer({ min: 1, max: 999_999_999_999 });

  it('never falls when the amount rises', () => {
    fc.assert(
      fc.property(rate, money, rate, amounts, amounts, (percent, fixed, tax_percent, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const table = fee({ percent, fixed, tax_percent });
        expect(calculateFee(table, low)).toBeLessThanOrEqual(calculateFee(table, high) ?? -1);
      }),
    );
  });

  it('without tax stays between its bounds and is less than one unit above the exact share', () => {
    fc.assert(
      fc.property(rate, money, money, amounts, (percent, min, span, amount) => {
        const result = calculateFee(fee({ percent, min, max: min + span }), amount) ?? -1;
        expect(result).toBeGreaterThanOrEqual(min);
        expect(result).toBeLessThanOrEqual(min + span);
        const free = BigInt(calculateFee(fee({ percent }), amount) ?? -1) * 1_000_000n;
        const exact = BigInt(amount) * BigInt(percent.replace('.', ''));
        expect(free - exact >= 0n && free - exact < 1_000_000n).toBe(true);
      }),
    );
  });
});
