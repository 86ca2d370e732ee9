/** Counted calls and costs as the API shows them. Pure. */
import type { Provider } from '#providers/provider.types.js';
import { type UsageLimits, usesOf } from './usage-limit.js';
import type { CostRow } from './usage-sources.js';
import type { OperationRow } from './usage.repository.js';
import type {
  Cost,
  ProviderUsage,
  UsageAnswer,
  UsageItem,
  UsageLimitsAnswer,
} from './usage.schemas.js';

interface Counts {
  readonly calls: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly costs: Cost[];
  readonly unpriced: number;
}

export interface UsageFacts {
  readonly provider: Provider;
  readonly operations: readonly OperationRow[];
  readonly costs: readonly CostRow[];
  readonly limits: UsageLimits | undefined;
  /** Undefined for a month that is over: its days are of no interest any more. */
  readonly today: number | undefined;
}

/** One line for each operation; what was paid within the month but asked before it has a line without calls. */
export function itemsOf({ provider, operations, costs }: UsageFacts): UsageItem[] {
  const names = new Set([...operations, ...costs].map(({ operation }) => operation));
  return [...names].sort().map((operation) => {
    const counts = countsOf(
      operations.filter((row) => row.operation === operation),
      costs.filter((row) => row.operation === operation),
    );
    const [only, ...others] = counts.costs;
    const estimate = only !== undefined && others.length === 0 ? only : null;
    return { provider: nameOf(provider), operation, ...counts, cost_estimate: estimate };
  });
}

export function providerUsageOf(facts: UsageFacts): ProviderUsage {
  const { provider, operations, costs, limits, today } = facts;
  const counts = countsOf(operations, costs);
  const uses = limits ? usesIn(limits, counts, today) : [];
  return {
    provider: nameOf(provider),
    ...counts,
    limits: limits ? toLimitsAnswer(limits) : null,
    uses,
    used_percent: uses.length > 0 ? Math.max(...uses.map(({ percent }) => percent)) : null,
  };
}

export function totalsOf(all: readonly UsageFacts[]): UsageAnswer['totals'] {
  return countsOf(
    all.flatMap(({ operations }) => operations),
    all.flatMap(({ costs }) => costs),
  );
}

export function toLimitsAnswer(limits: Omit<UsageLimits, 'providerId'>): UsageLimitsAnswer {
  return {
    monthly_calls: limits.monthlyCalls,
    daily_calls: limits.dailyCalls,
    monthly_cost: limits.monthlyCost && { ...limits.monthlyCost },
    action: limits.action,
  };
}

function usesIn(
  limits: UsageLimits,
  counts: Counts,
  today: number | undefined,
): ProviderUsage['uses'] {
  const currency = limits.monthlyCost?.currency;
  const cost = counts.costs.find((one) => one.currency === currency)?.amount ?? 0;
  const asked = today === undefined ? { ...limits, dailyCalls: null } : limits;
  return usesOf(asked, { month: counts.calls, day: today ?? 0, cost });
}

function countsOf(operations: readonly OperationRow[], costs: readonly CostRow[]): Counts {
  const calls = sum(operations.map((row) => row.calls));
  const succeeded = sum(operations.map((row) => row.succeeded));
  const byCurrency = Map.groupBy(
    costs.filter(({ amount }) => amount > 0),
    ({ currency }) => currency,
  );
  return {
    calls,
    succeeded,
    failed: calls - succeeded,
    costs: [...byCurrency]
      .map(([currency, rows]) => ({ amount: sum(rows.map(({ amount }) => amount)), currency }))
      .sort((a, b) => a.currency.localeCompare(b.currency)),
    unpriced: sum(costs.map((row) => row.unpriced)),
  };
}

function nameOf({ id, slug, name }: Provider): UsageItem['provider'] {
  return { id, slug, name };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
