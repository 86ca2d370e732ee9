import type { FieldError } from '#core/errors/app-error.js';
import { Secret } from '#core/secret/secret.js';
import { isPaused } from './pause/provider-pause.js';
import type { ProviderRow } from './provider.entity.js';
import type { ProviderAnswer } from './provider.schemas.js';
import type { Credentials, Provider } from './provider.types.js';

/** What the API shows of a provider: a secret's last four characters at most. */
export function toProviderAnswer(
  entity: ProviderRow,
  provider: Provider,
  warnings: readonly FieldError[] = [],
): ProviderAnswer {
  return {
    id: entity.id,
    property_id: entity.propertyId,
    integration_type: entity.integrationType,
    name: entity.name,
    slug: entity.slug,
    api_format: entity.apiFormat,
    environment: entity.environment,
    base_urls: provider.baseUrls,
    webhook_url: provider.webhookUrl,
    credentials: showCredentials(provider),
    previous_secrets_until: entity.previousSecretsUntil?.toISOString() ?? null,
    extra_headers: entity.extraHeaders,
    extra_config: entity.extraConfig,
    capabilities: entity.capabilities,
    supported_methods: entity.supportedMethods,
    fees: entity.fees,
    default_currency: entity.defaultCurrency,
    default_model: entity.defaultModel,
    is_active: entity.isActive,
    is_default: entity.isDefault,
    paused: showPause(provider),
    display_order: entity.displayOrder,
    test_status: entity.testStatus,
    last_tested_at: entity.lastTestedAt?.toISOString() ?? null,
    notes: entity.notes,
    preset_id: entity.presetId,
    preset_version: entity.presetVersion,
    warnings: [...warnings],
    created_at: entity.createdAt.toISOString(),
    updated_at: entity.updatedAt.toISOString(),
    archived_at: entity.archivedAt?.toISOString() ?? null,
  };
}

function showPause(provider: Provider): ProviderAnswer['paused'] {
  const { pause } = provider;
  if (!pause || !isPaused(provider)) return null;
  return {
    since: pause.since.toISOString(),
    until: pause.until?.toISOString() ?? null,
    reason: pause.reason ?? null,
  };
}

function showCredentials(provider: Provider): ProviderAnswer['credentials'] {
  const keys = new Set([
    ...provider.connector.credentials.map((field) => field.key),
    ...Object.keys(provider.credentials),
  ]);
  return Object.fromEntries([...keys].map((key) => [key, showOne(provider.credentials[key])]));
}

function showOne(value: Secret | string | undefined): ProviderAnswer['credentials'][string] {
  if (value === undefined) return { set: false };
  if (typeof value === 'string') return { set: true, value, last4: value.slice(-4) };
  return { set: true, last4: value.last4 };
}

/** What the audit log keeps of a provider: no secret, and of credentials only which are set. */
export function toAuditView(
  entity: ProviderRow,
  credentials: Credentials,
): Record<string, unknown> {
  return {
    name: entity.name,
    slug: entity.slug,
    environment: entity.environment,
    api_format: entity.apiFormat,
    base_urls: entity.baseUrls,
    is_active: entity.isActive,
    is_default: entity.isDefault,
    fees: entity.fees,
    extra_config: entity.extraConfig,
    extra_header_names: Object.keys(entity.extraHeaders),
    credentials_set: Object.keys(credentials).sort(),
    version: entity.version,
  };
}
