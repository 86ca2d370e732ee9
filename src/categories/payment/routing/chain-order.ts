/** The order in which the providers of a chain are asked, by the strategy of the feature. Pure. */
import { hash } from 'node:crypto';
import type { Strategy } from '#gateway/features/feature.schemas.js';

/** A provider that can take the payment, and what it would charge for it. */
export interface Candidate {
  readonly provider: { readonly id: string };
  /** Minor units; null when it is not known. */
  readonly fee: number | null;
}

export interface Preference {
  readonly strategy: Strategy;
  /** Provider id → share; 1 where it is missing. */
  readonly weights: Readonly<Record<string, number>>;
  /** Equal for every try at one payment, so that a retry draws the same provider. */
  readonly seed: string;
}

/**
 * - `priority`: as the owner put them.
 * - `least_cost`: cheapest first, unknown fees last, the owner's order among equals.
 * - `weighted`: one is drawn by the weights, the rest follow in the owner's order.
 */
export function orderChain<C extends Candidate>(
  chain: readonly C[],
  preference: Preference,
): readonly C[] {
  switch (preference.strategy) {
    case 'priority':
      return chain;
    case 'least_cost':
      return chain.toSorted((a, b) => costOf(a) - costOf(b));
    case 'weighted':
      return drawn(chain, preference);
  }
}

function costOf({ fee }: Candidate): number {
  return fee ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Rendezvous hashing: each provider gets a lot from the seed, and the best one by weight wins. When one leaves the
 * chain only its own payments go elsewhere.
 */
function drawn<C extends Candidate>(chain: readonly C[], preference: Preference): readonly C[] {
  const winner = chain.reduce<{ one: C; lot: number } | undefined>((best, one) => {
    const lot = lotOf(one.provider.id, preference);
    return best === undefined || lot < best.lot ? { one, lot } : best;
  }, undefined)?.one;
  return winner ? [winner, ...chain.filter((one) => one !== winner)] : chain;
}

/** An exponentially distributed number: the smallest of several is each one's in proportion to its weight. */
function lotOf(providerId: string, { seed, weights }: Preference): number {
  const digits = hash('sha256', `${seed}\n${providerId}`, 'hex').slice(0, 13);
  const uniform = (Number.parseInt(digits, 16) + 1) / (16 ** 13 + 1);
  return -Math.log(uniform) / (weights[providerId] ?? 1);
}
