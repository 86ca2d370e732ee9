/** How each category is, out of how its providers are. Pure. */
import { CATEGORIES, type Category } from '../../lib/categories';
import { conditionOf } from '../../lib/provider-condition';
import type { ProviderAnswer } from '../../lib/providers.api';
import type { Condition } from '../../ui/status-dot';
import type { Health } from './overview.api';

type Known = Pick<
  ProviderAnswer,
  'id' | 'integration_type' | 'is_active' | 'archived_at' | 'paused' | 'test_status'
>;

export interface CategoryState {
  readonly category: Category;
  /** Undefined: nothing is connected yet. */
  readonly condition: Condition | undefined;
}

/** Those that can be connected, or are, in the order of the tabs. */
export function categoryStates(
  installed: readonly string[],
  providers: readonly Known[],
  health: readonly Health[],
): CategoryState[] {
  return CATEGORIES.flatMap((category) => {
    const own = providers.filter(({ integration_type: type }) => type === category);
    if (own.length === 0 && !installed.includes(category)) return [];
    const conditions = own.map((provider) =>
      conditionOf(
        provider,
        health.find(({ id }) => id === provider.id),
      ),
    );
    return [{ category, condition: together(conditions) }];
  });
}

/** Down only when nothing works any more; as long as one provider does, guests are served. */
function together(conditions: readonly Condition[]): Condition | undefined {
  if (conditions.length === 0) return undefined;
  const used = conditions.filter((one) => one !== 'off');
  if (used.length === 0) return 'off';
  if (used.every((one) => one === 'down')) return 'down';
  if (used.some((one) => one === 'down' || one === 'degraded')) return 'degraded';
  return used.includes('healthy') ? 'healthy' : 'untested';
}
