import { describe, expect, it } from '@jest/globals';
import { CategoryRegistry } from './category-registry.js';

describe('the name of a feature', () => {
  const registry = new CategoryRegistry();
  registry.register({
    id: 'payment',
    formats: [],
    features: ['payment.card'],
    featureNames: { 'payment.card': { id: 'kartu', en: 'card' } },
  });

  it('is the one that its category gives it', () => {
    expect(registry.featureName('payment.card')).toEqual({ id: 'kartu', en: 'card' });
  });

  it.each(['payment.folio', 'spa.booking'])('is its key in quotes for %s', (key) => {
    expect(registry.featureName(key).id).toBe(`"${key}"`);
  });
});
