import { describe, expect, it } from '@jest/globals';
import { SchemaError } from '#core/validation/validation.pipe.js';
import { checkFees } from './fee-check.js';
import type { Fee } from './preset.schemas.js';

const connector = { methods: { qris: { code: 'QRIS' }, card: { code: 'CARDS' } } };

function errorsOf(fees: readonly Fee[]): readonly { field: string; code: string }[] {
  try {
    checkFees(connector, fees);
    return [];
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return error.errors.map(({ field, code }) => ({ field, code }));
  }
}

describe('a fee table', () => {
  it('may name the methods of the connector and the rest of them by *', () => {
    expect(
      errorsOf([
        { method: 'qris', percent: '0.7' },
        { method: '*', percent: '100.0000', fixed: 4_000, min: 1, max: 1, tax_percent: '11' },
      ]),
    ).toEqual([]);
  });

  it.each<[string, Fee, string, string]>([
    ['a method that the connector lacks', { method: 'barter' }, 'fees.0.method', 'unknown'],
    ['more than 100 %', { method: 'qris', percent: '100.1' }, 'fees.0.percent', 'too_big'],
    ['a tax above 100 %', { method: 'qris', tax_percent: '101' }, 'fees.0.tax_percent', 'too_big'],
    ['a maximum below the minimum', { method: 'qris', min: 2, max: 1 }, 'fees.0.max', 'too_small'],
  ])('refuses %s', (_what, fee, field, code) => {
    expect(errorsOf([fee])).toEqual([{ field, code }]);
  });

  it('refuses a second entry for a method', () => {
    expect(errorsOf([{ method: 'qris' }, { method: 'qris' }])).toEqual([
      { field: 'fees.1.method', code: 'repeated' },
    ]);
  });
});
