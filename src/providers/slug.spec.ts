import { describe, expect, it } from '@jest/globals';
import { freeSlug, slugify } from './slug.js';

describe('slugify', () => {
  it.each([
    ['Midtrans – Snap (Sandbox)', 'midtrans-snap-sandbox'],
    ['  Café Été  ', 'cafe-ete'],
    ['!!!', 'provider'],
    ['酒店', 'provider'],
    ['a'.repeat(100), 'a'.repeat(60)],
  ])('makes %j into %j', (name, slug) => {
    expect(slugify(name)).toBe(slug);
  });
});

describe('freeSlug', () => {
  it('counts up past the taken ones', () => {
    expect(freeSlug('qris', new Set(['qris', 'qris-2', 'qris-4']))).toBe('qris-3');
  });
});
