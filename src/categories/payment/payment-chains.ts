import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { PropertiesRepository } from '#access/properties/properties.repository.js';
import { Database } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { FeatureMap } from '#gateway/features/feature-map.js';
import { UnservedFeatures } from '#gateway/features/unserved-features.js';
import type { Strategy } from '#gateway/features/feature.schemas.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type { Skipped } from './routing/routing-decision.js';

/** Who may take payments of one kind, before it is asked which of them can take this one. */
export interface PaymentChain {
  readonly featureKey: string | null;
  readonly strategy: Strategy;
  readonly weights: Readonly<Record<string, number>>;
  /** In the owner's order; never empty. */
  readonly providers: readonly Provider[];
  /** Mapped, but switched off. */
  readonly skipped: readonly Skipped[];
}

/** For whom a chain is looked up. */
export interface ChainUser {
  /** Null means all properties. */
  readonly propertyId: string | null;
  readonly principal: Principal;
}

/** The chains of payment features, as one property may use them. */
@Injectable()
export class PaymentChains {
  /** Properties are never erased, so one that was found once is there. */
  private readonly knownProperties = new Set<string>();

  constructor(
    private readonly features: FeatureMap,
    private readonly providers: ProviderRegistry,
    private readonly properties: PropertiesRepository,
    private readonly database: Database,
    private readonly unserved: UnservedFeatures,
  ) {}

  /**
   * The property that is meant: the one asked for, else the principal's own.
   *
   * @throws InvalidInputError when there is no such property or it is another one's
   */
  async userOf(wanted: string | undefined, principal: Principal): Promise<ChainUser> {
    const propertyId = wanted ?? principal.propertyId;
    if (!hasPropertyAccess(principal, propertyId)) {
      throw new InvalidInputError('property_id', 'This API key belongs to another property.');
    }
    if (wanted !== undefined) await this.assertKnown(wanted);
    return { propertyId, principal };
  }

  /** Keys of payment features that are mapped for the property. */
  mappedFeatures({ propertyId }: ChainUser): string[] {
    const keys = this.features
      .list()
      .filter(
        (mapping) =>
          mapping.featureKey.startsWith('payment.') &&
          (mapping.propertyId === null || mapping.propertyId === propertyId),
      )
      .map((mapping) => mapping.featureKey);
    return [...new Set(keys)];
  }

  /** @throws InvalidInputError naming `feature` when nobody is mapped to it or all are switched off */
  ofFeature(featureKey: string, user: ChainUser): PaymentChain {
    const mapping = this.features.find(featureKey, user.propertyId);
    if (!mapping) {
      this.unserved.note(featureKey, user.propertyId);
      throw unmapped(featureKey);
    }
    const mapped = mapping.chain
      .map((id) => this.providers.find(id))
      .filter((provider) => provider !== undefined)
      .filter((provider) => isUsable(provider) && isOpenTo(provider, user));
    const providers = mapped.filter((provider) => provider.isActive);
    if (providers.length === 0) {
      this.unserved.note(featureKey, user.propertyId);
      throw allOff(featureKey);
    }
    return {
      featureKey,
      strategy: mapping.strategy,
      weights: mapping.weights,
      providers,
      skipped: mapped
        .filter((provider) => !provider.isActive)
        .map(({ id }) => ({ provider_id: id, reason: 'inactive' })),
    };
  }

  /** @throws InvalidInputError naming `provider_id` when it is unknown, another property's or switched off */
  ofProvider(id: string, user: ChainUser): PaymentChain {
    const provider = this.providers.find(id);
    if (!provider || !isUsable(provider) || !isOpenTo(provider, user)) {
      throw new InvalidInputError(
        'provider_id',
        `There is no payment provider ${id} for this property; GET /api/v1/providers lists them.`,
      );
    }
    if (!provider.isActive) {
      throw new InvalidInputError(
        'provider_id',
        `${provider.name} is switched off; switch it on or name another one.`,
        'inactive',
      );
    }
    const alone = { featureKey: null, strategy: 'priority', weights: {}, skipped: [] } as const;
    return { ...alone, providers: [provider] };
  }

  private async assertKnown(propertyId: string): Promise<void> {
    if (this.knownProperties.has(propertyId)) return;
    if (!(await this.properties.find(this.database, propertyId))) {
      throw new InvalidInputError(
        'property_id',
        `There is no property ${propertyId}; GET /api/v1/properties lists them.`,
      );
    }
    this.knownProperties.add(propertyId);
  }
}

function isUsable(provider: Provider): boolean {
  return !provider.isArchived && provider.integrationType === 'payment';
}

/** One hotel's money never goes through another one's account. */
function isOpenTo(provider: Provider, { propertyId, principal }: ChainUser): boolean {
  if (provider.propertyId === null) return true;
  return (
    hasPropertyAccess(principal, provider.propertyId) &&
    (propertyId === null || propertyId === provider.propertyId)
  );
}

function unmapped(featureKey: string): InvalidInputError {
  return new InvalidInputError(
    'feature',
    `No provider is mapped to "${featureKey}" yet; PUT /api/v1/features/${featureKey || 'payment.qris'} with a chain of provider ids.`,
    'unmapped',
  );
}

function allOff(featureKey: string): InvalidInputError {
  return new InvalidInputError(
    'feature',
    `Every provider mapped to "${featureKey}" is switched off; switch one on or map another one.`,
    'inactive',
  );
}
