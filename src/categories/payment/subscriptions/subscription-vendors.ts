import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { ConflictError, InvalidInputError } from '#core/errors/app-error.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { PaymentChains } from '../payment-chains.js';
import { moneyMisfit } from '../routing/payment-fit.js';
import { subscriptionCategory } from './subscription.category.js';
import type { SubscriptionPort } from './subscription.port.js';
import type { SubscriptionRow } from './subscription.rows.js';
import type { CreateSubscription } from './subscription.schemas.js';

export interface SubscriptionRoute {
  readonly propertyId: string | null;
  readonly featureKey: string | null;
  /** Providers that can take this subscription, in the owner's order; never empty. */
  readonly chain: readonly Provider[];
}

/** The providers that speak of subscriptions. */
@Injectable()
export class SubscriptionVendors {
  constructor(
    private readonly chains: PaymentChains,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
  ) {}

  /** @throws InvalidInputError naming the field that no provider of the chain can serve */
  async route(body: CreateSubscription, principal: Principal): Promise<SubscriptionRoute> {
    const user = await this.chains.userOf(body.property_id, principal);
    const { featureKey, providers } =
      body.provider_id === undefined
        ? this.chains.ofFeature(body.feature ?? '', user)
        : this.chains.ofProvider(body.provider_id, user);
    const problems = providers.map((provider) => problemOf(provider, body));
    const chain = providers.filter((_provider, index) => problems[index] === undefined);
    const [first] = chain;
    if (!first) throw problems.find((problem) => problem !== undefined) ?? new Error('no chain');
    return { featureKey, propertyId: user.propertyId ?? first.propertyId, chain };
  }

  port(provider: Provider): SubscriptionPort {
    return this.ports.get(subscriptionCategory, provider);
  }

  portOf(row: SubscriptionRow): SubscriptionPort {
    const provider = this.find(row.provider_id);
    if (!provider) {
      throw new ConflictError(
        'The provider of this subscription can not be read; ask the operator.',
      );
    }
    return this.port(provider);
  }

  find(id: string): Provider | undefined {
    return this.providers.find(id);
  }

  /** Formats of one vendor account share their webhooks, so a sibling's subscription may come in. */
  accountOf(provider: Provider): string[] {
    return this.providers.siblingsOf(provider).map(({ id }) => id);
  }
}

function problemOf(provider: Provider, body: CreateSubscription): InvalidInputError | undefined {
  if (!subscriptionCategory.formats.some(({ id }) => id === provider.apiFormat)) {
    return new InvalidInputError(
      body.provider_id === undefined ? 'feature' : 'provider_id',
      `${provider.name} takes single payments only; use a provider with the format recurring.`,
      'unsupported',
    );
  }
  const { amount, currency } = body;
  return moneyMisfit(provider, { amount, currency })?.error;
}
