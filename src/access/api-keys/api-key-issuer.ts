import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import { PropertiesRepository } from '../properties/properties.repository.js';
import type { Scope } from '../scopes.js';
import { hashApiKey, newApiKeyText, prefixOf } from './api-key-text.js';
import { type ApiKeyRow, ApiKeysRepository } from './api-keys.repository.js';

/** What a key is made of; without `text` a new one is drawn. */
export interface ApiKeyGrant {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly propertyId: string | null;
  readonly expiresAt: Date | null;
  readonly text?: string;
  readonly rateLimitPerMinute?: number | null;
}

/** The only moment at which the key's text is known. */
export interface IssuedApiKey {
  readonly row: ApiKeyRow;
  readonly text: string;
}

/** Makes and ends keys inside the caller's transaction; writes the audit log and tells all instances. */
@Injectable()
export class ApiKeyIssuer {
  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly properties: PropertiesRepository,
    private readonly audit: AuditLog,
  ) {}

  /** @throws InvalidInputError for an unknown property */
  async issue(tx: Sql, grant: ApiKeyGrant, actor: Actor): Promise<IssuedApiKey> {
    await this.checkProperty(tx, grant.propertyId);
    const text = grant.text ?? newApiKeyText();
    const row = await this.repository.insert(tx, {
      id: newId(),
      name: grant.name,
      scopes: grant.scopes,
      property_id: grant.propertyId,
      prefix: prefixOf(text),
      hash: hashApiKey(text),
      created_by: `${actor.principal.kind}:${actor.principal.id}`,
      expires_at: grant.expiresAt,
      rate_limit_per_minute: grant.rateLimitPerMinute ?? null,
    });
    await this.audit.record(tx, {
      ...actor,
      action: 'api_key.created',
      subject: { type: 'api_key', id: row.id },
      after: toAuditView(row),
    });
    await this.repository.announceChange(tx, row.id);
    return { row, text };
  }

  /** Whether a key with this text was ever issued, revoked ones included. */
  async isKnown(sql: Sql, text: string): Promise<boolean> {
    return (await this.repository.findByHash(sql, hashApiKey(text))) !== undefined;
  }

  /** Sets how many requests a minute the key may make; null is what the settings say. */
  async setRateLimit(
    tx: Sql,
    row: ApiKeyRow,
    { perMinute, actor }: { perMinute: number | null; actor: Actor },
  ): Promise<ApiKeyRow> {
    await this.repository.setRateLimit(tx, row.id, perMinute);
    const changed = { ...row, rate_limit_per_minute: perMinute };
    await this.audit.record(tx, {
      ...actor,
      action: 'api_key.updated',
      subject: { type: 'api_key', id: row.id },
      before: toAuditView(row),
      after: toAuditView(changed),
    });
    await this.repository.announceChange(tx, row.id);
    return changed;
  }

  /** Ends the key at `at`; one that has ended before stays as it is. */
  async revoke(tx: Sql, row: ApiKeyRow, { at, actor }: { at: Date; actor: Actor }): Promise<void> {
    if (row.revoked_at) return;
    await this.repository.revoke(tx, row.id, at);
    await this.audit.record(tx, {
      ...actor,
      action: 'api_key.revoked',
      subject: { type: 'api_key', id: row.id },
      before: toAuditView(row),
      after: toAuditView({ ...row, revoked_at: at }),
    });
    await this.repository.announceChange(tx, row.id);
  }

  private async checkProperty(tx: Sql, propertyId: string | null): Promise<void> {
    if (propertyId === null || (await this.properties.find(tx, propertyId))) return;
    throw new InvalidInputError(
      'property_id',
      `There is no property ${propertyId}; GET /api/v1/properties lists them.`,
    );
  }
}

function toAuditView(row: ApiKeyRow): Record<string, unknown> {
  const { name, prefix, scopes, property_id, expires_at, revoked_at } = row;
  const { rate_limit_per_minute } = row;
  return { name, prefix, scopes, property_id, expires_at, revoked_at, rate_limit_per_minute };
}
