import { describe, expect, it } from '@jest/globals';
import type { FeatureAnswer } from '../../lib/providers.api';
import { chainWith, choicesFor } from './feature-choice';

const feature = (key: string, ...ids: string[]): FeatureAnswer => ({
  feature_key: key,
  property_id: null,
  strategy: 'weighted',
  chain: ids.map((id) => ({ id, slug: id, name: id, is_active: true, weight: 3 })),
  unserved: null,
});
const MADE = [{ id: 'new', name: 'New', format: 'qris_dynamic' }];

describe('features for a new provider', () => {
  it('are ticked where its format fits and nobody serves them', () => {
    const choices = choicesFor([feature('payment.qris'), feature('payment.page')], MADE);
    expect([...choices]).toEqual([['payment.qris', { providerId: 'new', role: 'primary' }]]);
  });

  it('are left to whoever serves them', () => {
    expect(choicesFor([feature('payment.qris', 'old')], MADE).size).toBe(0);
  });

  it('show what it serves already', () => {
    const choices = choicesFor([feature('payment.card', 'old', 'new')], MADE);
    expect([...choices]).toEqual([['payment.card', { providerId: 'new', role: 'fallback' }]]);
  });
});

describe('the chain with the new provider', () => {
  it.each([
    ['primary', ['new', 'a', 'b']],
    ['fallback', ['a', 'b', 'new']],
  ] as const)('has it as %s, the others as they were', (role, chain) => {
    const change = chainWith(feature('payment.qris', 'a', 'new', 'b'), { providerId: 'new', role });
    expect(change).toEqual({
      chain,
      strategy: 'weighted',
      weights: { a: 3, b: 3 },
      property_id: null,
    });
  });
});
