import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { PropertiesRepository } from '#access/properties/properties.repository.js';
import { Database } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { Breakers } from '#gateway/breakers.service.js';
import { FeatureMap } from '#gateway/features/feature-map.js';
import type { Strategy } from '#gateway/features/feature.schemas.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type { CreatePayment } from './payment.schemas.js';

export interface PaymentRoute {
  readonly propertyId: string | null;
  readonly featureKey: string | null;
  readonly strategy: Strategy;
  /** Providers that can take this payment, first choice first; never empty. */
  readonly chain: readonly Provider[];
}

/** Which providers may take a payment, and whether the payment fits them: all before any vendor is asked. */
@Injectable()
export class PaymentRouter {
  /** Properties are never erased, so one that was found once is there. */
  private readonly knownProperties = new Set<string>();

  constructor(
    private readonly features: FeatureMap,
    private readonly providers: ProviderRegistry,
    private readonly properties: PropertiesRepository,
    private readonly database: Database,
    private readonly breakers: Breakers,
  ) {}

  /** @throws InvalidInputError naming the field that no provider of the chain can serve */
  async route(body: CreatePayment, principal: Principal): Promise<PaymentRoute> {
    const propertyId = propertyOf(body, principal);
    if (body.property_id !== undefined) await this.assertKnown(body.property_id);
    const mapped = this.chainOf(body, propertyId, principal);
    const fitting = mapped.chain.map((provider) => ({
      provider,
      problem: problemOf(provider, body),
    }));
    const fit = fitting.filter((one) => one.problem === undefined).map((one) => one.provider);
    const chain = this.awake(fit);
    const [first] = chain;
    if (!first) throw fitting[0]?.problem ?? noProvider(body);
    return { ...mapped, propertyId: propertyId ?? first.propertyId, chain };
  }

  /**
   * Providers that a breaker keeps at rest are passed over before anything is written for them, so that an outage
   * costs nothing. When all are at rest the chain stays as it is and says so.
   */
  private awake(chain: readonly Provider[]): readonly Provider[] {
    const awake = chain.filter((provider) => !this.breakers.isResting(provider.id));
    return awake.length > 0 ? awake : chain;
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

  private chainOf(
    body: CreatePayment,
    propertyId: string | null,
    principal: Principal,
  ): Omit<PaymentRoute, 'propertyId'> {
    if (body.provider_id !== undefined) {
      return {
        featureKey: null,
        strategy: 'priority',
        chain: [this.single(body.provider_id, propertyId, principal)],
      };
    }
    const featureKey = body.feature ?? '';
    const mapping = this.features.find(featureKey, propertyId);
    if (!mapping) {
      throw new InvalidInputError(
        'feature',
        `No provider is mapped to "${featureKey}" yet; PUT /api/v1/features/${featureKey || 'payment.qris'} with a chain of provider ids.`,
        'unmapped',
      );
    }
    const chain = mapping.chain
      .map((id) => this.providers.find(id))
      .filter((provider) => provider !== undefined)
      .filter(
        (provider) =>
          provider.isActive && isUsable(provider) && isOpenTo(provider, propertyId, principal),
      );
    if (chain.length === 0) throw noProvider(body);
    return { featureKey, strategy: mapping.strategy, chain };
  }

  private single(id: string, propertyId: string | null, principal: Principal): Provider {
    const provider = this.providers.find(id);
    if (!provider || !isUsable(provider) || !isOpenTo(provider, propertyId, principal)) {
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
    return provider;
  }
}

function isUsable(provider: Provider): boolean {
  return !provider.isArchived && provider.integrationType === 'payment';
}

/** One hotel's money never goes through another one's account. */
function isOpenTo(provider: Provider, propertyId: string | null, principal: Principal): boolean {
  if (provider.propertyId === null) return true;
  return (
    hasPropertyAccess(principal, provider.propertyId) &&
    (propertyId === null || propertyId === provider.propertyId)
  );
}

function propertyOf(body: CreatePayment, principal: Principal): string | null {
  const wanted = body.property_id ?? principal.propertyId;
  if (hasPropertyAccess(principal, wanted)) return wanted;
  throw new InvalidInputError('property_id', 'This API key belongs to another property.');
}

function noProvider(body: CreatePayment): InvalidInputError {
  return new InvalidInputError(
    'feature',
    `Every provider mapped to "${body.feature ?? ''}" is switched off; switch one on or map another one.`,
    'inactive',
  );
}

/** Why this provider can't take this payment, or undefined when it can. */
function problemOf(provider: Provider, body: CreatePayment): InvalidInputError | undefined {
  return (
    methodProblem(provider, body) ??
    currencyProblem(provider, body) ??
    amountProblem(provider, body)
  );
}

function methodProblem(
  { connector, name }: Provider,
  { method }: CreatePayment,
): InvalidInputError | undefined {
  const known = Object.keys(connector.methods);
  if (method === undefined) {
    if (!connector.method_required || connector.default_method !== undefined) return undefined;
    return new InvalidInputError(
      'method',
      `${name} needs a method: ${known.join(', ')}.`,
      'required',
    );
  }
  if (known.includes(method)) return undefined;
  const offer = known.length === 0 ? 'leave method out' : `choose one of ${known.join(', ')}`;
  return new InvalidInputError(
    'method',
    `${name} does not take "${method}"; ${offer}.`,
    'unsupported',
  );
}

function currencyProblem(
  { connector, name }: Provider,
  { currency }: CreatePayment,
): InvalidInputError | undefined {
  if (connector.currencies === undefined || connector.currencies.includes(currency)) {
    return undefined;
  }
  return new InvalidInputError(
    'currency',
    `${name} takes ${connector.currencies.join(', ')}, not ${currency}.`,
    'unsupported',
  );
}

function amountProblem(
  { connector, name }: Provider,
  body: CreatePayment,
): InvalidInputError | undefined {
  const { min, max } = amountLimits(connector, body.method);
  if (min !== undefined && body.amount < min) {
    return new InvalidInputError(
      'amount',
      `${name} takes at least ${min} ${body.currency}.`,
      'too_small',
    );
  }
  if (max !== undefined && body.amount > max) {
    return new InvalidInputError(
      'amount',
      `${name} takes at most ${max} ${body.currency}.`,
      'too_big',
    );
  }
  return undefined;
}

/** The method's own limits, else those of the whole product. */
function amountLimits(
  { methods, default_method: defaultMethod, limits }: Provider['connector'],
  asked: string | undefined,
): { min?: number; max?: number } {
  const method = methods[asked ?? defaultMethod ?? ''];
  return { min: method?.min ?? limits.amount?.min, max: method?.max ?? limits.amount?.max };
}
