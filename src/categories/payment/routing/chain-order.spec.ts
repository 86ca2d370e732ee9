import { describe, expect, it } from '@jest/globals';
import { type Candidate, orderChain, type Preference } from './chain-order.js';

const candidate = (id: string, fee: number | null = null): Candidate => ({ provider: { id }, fee });
const ids = (chain: readonly Candidate[]) => chain.map(({ provider }) => provider.id);
const by = (strategy: Preference['strategy'], parts: Partial<Preference> = {}): Preference => ({
  strategy,
  weights: {},
  seed: 'order-1',
  ...parts,
});

describe('priority', () => {
  it("keeps the owner's order whatever it costs", () => {
    expect(ids(orderChain([candidate('a', 9), candidate('b', 1)], by('priority')))).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('least cost', () => {
  it("goes by the fee, unknown ones last, and by the owner's order among equals", () => {
    const chain = [
      candidate('unknown'),
      candidate('dear', 900),
      candidate('cheap', 0),
      candidate('as dear', 900),
      candidate('unknown too'),
    ];
    expect(ids(orderChain(chain, by('least_cost')))).toEqual([
      'cheap',
      'dear',
      'as dear',
      'unknown',
      'unknown too',
    ]);
    expect(chain[0]?.provider.id).toBe('unknown');
  });
});

describe('weighted', () => {
  const chain = [candidate('a'), candidate('b'), candidate('c')];
  const firstOf = (seed: string, weights: Preference['weights'], of = chain) =>
    ids(orderChain(of, by('weighted', { seed, weights })))[0] ?? '';
  const shares = (weights: Preference['weights']) => {
    const counts = { a: 0, b: 0, c: 0 } as Record<string, number>;
    for (let i = 0; i < 6_000; i += 1) {
      const first = firstOf(`key-${i}`, weights);
      counts[first] = (counts[first] ?? 0) + 1;
    }
    return counts;
  };

  it.each<[Preference['weights'], number, number, number]>([
    [{}, 2_000, 2_000, 2_000],
    [{ a: 3, b: 2 }, 3_000, 2_000, 1_000],
    [{ a: 1_000, b: 1, c: 1 }, 5_988, 6, 6],
  ])('splits payments by %j', (weights, a, b, c) => {
    const counts = shares(weights);
    // Five standard deviations of a draw of 6,000.
    expect(Math.abs((counts['a'] ?? 0) - a)).toBeLessThan(195);
    expect(Math.abs((counts['b'] ?? 0) - b)).toBeLessThan(195);
    expect(Math.abs((counts['c'] ?? 0) - c)).toBeLessThan(195);
  });

  it('draws the same provider for the same seed', () => {
    expect(firstOf('one', { a: 3 })).toBe(firstOf('one', { a: 3 }));
  });

  it("lets the rest follow in the owner's order", () => {
    const order = ids(orderChain(chain, by('weighted', { weights: { c: 1_000 } })));
    expect(order).toEqual(['c', 'a', 'b']);
  });

  it('moves only the payments of a provider that leaves', () => {
    const moved = Array.from({ length: 500 }, (_, i) => `key-${i}`).filter((seed) => {
      const before = firstOf(seed, {});
      return before !== 'b' && firstOf(seed, {}, [candidate('a'), candidate('c')]) !== before;
    });
    expect(moved).toEqual([]);
  });
});
