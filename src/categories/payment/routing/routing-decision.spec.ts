import { describe, expect, it } from '@jest/globals';
import { afterFailure, decideRouting, type RoutingFacts } from './routing-decision.js';

const now = new Date('2026-11-21T03:00:00Z');
const facts = (parts: Partial<RoutingFacts> = {}): RoutingFacts => ({
  strategy: 'least_cost',
  isNamed: false,
  candidates: [
    { provider: { id: 'a' }, fee: 1_000 },
    { provider: { id: 'b' }, fee: 1_450 },
    { provider: { id: 'c' }, fee: null },
  ],
  chosenId: 'a',
  skipped: [],
  now,
  ...parts,
});

describe('the reason for a provider', () => {
  it.each<[string, Partial<RoutingFacts>]>([
    ['least_cost', {}],
    ['priority', { strategy: 'priority' }],
    ['weighted', { strategy: 'weighted' }],
    ['named', { isNamed: true }],
    ['only_choice', { candidates: [{ provider: { id: 'a' }, fee: 1 }] }],
    [
      'fees_unknown',
      {
        candidates: [
          { provider: { id: 'a' }, fee: null },
          { provider: { id: 'b' }, fee: null },
        ],
      },
    ],
  ])('is %s', (reason, parts) => {
    expect(decideRouting(facts(parts))).toMatchObject({ reason, provider_id: 'a' });
  });

  it('is a fallback while the preferred one rests, with what that costs', () => {
    const routing = decideRouting(facts({ chosenId: 'b' }));
    expect(routing).toMatchObject({
      reason: 'fallback',
      provider_id: 'b',
      fee: 1_450,
      fallback: { from_provider_id: 'a', reason: 'breaker_open', extra_cost: 450 },
    });
  });
});

describe('a provider that was asked in vain', () => {
  const second = afterFailure(
    decideRouting(facts()),
    { providerId: 'a', kind: 'unavailable' },
    { providerId: 'b', at: now },
  );

  it('is named with its error and the difference in cost', () => {
    expect(second).toMatchObject({
      reason: 'fallback',
      provider_id: 'b',
      skipped: [{ provider_id: 'a', reason: 'unavailable' }],
      fallback: {
        from_provider_id: 'a',
        reason: 'unavailable',
        at: now.toISOString(),
        extra_cost: 450,
      },
    });
  });

  it('stays the one that a further fallback is compared with; an unknown fee makes no difference of 0', () => {
    const third = afterFailure(
      second,
      { providerId: 'b', kind: 'rate_limited' },
      { providerId: 'c', at: now },
    );
    expect(third).toMatchObject({
      provider_id: 'c',
      skipped: [
        { provider_id: 'a', reason: 'unavailable' },
        { provider_id: 'b', reason: 'rate_limited' },
      ],
      fallback: { from_provider_id: 'a', reason: 'unavailable', extra_cost: null },
    });
  });
});
