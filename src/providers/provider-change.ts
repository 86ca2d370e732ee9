/** What a request makes of a provider's row; pure, so that it can be read without a database. */
import type { Connector } from '#connectors/definition.schemas.js';
import { connectorSchema } from '#connectors/definition.schemas.js';
import type { SealedValues } from './credential-store.js';
import type { ProviderDraft } from './provider-draft.js';
import type { ProviderRow } from './provider.entity.js';
import type { CreateProvider, UpdateProvider } from './provider.schemas.js';

const HOUR_MS = 3_600_000;
const DEFAULT_OVERLAP_HOURS = 24;

interface Made {
  readonly propertyId: string | null;
  readonly slug: string;
  readonly sealed: string;
  readonly fingerprint: string;
  readonly now: Date;
}

export function newEntity(
  id: string,
  draft: ProviderDraft,
  body: CreateProvider,
  made: Made,
): ProviderRow {
  return {
    id,
    propertyId: made.propertyId,
    integrationType: draft.integrationType,
    name: body.name,
    slug: made.slug,
    apiFormat: draft.apiFormat,
    environment: body.environment,
    baseUrls: body.base_urls,
    credentialsEncrypted: made.sealed,
    previousSecretsEncrypted: null,
    previousSecretsUntil: null,
    accountFingerprint: made.fingerprint,
    extraHeaders: shownHeaders(body.extra_headers),
    extraConfig: body.extra_config,
    connector: draft.connector,
    defaultModel: body.default_model,
    capabilities: draft.capabilities,
    supportedMethods: draft.supportedMethods,
    fees: draft.fees,
    defaultCurrency: draft.defaultCurrency,
    isActive: body.is_active,
    isDefault: body.is_default,
    displayOrder: body.display_order,
    testStatus: 'untested',
    lastTestedAt: null,
    notes: body.notes,
    presetId: draft.presetId,
    presetVersion: draft.presetVersion,
    pausedAt: null,
    pausedUntil: null,
    pauseReason: null,
    version: 1,
    createdAt: made.now,
    updatedAt: made.now,
    archivedAt: null,
  };
}

export interface ProviderChange {
  readonly entity: ProviderRow;
  readonly connector: Connector;
  /** All credential values after the change, in clear. */
  readonly values: Record<string, string>;
  /** All extra headers after the change, in clear. */
  readonly headers: Record<string, string>;
  readonly changedKeys: string[];
  /** Replaced webhook secrets that stay valid for a while; absent when none were replaced. */
  readonly previous: Record<string, string> | undefined;
}

export function applyChange(
  entity: ProviderRow,
  body: UpdateProvider,
  { sealed, now }: { readonly sealed: SealedValues; readonly now: Date },
): ProviderChange {
  const connector = connectorSchema.parse(body.connector ?? entity.connector);
  const old = sealed.credentials;
  const values = mergeCredentials(old, body.credentials ?? {});
  const changedKeys = differingKeys(old, values);
  const overlap = overlapOf(connector, { old, changedKeys, hours: body.secret_overlap_hours, now });
  const isAnotherConnection = changedKeys.length > 0 || touchesConnection(body);
  return {
    connector,
    values,
    headers: body.extra_headers ?? sealed.headers,
    changedKeys,
    previous: overlap.previous,
    entity: {
      ...entity,
      ...plainFields(entity, body),
      connector,
      presetVersion: body.preset_version ?? entity.presetVersion,
      ...overlap.columns,
      // What was tested is not what is there now.
      testStatus: isAnotherConnection ? 'untested' : entity.testStatus,
      version: entity.version + 1,
      updatedAt: now,
    },
  };
}

function differingKeys(
  old: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): string[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(values)]);
  return [...keys].filter((key) => old[key] !== values[key]);
}

interface Replacement {
  readonly old: Readonly<Record<string, string>>;
  readonly changedKeys: readonly string[];
  readonly hours: number | undefined;
  readonly now: Date;
}

/** Which replaced webhook secrets stay valid, and until when. */
function overlapOf(
  connector: Connector,
  { old, changedKeys, hours = DEFAULT_OVERLAP_HOURS, now }: Replacement,
): { previous: ProviderChange['previous']; columns: Partial<ProviderRow> } {
  if (hours === 0) {
    return {
      previous: undefined,
      columns: { previousSecretsEncrypted: null, previousSecretsUntil: null },
    };
  }
  const replaced = (connector.webhook?.secrets ?? []).flatMap((key) => {
    const value = old[key];
    return changedKeys.includes(key) && value !== undefined ? [[key, value] as const] : [];
  });
  if (replaced.length === 0) return { previous: undefined, columns: {} };
  return {
    previous: Object.fromEntries(replaced),
    columns: { previousSecretsUntil: new Date(now.getTime() + hours * HOUR_MS) },
  };
}

function plainFields(entity: ProviderRow, body: UpdateProvider): Partial<ProviderRow> {
  return {
    name: body.name ?? entity.name,
    environment: body.environment ?? entity.environment,
    baseUrls: body.base_urls ?? entity.baseUrls,
    extraConfig: body.extra_config ?? entity.extraConfig,
    extraHeaders: body.extra_headers ? shownHeaders(body.extra_headers) : entity.extraHeaders,
    isActive: body.is_active ?? entity.isActive,
    isDefault: body.is_default ?? entity.isDefault,
    displayOrder: body.display_order ?? entity.displayOrder,
    fees: body.fees ?? entity.fees,
    ...orNull(entity, body),
  };
}

/** Long enough that the end of a value gives nothing away. */
const RECOGNISABLE = 12;

function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value.length >= RECOGNISABLE ? `…${value.slice(-4)}` : '…',
    ]),
  );
}

/** Fields where `null` is a value of its own. */
function orNull(entity: ProviderRow, body: UpdateProvider): Partial<ProviderRow> {
  return {
    notes: body.notes === undefined ? entity.notes : body.notes,
    defaultModel: body.default_model === undefined ? entity.defaultModel : body.default_model,
  };
}

function touchesConnection(body: UpdateProvider): boolean {
  return (
    body.environment !== undefined ||
    body.base_urls !== undefined ||
    body.connector !== undefined ||
    body.extra_headers !== undefined
  );
}

function mergeCredentials(
  old: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const merged: Record<string, string> = { ...old };
  for (const [key, value] of Object.entries(change)) {
    const text = value?.trim() ?? '';
    if (text === '') {
      Reflect.deleteProperty(merged, key);
    } else {
      merged[key] = text;
    }
  }
  return merged;
}
