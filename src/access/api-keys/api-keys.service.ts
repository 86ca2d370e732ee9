import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { Clock } from '#core/time/clock.js';
import { type Actor, assertPropertyAccess, hasPropertyAccess } from '../principal.js';
import { ApiKeyCache } from './api-key-cache.js';
import { ApiKeyIssuer, type IssuedApiKey } from './api-key-issuer.js';
import { type ApiKeyRow, ApiKeysRepository } from './api-keys.repository.js';
import type {
  ApiKeyAnswer,
  CreateApiKey,
  ListApiKeys,
  NewApiKeyAnswer,
  UpdateApiKey,
} from './api-keys.schemas.js';

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly repository: ApiKeysRepository,
    private readonly issuer: ApiKeyIssuer,
    private readonly cache: ApiKeyCache,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws InvalidInputError for an unknown property or an expiry that has passed
   * @throws PropertyAccessError when the actor is bound to another property
   */
  async create(input: CreateApiKey, actor: Actor): Promise<NewApiKeyAnswer> {
    const propertyId = input.property_id ?? null;
    assertPropertyAccess(actor.principal, propertyId);
    const grant = {
      name: input.name,
      scopes: input.scopes,
      propertyId,
      expiresAt: this.expiryOf(input.expires_at),
      rateLimitPerMinute: input.rate_limit_per_minute,
    };
    const issued = await this.database.transaction((tx) => this.issuer.issue(tx, grant, actor));
    return toNewApiKeyAnswer(issued);
  }

  /** Newest first, revoked ones included; a key bound to a property sees those of its property. */
  async list(query: ListApiKeys, actor: Actor): Promise<Page<ApiKeyAnswer>> {
    const rows = await this.repository.list(this.database, {
      propertyId: actor.principal.propertyId,
      beforeId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    return toPage(rows.map(toApiKeyAnswer), query.limit, (key) => key.id);
  }

  /**
   * Changes how many requests a minute a key may make: here at once, in other instances as soon as they hear of it.
   *
   * @throws NotFoundError when there is no such key, or none that the actor may see
   */
  async update(id: string, input: UpdateApiKey, actor: Actor): Promise<ApiKeyAnswer> {
    const row = await this.database.transaction(async (tx) => {
      const known = await this.lock(tx, id, actor);
      return this.issuer.setRateLimit(tx, known, {
        perMinute: input.rate_limit_per_minute,
        actor,
      });
    });
    this.cache.clear();
    return toApiKeyAnswer(row);
  }

  /**
   * Ends a key: here at once, in other instances as soon as they hear of it. Revoking it again
   * changes nothing.
   *
   * @throws NotFoundError when there is no such key, or none that the actor may see
   */
  async revoke(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await this.lock(tx, id, actor);
      await this.issuer.revoke(tx, row, { at: this.clock.now(), actor });
    });
    // The notification comes back a moment later; the caller may rely on its own instance now.
    this.cache.clear();
  }

  private async lock(tx: Sql, id: string, actor: Actor): Promise<ApiKeyRow> {
    const row = await this.repository.findForUpdate(tx, id);
    if (row && hasPropertyAccess(actor.principal, row.property_id)) return row;
    throw new NotFoundError(`There is no API key ${id}; GET /api/v1/api-keys lists them.`);
  }

  private expiryOf(text: string | null | undefined): Date | null {
    if (text === null || text === undefined) return null;
    const expiresAt = new Date(text);
    if (expiresAt <= this.clock.now()) {
      throw new InvalidInputError('expires_at', 'expires_at must lie in the future.', 'too_small');
    }
    return expiresAt;
  }
}

/** The answer that shows the key's text, the only time. */
export function toNewApiKeyAnswer({ row, text }: IssuedApiKey): NewApiKeyAnswer {
  return { ...toApiKeyAnswer(row), key: text };
}

function toApiKeyAnswer(row: ApiKeyRow): ApiKeyAnswer {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: [...row.scopes],
    property_id: row.property_id,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    rate_limit_per_minute: row.rate_limit_per_minute,
  };
}
