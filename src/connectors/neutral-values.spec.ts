import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exponentOf, rescale, toDecimal } from '#core/money/money.js';
import { connectorSchema } from './definition.schemas.js';
import { toNeutral } from './neutral-values.js';

const DECIMAL = connectorSchema.parse({});
const IN_SEN = connectorSchema.parse({ money: { notation: 'minor', exponents: { IDR: 2 } } });
const MINOR = connectorSchema.parse({ money: { notation: 'minor' } });
const RUPIAH_ONLY = connectorSchema.parse({ currencies: ['IDR'] });

const CURRENCIES = ['IDR', 'USD', 'JPY', 'KWD'] as const;
const MOST = 999_999_999_999;

describe('an amount that a vendor writes', () => {
  it.each([
    ['IDR', '150000', 150_000],
    ['IDR', '150000.00', 150_000],
    ['IDR', 150000.0, 150_000],
    ['IDR', 1.5e5, 150_000],
    ['USD', '10.50', 1_050],
    ['USD', '10.5', 1_050],
    ['USD', '10', 1_000],
    ['USD', 10.1, 1_010],
    ['USD', 0.3, 30],
    ['JPY', '1200', 1_200],
    ['JPY', '1200.000', 1_200],
    ['KWD', '1.234', 1_234],
    ['KWD', '1.2', 1_200],
  ])('as a decimal in %s, %j, is %i minor units', (currency, amount, minor) => {
    const neutral = toNeutral({ amount, currency }, { connector: DECIMAL });
    expect(neutral).toEqual({ amount: minor, currency });
  });

  it.each([
    ['IDR', '15000000', 150_000],
    ['IDR', '15000000.00', 150_000],
    ['IDR', 15000000, 150_000],
    ['USD', 1050, 1_050],
    ['JPY', '1200', 1_200],
    ['KWD', 1234, 1_234],
  ])('in minor units, IDR in sen, %s %j, is %i', (currency, amount, minor) => {
    expect(toNeutral({ amount, currency }, { connector: IN_SEN })).toEqual({
      amount: minor,
      currency,
    });
  });

  it.each([
    ['IDR', '150,000', DECIMAL],
    ['IDR', '1.500.000', DECIMAL],
    ['IDR', 'Rp 150000', DECIMAL],
    ['IDR', '150000.50', DECIMAL],
    ['IDR', '1.5e5', DECIMAL],
    ['IDR', '+150000', DECIMAL],
    ['IDR', '150000 ', DECIMAL],
    ['USD', 0.1 + 0.2, DECIMAL],
    ['USD', '10.505', DECIMAL],
    ['JPY', '1200.5', DECIMAL],
    ['KWD', '1.2345', DECIMAL],
    ['IDR', '15000050', IN_SEN],
    ['IDR', Number.NaN, DECIMAL],
    ['IDR', Number.POSITIVE_INFINITY, MINOR],
    ['IDR', '9007199254740993', DECIMAL],
    ['QQQ', '150000', DECIMAL],
    ['', '150000', DECIMAL],
  ])('in %j as %j is kept as what it is: no amount', (currency, amount, connector) => {
    const neutral = toNeutral({ amount, currency }, { connector });
    expect(neutral).not.toHaveProperty('amount');
    expect(neutral).toMatchObject({
      unread_amount: String(amount),
      warnings: [expect.stringContaining("can't be used")],
    });
  });

  it('that is empty is no amount at all', () => {
    expect(toNeutral({ amount: '', currency: 'IDR' }, { connector: DECIMAL })).toEqual({
      currency: 'IDR',
    });
  });

  it('without a currency is in the only one that the vendor takes', () => {
    expect(toNeutral({ amount: '5' }, { connector: RUPIAH_ONLY })).toEqual({
      amount: 5,
      currency: 'IDR',
    });
  });

  it('comes back as it went out, in any currency, notation and exponent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CURRENCIES),
        fc.integer({ min: 1, max: MOST }),
        fc.nat(4),
        fc.boolean(),
        (currency, minor, places, asNumber) => {
          const own = exponentOf(currency);
          const text = toDecimal(minor, currency, own + places);
          expect(toNeutral({ amount: text, currency }, { connector: DECIMAL })).toEqual({
            amount: minor,
            currency,
          });
          const exponent = Math.max(own, places);
          // No JSON number holds more exactly.
          fc.pre(minor * 10 ** (exponent - own) <= Number.MAX_SAFE_INTEGER);
          const connector = connectorSchema.parse({
            money: { notation: 'minor', exponents: { [currency]: exponent } },
          });
          const sent = rescale(minor, own, exponent);
          const amount = asNumber ? sent : `${sent}.00`;
          expect(toNeutral({ amount, currency }, { connector })).toEqual({
            amount: minor,
            currency,
          });
        },
      ),
    );
  });
});
