/** Which chain holds for whom; pure. */
import type { FeatureAnswer } from '../../lib/providers.api';

export interface FeatureRowData {
  readonly feature: FeatureAnswer;
  /** The property that is looked at; undefined for all of them. */
  readonly property: { readonly id: string; readonly name: string } | undefined;
  /** The property has no chain of its own, so the one for all holds. */
  readonly isInherited: boolean;
  /** While all are looked at: how many properties have a chain of their own. */
  readonly others: number;
}

/** One row for each feature; what the PMS asked for in vain comes first. */
export function rowsOf(
  features: readonly FeatureAnswer[],
  property: FeatureRowData['property'],
): FeatureRowData[] {
  const keys = [...new Set(features.map(({ feature_key: key }) => key))];
  return keys
    .flatMap((key) => {
      const same = features.filter((feature) => feature.feature_key === key);
      const own = same.find(({ property_id: id }) => id !== null && id === property?.id);
      const forAll = same.find(({ property_id: id }) => id === null);
      const feature = own ?? forAll;
      if (!feature) return [];
      const others = same.filter(({ property_id: id }) => id !== null).length;
      return [{ feature, property, isInherited: property !== undefined && !own, others }];
    })
    .sort((a, b) => Number(b.feature.unserved !== null) - Number(a.feature.unserved !== null));
}
