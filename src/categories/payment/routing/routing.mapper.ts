import type { FeeAmount, ProviderName, RoutingAnswer } from './routing.schemas.js';
import { differenceOf, type StoredRouting } from './routing-decision.js';

/** Finds how a provider is called; archived ones have a name, too. */
export type NameOf = (providerId: string) => ProviderName;

/** The stored decision with names and currency. */
export function toRoutingAnswer(
  routing: StoredRouting,
  currency: string,
  nameOf: NameOf,
): RoutingAnswer {
  const { fallback } = routing;
  const others = routing.candidates.filter((one) => one.provider_id !== routing.provider_id);
  return {
    strategy: routing.strategy,
    reason: routing.reason,
    provider: nameOf(routing.provider_id),
    fee: toFee(routing.fee, currency),
    alternatives: others.map(({ provider_id: id, fee }) => ({
      provider: nameOf(id),
      fee: toFee(fee, currency),
      difference: toFee(differenceOf(fee, routing.fee), currency),
    })),
    skipped: routing.skipped.map(({ provider_id: id, reason }) => ({
      provider: nameOf(id),
      reason,
    })),
    fallback: fallback
      ? {
          from: nameOf(fallback.from_provider_id),
          reason: fallback.reason,
          at: fallback.at,
          extra_cost: toFee(fallback.extra_cost, currency),
        }
      : null,
  };
}

/** An unknown amount stays unknown. */
export function toFee(amount: number | null, currency: string): FeeAmount | null {
  return amount === null ? null : { amount, currency };
}
