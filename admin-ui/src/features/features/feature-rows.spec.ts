import { describe, expect, it } from '@jest/globals';
import type { FeatureAnswer } from '../../lib/providers.api';
import { rowsOf } from './feature-rows';

const aFeature = (change: Partial<FeatureAnswer> = {}): FeatureAnswer => ({
  feature_key: 'payment.qris',
  property_id: null,
  strategy: 'priority',
  chain: [],
  unserved: null,
  ...change,
});
const BALI = { id: 'bali', name: 'Bali' };

describe('rows of features', () => {
  it('show the chain for all properties, and how many have their own', () => {
    const rows = rowsOf([aFeature(), aFeature({ property_id: 'bali' })], undefined);
    expect(rows).toEqual([
      { feature: aFeature(), property: undefined, isInherited: false, others: 1 },
    ]);
  });

  it("show a property's own chain, else the inherited one", () => {
    const own = aFeature({ property_id: 'bali', strategy: 'weighted' });
    const rows = rowsOf([aFeature(), own, aFeature({ feature_key: 'payment.card' })], BALI);
    expect(rows.map(({ feature, isInherited }) => [feature.strategy, isInherited])).toEqual([
      ['weighted', false],
      ['priority', true],
    ]);
  });

  it('begin with what was asked for in vain', () => {
    const unserved = { asked: 3, last_asked_at: '2026-01-01T00:00:00.000Z' };
    const rows = rowsOf(
      [aFeature(), aFeature({ feature_key: 'payment.spa', unserved })],
      undefined,
    );
    expect(rows.map(({ feature }) => feature.feature_key)).toEqual(['payment.spa', 'payment.qris']);
  });
});
