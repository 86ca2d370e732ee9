import { Injectable } from '@nestjs/common';
import {
  type Actor,
  assertPropertyAccess,
  hasPropertyAccess,
  type Principal,
} from '#access/principal.js';
import { type Sql } from '#core/database/database.js';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type FieldError,
} from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { PROVIDERS_CHANNEL, toCredentials } from './credential-store.js';
import { checkFees } from './fee-check.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { applyChange, newEntity } from './provider-change.js';
import { ProviderDrafts } from './provider-draft.js';
import type { ProviderRow } from './provider.entity.js';
import { toAuditView, toProviderAnswer } from './provider.mapper.js';
import { ProviderRegistry } from './provider-registry.js';
import { ProviderRepository } from './provider.repository.js';
import type {
  CreateProvider,
  ListProviders,
  ProviderAnswer,
  ProviderConnector,
  UpdateProvider,
} from './provider.schemas.js';
import { freeSlug, slugify } from './slug.js';
import { ProviderContext } from './provider.context.js';

/** Making, changing and retiring providers. Every change leaves an audit row in its transaction. */
@Injectable()
export class ProvidersService {
  constructor(
    private readonly repository: ProviderRepository,
    private readonly registry: ProviderRegistry,
    private readonly catalogue: PresetCatalogue,
    private readonly drafts: ProviderDrafts,
    private readonly context: ProviderContext,
  ) {}

  async create(body: CreateProvider, actor: Actor): Promise<ProviderAnswer> {
    const propertyId = body.property_id ?? actor.principal.propertyId;
    assertPropertyAccess(actor.principal, propertyId);
    const preset = body.preset_id === undefined ? undefined : await this.presetOf(body.preset_id);
    const draft = this.drafts.fill(body, preset);
    const values = trimAll(body.credentials);
    const warnings = await this.drafts.check(draft, {
      name: body.name,
      environment: body.environment,
      baseUrls: body.base_urls,
      extraConfig: body.extra_config,
      credentials: values,
    });
    const id = newId();
    const entity = await this.context.database.transaction(async (tx) => {
      const made = newEntity(id, draft, body, {
        propertyId,
        slug: await this.slugFor(tx, body),
        sealed: this.context.credentials.sealParts(id, {
          credentials: values,
          headers: body.extra_headers,
        }),
        fingerprint: this.context.credentials.fingerprint(draft.connector, values),
        now: this.context.clock.now(),
      });
      await this.insert(tx, made);
      await this.context.audit.record(tx, {
        ...actor,
        action: 'provider.created',
        subject: { type: 'provider', id },
        after: toAuditView(made, toCredentials(draft.connector, values)),
      });
      await announce(tx, id);
      return made;
    });
    await this.registry.refresh(id);
    return this.answer(entity, warnings);
  }

  async list(query: ListProviders, principal: Principal): Promise<Page<ProviderAnswer>> {
    const rows = await this.repository.list(
      query,
      decodeCursor(query.cursor),
      principal.propertyId,
    );
    return toPage(
      rows.map((row) => this.answer(row)),
      query.limit,
      (row) => row.id,
    );
  }

  async get(id: string, principal: Principal): Promise<ProviderAnswer> {
    const entity = await this.repository.findById(id);
    return this.answer(visible(entity ?? undefined, id, principal));
  }

  async connector(id: string, principal: Principal): Promise<ProviderConnector> {
    const entity = await this.repository.findById(id);
    const row = visible(entity ?? undefined, id, principal);
    return { connector: this.context.factory.create(row).connector };
  }

  /** A credential left out stays; a replaced webhook secret stays valid for the overlap. */
  async update(id: string, body: UpdateProvider, actor: Actor): Promise<ProviderAnswer> {
    let warnings: FieldError[] = [];
    const changed = await this.context.database.transaction(async (tx) => {
      const entity = changeable(await this.repository.lock(tx, id), id, actor.principal);
      if (entity.archivedAt) {
        throw new ConflictError('This provider is archived; make a new one instead.');
      }
      const before = this.context.factory.create(entity);
      const sealed = this.context.credentials.openParts(id, entity.credentialsEncrypted);
      const change = applyChange(entity, body, { sealed, now: this.context.clock.now() });
      if (body.fees) checkFees(change.connector, body.fees);
      warnings = await this.drafts.check(
        { ...draftOf(entity), connector: change.connector },
        {
          name: change.entity.name,
          environment: change.entity.environment,
          baseUrls: change.entity.baseUrls,
          extraConfig: change.entity.extraConfig,
          credentials: change.values,
        },
      );
      const { credentials } = this.context;
      const next: ProviderRow = {
        ...change.entity,
        credentialsEncrypted: credentials.sealParts(id, {
          credentials: change.values,
          headers: change.headers,
        }),
        accountFingerprint: credentials.fingerprint(change.connector, change.values),
        ...(change.previous && { previousSecretsEncrypted: credentials.seal(id, change.previous) }),
      };
      await this.repository.update(tx, next);
      await this.context.audit.record(tx, {
        ...actor,
        action: 'provider.updated',
        subject: { type: 'provider', id },
        before: toAuditView(entity, before.credentials),
        after: {
          ...toAuditView(next, toCredentials(change.connector, change.values)),
          credentials_changed: change.changedKeys,
        },
      });
      await announce(tx, id);
      return next;
    });
    await this.registry.refresh(id);
    return this.answer(changed, warnings);
  }

  /** A provider with history is archived: its rows stay readable, its webhooks are answered with 410. */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      const entity = changeable(await this.repository.lock(tx, id), id, actor.principal);
      await assertUnmapped(tx, id);
      const now = this.context.clock.now();
      await this.repository.update(tx, {
        ...entity,
        isActive: false,
        archivedAt: entity.archivedAt ?? now,
        updatedAt: now,
        version: entity.version + 1,
      });
      await this.context.audit.record(tx, {
        ...actor,
        action: 'provider.archived',
        subject: { type: 'provider', id },
        before: { name: entity.name, slug: entity.slug },
      });
      await announce(tx, id);
    });
    await this.registry.refresh(id);
  }

  private async presetOf(presetId: string) {
    const preset = await this.catalogue.find(presetId);
    if (preset) return preset;
    throw new InvalidInputError(
      'preset_id',
      `There is no preset "${presetId}"; GET /api/v1/presets lists them.`,
      'unknown',
    );
  }

  /** Held until the transaction ends, so that two providers of one name do not choose the same. */
  private async slugFor(tx: Sql, body: CreateProvider): Promise<string> {
    const wanted = body.slug ?? slugify(body.name);
    const taken = await this.repository.lockSlugsLike(tx, wanted);
    if (body.slug !== undefined && taken.has(body.slug)) throw slugTaken(body.slug);
    return freeSlug(wanted, taken);
  }

  private async insert(tx: Sql, entity: ProviderRow): Promise<void> {
    await this.repository.insert(tx, entity).catch((error: unknown) => {
      const { constraint } = (error ?? {}) as { constraint?: string };
      if (constraint !== 'providers_property_fk') throw error;
      throw new InvalidInputError(
        'property_id',
        `There is no property ${entity.propertyId ?? ''}; GET /api/v1/properties lists them.`,
      );
    });
  }

  private answer(entity: ProviderRow, warnings: readonly FieldError[] = []): ProviderAnswer {
    return toProviderAnswer(entity, this.context.factory.create(entity), warnings);
  }
}

function visible(entity: ProviderRow | undefined, id: string, principal: Principal): ProviderRow {
  const isVisible =
    entity && (entity.propertyId === null || hasPropertyAccess(principal, entity.propertyId));
  if (!isVisible) {
    throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
  }
  return entity;
}

/** A provider of all properties is used by each of them, but changed by nobody who is bound to one. */
function changeable(row: ProviderRow | undefined, id: string, principal: Principal): ProviderRow {
  const entity = visible(row, id, principal);
  assertPropertyAccess(principal, entity.propertyId);
  return entity;
}

async function announce(tx: Sql, id: string): Promise<void> {
  await tx.query('SELECT pg_notify($1, $2)', [PROVIDERS_CHANNEL, id]);
}

async function assertUnmapped(tx: Sql, id: string): Promise<void> {
  const rows = await tx.query<{ feature_key: string }>(
    `SELECT feature_key FROM provider_features
     WHERE primary_provider_id = $1 OR fallback_provider_id = $1 OR $1 = ANY (further_provider_ids)`,
    [id],
  );
  if (rows.length === 0) return;
  const keys = rows.map((row) => row.feature_key).join(', ');
  throw new ConflictError(
    `This provider still serves ${keys}; map those features to another provider first.`,
  );
}

function slugTaken(slug: string): ConflictError {
  const message = `The slug "${slug}" is taken; choose another one.`;
  return new ConflictError(message, [{ field: 'slug', code: 'taken', message }]);
}

function trimAll(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]): [string, string] => [key, value.trim()])
      .filter(([, value]) => value !== ''),
  );
}

function draftOf(entity: ProviderRow) {
  return {
    integrationType: entity.integrationType,
    apiFormat: entity.apiFormat,
    capabilities: entity.capabilities,
    supportedMethods: entity.supportedMethods,
    fees: entity.fees,
    defaultCurrency: entity.defaultCurrency,
    presetId: entity.presetId,
    presetVersion: entity.presetVersion,
  };
}
