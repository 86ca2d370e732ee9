import { describe, expect, it } from '@jest/globals';
import { checksOf, strengthOf } from './password-strength.js';

const EMAIL = 'wayan.sari@melati.example';

describe('the hint about a password', () => {
  it.each([
    ['short', { isLongEnough: false, isVaried: true, isNotAddress: true }],
    ['aaaaaaaaaaaaaaaa', { isLongEnough: true, isVaried: false, isNotAddress: true }],
    ['wayan suka kopi pagi', { isLongEnough: true, isVaried: true, isNotAddress: false }],
    ['payung hujan sore', { isLongEnough: true, isVaried: true, isNotAddress: true }],
    ['', { isLongEnough: false, isVaried: false, isNotAddress: false }],
  ])('sees what %p lacks', (password, checks) => {
    expect(checksOf(password, EMAIL)).toEqual(checks);
  });

  it('grows with the length, and stays low while something is missing', () => {
    expect(strengthOf('payung hujan sore', EMAIL)).toBeGreaterThan(
      strengthOf('payung hujan', EMAIL),
    );
    expect(strengthOf('wayan suka kopi pagi', EMAIL)).toBeLessThanOrEqual(40);
  });
});
