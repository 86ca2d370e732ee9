import { describe, expect, it } from '@jest/globals';
import { verdictOf } from './webhook-verdict';

const result = (outcome: 'applied' | 'unchanged' | 'ignored' | 'refused', more = {}) => ({
  event_id: 'e',
  outcome,
  detail: '',
  ...more,
});

describe('verdictOf', () => {
  it.each([
    ['processed', [result('applied'), result('unchanged')], 'verdict.applied'],
    ['processed', [result('applied'), result('refused')], 'verdict.refused'],
    ['processed', [result('unchanged')], 'verdict.unchanged'],
    ['processed', [], 'verdict.answered'],
    ['ignored', [], 'verdict.ignored'],
    ['ignored', [result('ignored')], 'verdict.unmatched'],
    ['ignored', [result('ignored', { is_unconfirmed: true })], 'verdict.unconfirmed'],
    ['duplicate', [], 'verdict.duplicate'],
    ['rejected', [], 'verdict.rejected'],
  ] as const)('of %s with %j is %s', (status, results, what) => {
    expect(verdictOf({ status, results: [...results], problem: null }).what).toBe(what);
  });

  it.each([
    ['hmac-sha256', 'verdict.mismatch'],
    ['shared_token', 'verdict.token_mismatch'],
    ['basic', 'verdict.token_mismatch'],
  ])('tells a wrong %s by its own name', (scheme, what) => {
    const problem = { code: 'mismatch', scheme } as const;
    expect(verdictOf({ status: 'rejected', results: [], problem }).what).toBe(what);
  });
});
