import { describe, expect, it } from '@jest/globals';
import { conditionOf } from './provider-condition';

type Provider = Parameters<typeof conditionOf>[0];
const provider = (more: Partial<Provider> = {}): Provider => ({
  is_active: true,
  archived_at: null,
  paused: null,
  test_status: 'ok',
  ...more,
});
const calls = (rate: number, breaker: 'closed' | 'open' | 'half_open' = 'closed') => ({
  breaker,
  calls: 10,
  success_rate: rate,
});

describe('how a provider is', () => {
  it.each([
    ['off', provider({ is_active: false }), calls(1)],
    ['down', provider(), calls(1, 'open')],
    ['down', provider(), calls(0.4)],
    ['degraded', provider(), calls(0.9)],
    ['degraded', provider(), calls(1, 'half_open')],
    ['healthy', provider({ test_status: 'failed' }), calls(1)],
    ['healthy', provider(), undefined],
    ['down', provider({ test_status: 'failed' }), undefined],
    ['untested', provider({ test_status: 'unverifiable' }), undefined],
  ] as const)('is %s', (condition, one, health) => {
    expect(conditionOf(one, health)).toBe(condition);
  });
});
