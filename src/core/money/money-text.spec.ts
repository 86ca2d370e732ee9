import { describe, expect, it } from '@jest/globals';
import { moneyText } from './money-text.js';

describe('an amount for people', () => {
  it.each([
    [4_440, 'IDR', 'Rp 4.440'],
    [0, 'IDR', 'Rp 0'],
    [-450, 'IDR', '-Rp 450'],
    [1_050, 'USD', 'US$10,50'],
    [150, 'JPY', 'JP¥150'],
    [1_234_567, 'KWD', 'KWD 1.234,567'],
    [9_007_199_254_740_991, 'IDR', 'Rp 9.007.199.254.740.991'],
  ])('of %i %s is %s', (minor, currency, text) => {
    expect(moneyText(minor, currency)).toBe(text);
  });
});
