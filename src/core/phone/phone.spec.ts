import { describe, expect, it } from '@jest/globals';
import { formatPhone, InvalidPhoneError, isE164, toE164 } from './phone.js';

describe('toE164', () => {
  it.each([
    ['08123456789', '+628123456789'],
    ['8123456789', '+628123456789'],
    ['628123456789', '+628123456789'],
    ['+628123456789', '+628123456789'],
    ['00628123456789', '+628123456789'],
    ['+62 812-3456-789', '+628123456789'],
    ['(0812) 3456.789', '+628123456789'],
    ['+62 0812 3456 789', '+628123456789'],
    ['6208123456789', '+628123456789'],
    ['021-555-1234', '+62215551234'],
    ['+65 9123 4567', '+6591234567'],
    ['006591234567', '+6591234567'],
    ['+62\u00a0812\u20113456\u2011789', '+628123456789'],
  ])('reads %s as %s', (input, expected) => {
    expect(toE164(input)).toBe(expected);
  });

  it.each([
    '',
    '+',
    '0',
    '12345',
    '0812abc4567',
    '+62',
    '+0812345678',
    '６２８１２３',
    '6591234567',
    '1'.repeat(60),
    '++628123456789',
  ])('refuses %j', (input) => {
    expect(() => toE164(input)).toThrow(InvalidPhoneError);
  });

  it('does not repeat the number in its error', () => {
    expect(() => toE164('0812SECRET99')).toThrow(/^(?!.*SECRET)The phone number is not valid/);
  });

  it('takes bare digits as international when told so', () => {
    expect(toE164('6591234567', { bare: 'international' })).toBe('+6591234567');
  });

  it('uses the plan of the given country', () => {
    expect(toE164('91234567', { country: 'SG' })).toBe('+6591234567');
    expect(toE164('0412345678', { country: 'AU' })).toBe('+61412345678');
  });
});

describe('formatPhone', () => {
  it.each([
    ['e164', '+628123456789'],
    ['msisdn', '628123456789'],
    ['local', '08123456789'],
  ] as const)('writes %s as %s', (style, expected) => {
    expect(formatPhone('+62 812 3456 789', style)).toBe(expected);
  });

  it('leaves a foreign number in E.164 where a local form is asked', () => {
    expect(formatPhone('+6591234567', 'local')).toBe('+6591234567');
  });
});

describe('phones in any clothing', () => {
  it('come out as the same number', () => {
    let state = 42;
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 4_294_967_296) * below);
    };
    const prefixes = ['0', '62', '+62', '0062', '', '+620'];
    for (let round = 0; round < 3_000; round += 1) {
      const length = 8 + next(4);
      const national = `8${Array.from({ length }, () => next(10)).join('')}`;
      const prefix = prefixes[next(prefixes.length)] ?? '0';
      const dressed = `${prefix}${national}`.replace(/\d/g, (digit, index: number) =>
        index > 4 && next(3) === 0 ? `${digit}${[' ', '-', '.'][next(3)] ?? ''}` : digit,
      );
      const e164 = toE164(dressed);
      expect(e164).toBe(`+62${national}`);
      expect(isE164(e164)).toBe(true);
      expect(toE164(formatPhone(e164, 'local'))).toBe(e164);
      expect(toE164(formatPhone(e164, 'msisdn'))).toBe(e164);
    }
  });
});
