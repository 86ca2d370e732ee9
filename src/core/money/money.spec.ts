import { describe, expect, it } from '@jest/globals';
import { CURRENCY_EXPONENTS } from './currencies.js';
import {
  exponentOf,
  InvalidAmountError,
  isCurrency,
  parseDecimal,
  rescale,
  toDecimal,
} from './money.js';

/** Small seeded generator (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('currencies', () => {
  it.each([
    ['IDR', 0],
    ['JPY', 0],
    ['USD', 2],
    ['SGD', 2],
    ['KWD', 3],
  ])('gives %s %i decimal places', (currency, exponent) => {
    expect(exponentOf(currency)).toBe(exponent);
  });

  it('lists every currency once', () => {
    expect(CURRENCY_EXPONENTS.size).toBeGreaterThan(150);
    expect([...CURRENCY_EXPONENTS.keys()].every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  });

  it('knows no currency by another case or an invented code', () => {
    expect(isCurrency('IDR')).toBe(true);
    expect(isCurrency('idr')).toBe(false);
    expect(() => exponentOf('QQQ')).toThrow('ISO 4217');
  });
});

describe('toDecimal', () => {
  it.each([
    [150000, 'IDR', undefined, '150000'],
    [150000, 'IDR', 2, '150000.00'],
    [1050, 'USD', undefined, '10.50'],
    [5, 'USD', undefined, '0.05'],
    [-5, 'USD', undefined, '-0.05'],
    [0, 'KWD', undefined, '0.000'],
    [1000, 'USD', 0, '10'],
    [123456789012345678901n, 'USD', undefined, '1234567890123456789.01'],
  ])('writes %s %s with %s places as %s', (minor, currency, places, text) => {
    expect(toDecimal(minor, currency, places)).toBe(text);
  });

  it('refuses to cut off digits that are not zero', () => {
    expect(() => toDecimal(1050, 'USD', 0)).toThrow(InvalidAmountError);
  });

  it.each([1.5, Number.NaN, 2 ** 53])('refuses %s, which is no exact integer', (minor) => {
    expect(() => toDecimal(minor, 'IDR')).toThrow(InvalidAmountError);
  });
});

describe('parseDecimal', () => {
  it.each([
    ['150000', 'IDR', undefined, 150000],
    ['150000.00', 'IDR', undefined, 150000],
    [150000, 'IDR', undefined, 150000],
    [150000.5, 'USD', undefined, 15000050],
    ['-12.34', 'USD', undefined, -1234],
    ['0012.30', 'USD', undefined, 1230],
    ['150000.00', 'IDR', 2, 15000000],
    ['-0', 'IDR', undefined, 0],
  ])('reads %s %s (places %s) as %s', (text, currency, exponent, minor) => {
    expect(parseDecimal(text, currency, exponent)).toBe(minor);
  });

  it.each(['1e5', '1,000', '1.000,00', '+5', ' 5', '5 ', '.5', '5.', '', '0x10', 'Rp 5', '१'])(
    'refuses %j',
    (text) => {
      expect(() => parseDecimal(text, 'IDR')).toThrow(InvalidAmountError);
    },
  );

  it.each([
    ['150000.50', 'IDR'],
    ['10.505', 'USD'],
    [0.1 + 0.2, 'USD'],
    [1e21, 'IDR'],
    ['9007199254740993', 'IDR'],
    ['9'.repeat(41), 'IDR'],
  ])('refuses %s %s because digits would be lost', (text, currency) => {
    expect(() => parseDecimal(text, currency)).toThrow(InvalidAmountError);
  });

  it('reads back whatever toDecimal writes', () => {
    const random = randomFrom(20_260_101);
    const currencies = [...CURRENCY_EXPONENTS.keys()];
    for (let round = 0; round < 5_000; round += 1) {
      const currency = currencies[Math.floor(random() * currencies.length)] ?? 'IDR';
      const minor = Math.floor((random() - 0.5) * 2 * 10 ** Math.floor(random() * 15));
      const places = exponentOf(currency) + Math.floor(random() * 3);
      expect(parseDecimal(toDecimal(minor, currency, places), currency)).toBe(
        minor === 0 ? 0 : minor,
      );
    }
  });
});

describe('rescale', () => {
  it.each([
    [150000, 0, 2, 15000000],
    [15000000, 2, 0, 150000],
    [-1230, 3, 2, -123],
  ])('turns %i from %i to %i places into %i', (minor, from, to, expected) => {
    expect(rescale(minor, from, to)).toBe(expected);
  });

  it('refuses what is not exact or not sensible', () => {
    expect(() => rescale(1, 2, 0)).toThrow(InvalidAmountError);
    expect(() => rescale(Number.MAX_SAFE_INTEGER, 0, 2)).toThrow('too large');
    expect(() => rescale(1, 0, 99)).toThrow('between 0 and 12');
  });

  it('gives the amount back after there and back again', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 2_000; round += 1) {
      const minor = Math.floor((random() - 0.5) * 1e10);
      const from = Math.floor(random() * 4);
      const to = from + Math.floor(random() * 3);
      expect(rescale(rescale(minor, from, to), to, from)).toBe(minor === 0 ? 0 : minor);
    }
  });
});
