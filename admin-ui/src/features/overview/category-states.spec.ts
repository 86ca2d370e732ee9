import { describe, expect, it } from '@jest/globals';
import type { ProviderAnswer } from '../../lib/providers.api';
import { categoryStates } from './category-states';
import type { Health } from './overview.api';

let last = 0;
const provider = (changes: Partial<ProviderAnswer> = {}): ProviderAnswer =>
  ({
    id: `p${(last += 1)}`,
    integration_type: 'payment',
    is_active: true,
    archived_at: null,
    paused: false,
    test_status: 'ok',
    ...changes,
  }) as ProviderAnswer;

const down = ({ id }: ProviderAnswer) => ({ id, breaker: 'open', calls: 3 }) as unknown as Health;

const conditionOf = (providers: ProviderAnswer[], broken: ProviderAnswer[] = []) =>
  categoryStates(['payment'], providers, broken.map(down))[0]?.condition;

describe('the state of a category', () => {
  const [first, second] = [provider(), provider()];

  it('is degraded while another provider still works', () => {
    expect(conditionOf([first, second], [first])).toBe('degraded');
  });

  it('is down when none works any more', () => {
    expect(conditionOf([first, second], [first, second])).toBe('down');
  });

  it('does not count providers that are switched off', () => {
    const off = provider({ is_active: false });
    expect(conditionOf([first, off], [first])).toBe('down');
    expect(conditionOf([off])).toBe('off');
  });

  it('is healthy when somebody has seen one of them work', () => {
    expect(conditionOf([first, provider({ test_status: 'untested' })])).toBe('healthy');
    expect(conditionOf([provider({ test_status: 'untested' })])).toBe('untested');
  });

  it('is none where nothing is connected', () => {
    expect(conditionOf([])).toBeUndefined();
  });

  it('leaves out categories that can not be connected', () => {
    expect(categoryStates(['payment'], [], []).map(({ category }) => category)).toEqual([
      'payment',
    ]);
  });
});
