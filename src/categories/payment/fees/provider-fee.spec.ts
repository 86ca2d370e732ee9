import { describe, expect, it } from '@jest/globals';
import { connectorSchema } from '#connectors/definition.schemas.js';
import type { Fee } from '#providers/preset.schemas.js';
import { type FeeQuestion, feeOfProvider } from './provider-fee.js';

const connector = (defaultMethod?: string) =>
  connectorSchema.parse({
    methods: { qris: { code: 'Q' }, card: { code: 'C' } },
    ...(defaultMethod !== undefined && { default_method: defaultMethod }),
  });

const question: FeeQuestion = { method: undefined, amount: 100_000, currency: 'IDR' };

function feeWith(fees: Fee[], asked: Partial<FeeQuestion> = {}, defaultMethod?: string) {
  return feeOfProvider(
    { fees, defaultCurrency: 'IDR', connector: connector(defaultMethod) },
    { ...question, ...asked },
  );
}

describe('the fee of a provider', () => {
  it('is that of the method asked for, else of the default method', () => {
    const fees = [
      { method: 'qris', percent: '0.7' },
      { method: 'card', percent: '2.9' },
    ];
    expect(feeWith(fees, { method: 'card' })).toBe(2_900);
    expect(feeWith(fees, {}, 'qris')).toBe(700);
  });

  it('is not known while the guest may choose methods that differ', () => {
    expect(feeWith([{ method: 'qris', percent: '0.7' }])).toBeNull();
    expect(feeWith([{ method: '*', percent: '2' }])).toBe(2_000);
  });

  it('is not known without a table, and never taken for nothing', () => {
    expect(feeWith([], { method: 'qris' })).toBeNull();
    expect(feeWith([{ method: 'card', fixed: 1 }], { method: 'qris' })).toBeNull();
  });

  it('in another currency is known by percentages alone', () => {
    expect(feeWith([{ method: '*', percent: '3' }], { method: 'card', currency: 'USD' })).toBe(
      3_000,
    );
    expect(
      feeWith([{ method: '*', percent: '3', fixed: 30 }], { method: 'card', currency: 'USD' }),
    ).toBeNull();
  });
});
