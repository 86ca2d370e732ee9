import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { Clock } from '#core/time/clock.js';
import { Breakers } from '#gateway/breakers.service.js';
import { isPaused } from '#providers/pause/provider-pause.js';
import type { Provider } from '#providers/provider.types.js';
import { manualCaptureProblem } from './captures/manual-capture.js';
import { feeOfProvider } from './fees/provider-fee.js';
import { MethodSettings } from './methods/method-settings.js';
import { type ChainUser, type PaymentChain, PaymentChains } from './payment-chains.js';
import { tokenProblem } from './tokens/token-fit.js';
import type { CreatePayment } from './payment.schemas.js';
import { type Candidate, orderChain } from './routing/chain-order.js';
import { type Misfit, misfitOf } from './routing/payment-fit.js';
import { decideRouting, type Skipped, type StoredRouting } from './routing/routing-decision.js';

export interface PaymentRoute {
  readonly propertyId: string | null;
  readonly featureKey: string | null;
  /** Providers that can take this payment, first choice first; never empty. */
  readonly chain: readonly Provider[];
  /** Why the first of them is asked. */
  readonly routing: StoredRouting;
}

export interface RouteRequest {
  readonly body: CreatePayment;
  readonly principal: Principal;
  /** Equal for every try at the same payment. */
  readonly seed: string;
}

interface PricedProvider extends Candidate {
  readonly provider: Provider;
}

/** Which providers may take a payment, and in which order: all before any vendor is asked. */
@Injectable()
export class PaymentRouter {
  constructor(
    private readonly chains: PaymentChains,
    private readonly settings: MethodSettings,
    private readonly breakers: Breakers,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidInputError naming the field that no provider of the chain can serve */
  async route({ body, principal, seed }: RouteRequest): Promise<PaymentRoute> {
    const user = await this.chains.userOf(body.property_id, principal);
    const chain = this.chainOf(body, user);
    const { fit, unfit } = this.sift(chain, body, user);
    const candidates = orderChain(fit, { ...chain, seed });
    const { first, awake, resting } = this.awake(candidates);
    const routing = decideRouting({
      strategy: chain.strategy,
      isNamed: chain.featureKey === null,
      candidates,
      chosenId: first.id,
      skipped: [...chain.skipped, ...unfit, ...resting],
      now: this.clock.now(),
    });
    return {
      propertyId: user.propertyId ?? first.propertyId,
      featureKey: chain.featureKey,
      chain: awake,
      routing,
    };
  }

  private chainOf(body: CreatePayment, user: ChainUser): PaymentChain {
    return body.provider_id === undefined
      ? this.chains.ofFeature(body.feature ?? '', user)
      : this.chains.ofProvider(body.provider_id, user);
  }

  /** @throws InvalidInputError when nobody can take the payment */
  private sift(
    { providers }: PaymentChain,
    body: CreatePayment,
    { propertyId }: ChainUser,
  ): { fit: PricedProvider[]; unfit: Skipped[] } {
    const fit: PricedProvider[] = [];
    const misfits: Misfit[] = [];
    const unfit: Skipped[] = [];
    for (const provider of providers) {
      const hotel = propertyId ?? provider.propertyId;
      const misfit =
        misfitOf(provider, body, (method) => this.settings.isDisabled(method, hotel)) ??
        captureMisfit(provider, body) ??
        tokenMisfit(provider, body, this.clock.now());
      if (misfit) {
        misfits.push(misfit);
        unfit.push({ provider_id: provider.id, reason: misfit.reason });
      } else {
        const { method, amount, currency } = body;
        fit.push({ provider, fee: feeOfProvider(provider, { method, amount, currency }) });
      }
    }
    const problem = fit.length === 0 ? mostTelling(misfits) : undefined;
    if (problem) throw problem.error;
    return { fit, unfit };
  }

  /**
   * Providers that a breaker keeps at rest, or an operator paused, are passed over before anything is written for them, so that an outage
   * costs nothing. When all are at rest the chain stays as it is and says so.
   */
  private awake(candidates: readonly PricedProvider[]): {
    first: Provider;
    awake: readonly Provider[];
    resting: Skipped[];
  } {
    const now = this.clock.now();
    const all = candidates.map(({ provider }) => provider);
    const able = all.filter(
      (provider) => !isPaused(provider, now) && !this.breakers.isResting(provider.id),
    );
    const awake = able.length > 0 ? able : all;
    const [first] = awake;
    if (!first) throw new Error('a route without providers');
    const resting = all
      .filter((provider) => !awake.includes(provider))
      .map((provider) => ({
        provider_id: provider.id,
        reason: isPaused(provider, now) ? ('paused' as const) : ('breaker_open' as const),
      }));
    return { first, awake, resting };
  }
}

function captureMisfit(provider: Provider, body: CreatePayment): Misfit | undefined {
  const error = manualCaptureProblem(provider, body);
  return error && { reason: 'capture_unsupported', error };
}

function tokenMisfit(provider: Provider, { token }: CreatePayment, now: Date): Misfit | undefined {
  const error = tokenProblem(provider, token, now);
  return error && { reason: 'token_unusable', error };
}

/** A provider that does take the method says better what is wrong than one that was never meant. */
function mostTelling(misfits: readonly Misfit[]): Misfit | undefined {
  return misfits.find(({ reason }) => reason !== 'method_unsupported') ?? misfits[0];
}
