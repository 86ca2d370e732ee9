/** Which methods the providers of some chains offer for one amount, by whom, and for what fee. Pure. */
import type { Strategy } from '#gateway/features/feature.schemas.js';
import type { Provider } from '#providers/provider.types.js';
import { feeOfProvider } from '../fees/provider-fee.js';
import { orderChain } from '../routing/chain-order.js';
import { misfitOf, type PaymentWish } from '../routing/payment-fit.js';

/** What has to be known of a provider here. */
export type OfferingProvider = Pick<
  Provider,
  'id' | 'slug' | 'name' | 'propertyId' | 'connector' | 'fees' | 'defaultCurrency'
>;

/** One feature with the providers that could be asked right now, in the owner's order. */
export interface OfferingChain {
  readonly feature: string;
  readonly strategy: Strategy;
  readonly weights: Readonly<Record<string, number>>;
  readonly providers: readonly OfferingProvider[];
}

export interface Offer {
  readonly feature: string;
  readonly provider: OfferingProvider;
  /** Minor units; null when it is not known. */
  readonly fee: number | null;
}

/** A method, who would take it, and who else could; the first is the one that a payment goes to. */
export interface MethodOffers {
  readonly method: string;
  readonly offers: readonly [Offer, ...Offer[]];
}

/**
 * In no order of methods: a connector in the database keeps none.
 *
 * @param wish what is to be paid; a method in it is ignored
 */
export function offersOf(chains: readonly OfferingChain[], wish: PaymentWish): MethodOffers[] {
  return methodsOf(chains).flatMap((method) => {
    const perFeature = chains
      .map((chain) => offersIn(chain, { ...wish, method }))
      .toSorted(byFeature);
    const [first, ...others] = withoutRepeats(perFeature.flat());
    return first ? [{ method, offers: [first, ...others] as const }] : [];
  });
}

function methodsOf(chains: readonly OfferingChain[]): string[] {
  const all = chains.flatMap(({ providers }) =>
    providers.flatMap(({ connector }) => Object.keys(connector.methods)),
  );
  return [...new Set(all)];
}

/** In the order in which a payment would be tried. Nobody knows yet who is drawn by weight: the likeliest comes first. */
function offersIn(chain: OfferingChain, wish: PaymentWish & { method: string }): Offer[] {
  const { feature, strategy, weights } = chain;
  const { method, amount, currency } = wish;
  const able = chain.providers
    .filter((provider) => misfitOf(provider, wish, () => false) === undefined)
    .map((provider) => ({
      feature,
      provider,
      fee: feeOfProvider(provider, { method, amount, currency }),
    }));
  if (strategy === 'weighted') return able.toSorted((a, b) => weightOf(b) - weightOf(a));
  return [...orderChain(able, { strategy, weights, seed: '' })];

  function weightOf({ provider }: Offer): number {
    return weights[provider.id] ?? 1;
  }
}

/** The feature whose own choice is cheapest; among equals the one made for few methods rather than a page of many. */
function byFeature([a]: readonly Offer[], [b]: readonly Offer[]): number {
  if (!a || !b) return Number(a === undefined) - Number(b === undefined);
  return costOf(a) - costOf(b) || breadthOf(a) - breadthOf(b);
}

function costOf({ fee }: Offer): number {
  return fee ?? Number.MAX_SAFE_INTEGER;
}

function breadthOf({ provider }: Offer): number {
  return Object.keys(provider.connector.methods).length;
}

function withoutRepeats(offers: readonly Offer[]): Offer[] {
  return offers.filter(
    ({ provider }, i) => offers.findIndex((other) => other.provider.id === provider.id) === i,
  );
}
