import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { moneyText } from '#core/money/money-text.js';
import { Breakers } from '#gateway/breakers.service.js';
import { type ChainUser, PaymentChains } from '../payment-chains.js';
import { amountLimits } from '../routing/payment-fit.js';
import { differenceOf } from '../routing/routing-decision.js';
import type { ProviderName } from '../routing/routing.schemas.js';
import { compareMethods, groupOf, labelOf } from './known-methods.js';
import {
  type MethodOffers,
  type OfferingChain,
  type OfferingProvider,
  offersOf,
} from './method-offers.js';
import { MethodSettings } from './method-settings.js';
import type {
  ListPaymentMethods,
  PaymentMethod,
  PaymentMethodList,
  ShownMoney,
} from './payment-methods.schemas.js';

/** What a guest can choose from. */
@Injectable()
export class PaymentMethodsService {
  constructor(
    private readonly chains: PaymentChains,
    private readonly settings: MethodSettings,
    private readonly breakers: Breakers,
  ) {}

  /** @throws InvalidInputError for a feature that nobody is mapped to, or a property that is unknown */
  async list(query: ListPaymentMethods, principal: Principal): Promise<PaymentMethodList> {
    const { feature, amount, currency } = query;
    const user = await this.chains.userOf(query.property_id, principal);
    const chains = feature === undefined ? this.allChains(user) : [this.awakeChain(feature, user)];
    const items = offersOf(chains, { amount, currency })
      .map((offers) => this.toMethod(offers, currency, user))
      .filter(({ enabled }) => enabled || query.include_disabled)
      .toSorted((a, b) => placeOf(a) - placeOf(b) || compareMethods(a.method, b.method));
    return { items, next_cursor: null };
  }

  /** Features whose providers are all switched off offer nothing, and that is no mistake of the caller. */
  private allChains(user: ChainUser): OfferingChain[] {
    return this.chains.mappedFeatures(user).flatMap((feature) => {
      try {
        return [this.awakeChain(feature, user)];
      } catch (error) {
        if (error instanceof InvalidInputError) return [];
        throw error;
      }
    });
  }

  private awakeChain(feature: string, user: ChainUser): OfferingChain {
    const { strategy, weights, providers } = this.chains.ofFeature(feature, user);
    const awake = providers.filter(({ id }) => !this.breakers.isResting(id));
    return { feature, strategy, weights, providers: awake };
  }

  private toMethod(
    { method, offers }: MethodOffers,
    currency: string,
    { propertyId }: ChainUser,
  ): PaymentMethod {
    const [chosen, ...others] = offers;
    const { connector } = chosen.provider;
    const { min, max } = amountLimits(connector, method);
    const setting = this.settings.find(method, propertyId ?? chosen.provider.propertyId);
    return {
      method,
      label: labelOf(method, connector),
      group: groupOf(method),
      feature: chosen.feature,
      fee: shown(chosen.fee, currency),
      provider: nameOf(chosen.provider),
      alternatives: others.map(({ provider, feature, fee }) => ({
        provider: nameOf(provider),
        feature,
        fee: shown(fee, currency),
        difference: shown(differenceOf(fee, chosen.fee), currency),
      })),
      min_amount: min ?? null,
      max_amount: max ?? null,
      enabled: setting?.enabled ?? true,
      position: setting?.position ?? null,
    };
  }
}

/** Those without a place come last. */
function placeOf({ position }: PaymentMethod): number {
  return position ?? Number.MAX_SAFE_INTEGER;
}

function nameOf({ id, slug, name }: OfferingProvider): ProviderName {
  return { id, slug, name };
}

function shown(amount: number | null, currency: string): ShownMoney | null {
  return amount === null ? null : { amount, currency, formatted: moneyText(amount, currency) };
}
