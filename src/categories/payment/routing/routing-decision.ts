/** Why a payment is with its provider: made when it is routed, kept in its row, rewritten by a fallback. Pure. */
import type { VendorErrorKind } from '#core/errors/vendor-error.js';
import type { Strategy } from '#gateway/features/feature.schemas.js';
import type { Candidate } from './chain-order.js';
import type { UnfitReason } from './payment-fit.js';

/**
 * `named`: the PMS asked for this provider. `only_choice`: no other can take the payment. `priority`: first in the
 * owner's chain. `least_cost`: cheapest of the known fees. `fees_unknown`: should have been the cheapest, but no fee
 * is known. `weighted`: drawn by the weights. `fallback`: the one that should have it did not take it.
 */
export const ROUTING_REASONS = [
  'named',
  'only_choice',
  'priority',
  'least_cost',
  'fees_unknown',
  'weighted',
  'fallback',
] as const;
export type RoutingReason = (typeof ROUTING_REASONS)[number];

/** `breaker_open` while a breaker lets a provider rest; `paused` while an operator does; an error kind when it was asked in vain. */
export type SkipReason = UnfitReason | 'inactive' | 'breaker_open' | 'paused' | VendorErrorKind;

export interface Skipped {
  readonly provider_id: string;
  readonly reason: SkipReason;
}

/** Kept in `payments.routing`; names are looked up when it is shown. */
export interface StoredRouting {
  readonly strategy: Strategy;
  readonly reason: RoutingReason;
  readonly provider_id: string;
  /** Estimated, in minor units; null when it is not known. */
  readonly fee: number | null;
  /** Everyone who could take the payment, in the order of preference, with the estimated fees. */
  readonly candidates: readonly { readonly provider_id: string; readonly fee: number | null }[];
  readonly skipped: readonly Skipped[];
  readonly fallback?: StoredFallback;
}

export interface StoredFallback {
  readonly from_provider_id: string;
  readonly reason: SkipReason;
  /** ISO 8601. */
  readonly at: string;
  /** What this provider costs more than the one that should have had it; null when a fee is unknown. */
  readonly extra_cost: number | null;
}

export interface RoutingFacts {
  readonly strategy: Strategy;
  readonly isNamed: boolean;
  /** In the order of preference, those at rest included. */
  readonly candidates: readonly Candidate[];
  /** Who is asked first. */
  readonly chosenId: string;
  readonly skipped: readonly Skipped[];
  readonly now: Date;
}

/** The decision for a payment that nobody was asked for yet. */
export function decideRouting(facts: RoutingFacts): StoredRouting {
  const { candidates, chosenId } = facts;
  const preferred = candidates[0]?.provider.id ?? chosenId;
  const decision: StoredRouting = {
    strategy: facts.strategy,
    reason: reasonFor(facts),
    provider_id: preferred,
    fee: candidates[0]?.fee ?? null,
    candidates: candidates.map(({ provider, fee }) => ({ provider_id: provider.id, fee })),
    skipped: facts.skipped,
  };
  if (preferred === chosenId) return decision;
  return withFallback(decision, { chosenId, reason: 'breaker_open', at: facts.now });
}

export interface FailedAttempt {
  readonly providerId: string;
  readonly kind: VendorErrorKind;
}

/** The same payment, now going to the next provider because another one did not take it. */
export function afterFailure(
  routing: StoredRouting,
  failed: FailedAttempt,
  next: { readonly providerId: string; readonly at: Date },
): StoredRouting {
  const skipped = [...routing.skipped, { provider_id: failed.providerId, reason: failed.kind }];
  return withFallback(
    { ...routing, skipped },
    { chosenId: next.providerId, reason: failed.kind, at: next.at },
  );
}

/** The provider that should have had it stays the one that everything is compared with, also at a second fallback. */
function withFallback(
  routing: StoredRouting,
  { chosenId, reason, at }: { chosenId: string; reason: SkipReason; at: Date },
): StoredRouting {
  const from = routing.fallback?.from_provider_id ?? routing.provider_id;
  const fee = feeOf(routing, chosenId);
  return {
    ...routing,
    reason: 'fallback',
    provider_id: chosenId,
    fee,
    fallback: {
      from_provider_id: from,
      reason: routing.fallback?.reason ?? reason,
      at: at.toISOString(),
      extra_cost: differenceOf(fee, feeOf(routing, from)),
    },
  };
}

function feeOf(routing: StoredRouting, providerId: string): number | null {
  return routing.candidates.find((one) => one.provider_id === providerId)?.fee ?? null;
}

/** How much dearer `fee` is than `other`; null when one of them is not known. */
export function differenceOf(fee: number | null, other: number | null): number | null {
  return fee === null || other === null ? null : fee - other;
}

function reasonFor({ isNamed, strategy, candidates }: RoutingFacts): RoutingReason {
  if (isNamed) return 'named';
  if (candidates.length === 1) return 'only_choice';
  if (strategy === 'least_cost' && candidates[0]?.fee === null) return 'fees_unknown';
  return strategy;
}
