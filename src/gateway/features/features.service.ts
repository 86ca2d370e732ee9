import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { type Actor, assertPropertyAccess } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { CategoryRegistry } from '#providers/category-registry.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type { FeatureAnswer, PutFeature } from './feature.schemas.js';
import { FEATURES_CHANNEL, FeatureMap, type FeatureMapping } from './feature-map.js';

/** Reads and changes which provider serves which feature. */
@Injectable()
export class FeaturesService {
  constructor(
    private readonly map: FeatureMap,
    private readonly categories: CategoryRegistry,
    private readonly providers: ProviderRegistry,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Every known key, mapped or not, of one property: its own mappings and those for all; null shows every property's. */
  listFor(asked: string | null): FeatureAnswer[] {
    const mapped = this.map
      .list()
      .filter(({ propertyId }) => asked === null || propertyId === null || propertyId === asked);
    const keys = new Set(mapped.map((mapping) => mapping.featureKey));
    const known = this.categories.list().flatMap((category) => category.features);
    const unmapped = known
      .filter((key) => !keys.has(key))
      .map((featureKey) => ({
        featureKey,
        propertyId: null,
        strategy: 'priority' as const,
        chain: [],
        weights: {},
      }));
    return [...mapped, ...unmapped]
      .sort((a, b) => a.featureKey.localeCompare(b.featureKey))
      .map((mapping) => this.toAnswer(mapping));
  }

  /**
   * Replaces the chain of one feature.
   *
   * @throws InvalidInputError for a provider that is unknown, of another category or named twice
   */
  async put(featureKey: string, input: PutFeature, actor: Actor): Promise<FeatureAnswer> {
    assertPropertyAccess(actor.principal, input.property_id);
    this.check(featureKey, input);
    const before = this.map.find(featureKey, input.property_id);
    await this.database.transaction(async (tx) => {
      await write(tx, featureKey, input).catch((error: unknown) => {
        throw isUnknownProperty(error) ? unknownProperty(input.property_id) : error;
      });
      await this.audit.record(tx, {
        action: 'feature.mapped',
        subject: { type: 'feature', id: featureKey },
        before: before && {
          chain: before.chain,
          strategy: before.strategy,
          weights: before.weights,
          property_id: before.propertyId,
        },
        after: {
          chain: input.chain,
          strategy: input.strategy,
          weights: input.weights,
          property_id: input.property_id,
        },
        principal: actor.principal,
        ip: actor.ip,
      });
      await tx.query('SELECT pg_notify($1, $2)', [FEATURES_CHANNEL, featureKey]);
    });
    await this.map.refresh();
    const { chain, strategy, weights, property_id: propertyId } = input;
    return this.toAnswer({ featureKey, propertyId, strategy, chain, weights });
  }

  private check(featureKey: string, input: PutFeature): void {
    const category = featureKey.split('.')[0] ?? '';
    if (!this.categories.list().some((known) => known.id === category)) {
      const ids = this.categories.list().map((known) => known.id);
      throw new InvalidInputError(
        'feature_key',
        `A feature key begins with a category: ${ids.join(', ')}.`,
      );
    }
    if (new Set(input.chain).size !== input.chain.length) {
      throw new InvalidInputError(
        'chain',
        'A provider stands in the chain twice; name each one once.',
      );
    }
    for (const [i, id] of input.chain.entries()) {
      const provider = this.checkLink(`chain.${i}`, id, category);
      checkProperty(`chain.${i}`, provider, input.property_id);
    }
    for (const id of Object.keys(input.weights)) {
      if (!input.chain.includes(id)) throw notInChain(id);
    }
  }

  private checkLink(field: string, id: string, category: string): Provider {
    const provider = this.providers.find(id);
    if (!provider || provider.isArchived) {
      throw new InvalidInputError(
        field,
        `There is no provider ${id}; GET /api/v1/providers lists them.`,
      );
    }
    if (provider.integrationType !== category) {
      throw new InvalidInputError(
        field,
        `${provider.name} is a ${provider.integrationType} provider; ${category} features need a ${category} provider.`,
      );
    }
    return provider;
  }

  private toAnswer(mapping: FeatureMapping): FeatureAnswer {
    const chain = mapping.chain
      .map((id) => this.providers.find(id))
      .filter((provider) => provider !== undefined)
      .map(({ id, slug, name, isActive }) => ({
        id,
        slug,
        name,
        is_active: isActive,
        weight: mapping.weights[id] ?? 1,
      }));
    return {
      feature_key: mapping.featureKey,
      property_id: mapping.propertyId,
      strategy: mapping.strategy,
      chain,
    };
  }
}

/** Money of one hotel must not end up in the account of another. */
function checkProperty(field: string, provider: Provider, propertyId: string | null): void {
  if (provider.propertyId === null || propertyId === null) return;
  if (provider.propertyId === propertyId) return;
  throw new InvalidInputError(
    field,
    `There is no provider ${provider.id} for this property; GET /api/v1/providers lists them.`,
  );
}

function notInChain(id: string): InvalidInputError {
  return new InvalidInputError(
    `weights.${id}`,
    'Only providers of the chain have a weight; add it to the chain or leave it out.',
    'unknown',
  );
}

function isUnknownProperty(error: unknown): boolean {
  const { constraint } = (error ?? {}) as { constraint?: string };
  return constraint === 'provider_features_property_fk';
}

function unknownProperty(id: string | null): InvalidInputError {
  return new InvalidInputError(
    'property_id',
    `There is no property ${id ?? ''}; GET /api/v1/properties lists them.`,
  );
}

async function write(tx: Sql, featureKey: string, input: PutFeature): Promise<void> {
  const [primary, fallback, ...further] = input.chain;
  if (primary === undefined) {
    await tx.query(
      'DELETE FROM provider_features WHERE feature_key = $1 AND property_id IS NOT DISTINCT FROM $2::uuid',
      [featureKey, input.property_id],
    );
    return;
  }
  await tx.query(
    'DELETE FROM unserved_features WHERE feature_key = $1 AND ($2::uuid IS NULL OR property_id = $2::uuid)',
    [featureKey, input.property_id],
  );
  await tx.query(
    `INSERT INTO provider_features
       (id, property_id, feature_key, primary_provider_id, fallback_provider_id, further_provider_ids, strategy, weights)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT ON CONSTRAINT provider_features_once DO UPDATE SET
       primary_provider_id = excluded.primary_provider_id,
       fallback_provider_id = excluded.fallback_provider_id,
       further_provider_ids = excluded.further_provider_ids,
       strategy = excluded.strategy,
       weights = excluded.weights,
       updated_at = now()`,
    [
      newId(),
      input.property_id,
      featureKey,
      primary,
      fallback ?? null,
      further,
      input.strategy,
      input.weights,
    ],
  );
}
