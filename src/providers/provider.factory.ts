import { Injectable } from '@nestjs/common';
import { resolveBaseUrls } from '#connectors/connector-context.js';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { Config } from '#core/config/config.js';
import { CredentialStore, toCredentials } from './credential-store.js';
import { pauseOf } from './pause/provider-pause.js';
import type { ProviderRow } from './provider.entity.js';
import { extraConfigSchema, type Provider } from './provider.types.js';

/** Makes the running view of a row: connector parsed, credentials opened, base URLs resolved. */
@Injectable()
export class ProviderFactory {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly config: Config,
  ) {}

  /** @throws vault errors when the row was sealed with an unknown key */
  create(entity: ProviderRow): Provider {
    const connector = connectorSchema.parse(entity.connector);
    const parts = this.credentials.openParts(entity.id, entity.credentialsEncrypted);
    const values = parts.credentials;
    return {
      id: entity.id,
      version: entity.version,
      propertyId: entity.propertyId,
      integrationType: entity.integrationType,
      name: entity.name,
      slug: entity.slug,
      apiFormat: entity.apiFormat,
      environment: entity.environment,
      isActive: entity.isActive,
      isArchived: entity.archivedAt !== null,
      pause: pauseOf(entity),
      capabilities: entity.capabilities,
      connector,
      credentials: toCredentials(connector, values),
      previousSecrets: this.previousSecrets(entity, values),
      baseUrls: resolveBaseUrls(connector, entity.environment, entity.baseUrls),
      extraHeaders: parts.headers,
      extraConfig: extraConfigSchema.parse(entity.extraConfig),
      accountFingerprint: this.credentials.accountMark(connector, values),
      webhookUrl: this.webhookUrl(entity.integrationType, entity.slug),
      fees: entity.fees,
      defaultCurrency: entity.defaultCurrency,
    };
  }

  webhookUrl(integrationType: string, slug: string): string {
    return `${this.config.publicUrl}/webhook/${integrationType}/${slug}`;
  }

  private previousSecrets(
    entity: ProviderRow,
    current: Readonly<Record<string, string>>,
  ): Provider['previousSecrets'] {
    if (entity.previousSecretsEncrypted === null || entity.previousSecretsUntil === null) {
      return undefined;
    }
    const old = this.credentials.open(entity.id, entity.previousSecretsEncrypted);
    const connector = connectorSchema.parse(entity.connector);
    return {
      credentials: toCredentials(connector, { ...current, ...old }),
      until: entity.previousSecretsUntil,
    };
  }
}
