/**
 * One configured provider as the engine sees it, and what its expressions may see: everything where
 * the value goes to the vendor, only the open credentials where it stays with us.
 */
import { Secret } from '#core/secret/secret.js';
import type { Connector } from './definition.schemas.js';

export type Environment = 'production' | 'sandbox';

/** What expressions may know about the provider; no secrets in here. */
export interface ProviderView {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly environment: Environment;
  /** Public URL at which the vendor reaches this provider's webhook. */
  readonly webhook_url: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

export type Credentials = Readonly<Record<string, Secret | string>>;

export interface ConnectorTarget {
  readonly provider: ProviderView;
  readonly connector: Connector;
  readonly credentials: Credentials;
  /** By name, for the provider's environment; see `resolveBaseUrls`. */
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly extraHeaders: Readonly<Record<string, string>>;
  /** Private host that this provider may reach: a device on the hotel's own network. */
  readonly allowHost?: string;
}

/** What `provider.extra` shows: the connector's settings, each replaced by the provider's own where it has one. */
export function resolveSettings(
  connector: Connector,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { ...connector.settings, ...own };
}

/** Base URLs of the environment, each replaced by the provider's own where it has one. */
export function resolveBaseUrls(
  connector: Connector,
  environment: Environment,
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = Object.entries(connector.base_urls).map(([name, urls]) => [name, urls[environment]]);
  return { ...(Object.fromEntries(own) as Record<string, string>), ...overrides };
}

export interface CredentialViews {
  /** Every credential in clear: only for what goes to the vendor or is compared. */
  readonly all: Readonly<Record<string, string>>;
  /** Those that are no secret. */
  readonly open: Readonly<Record<string, string>>;
  /** The secret values, to mask them. */
  readonly secrets: readonly string[];
}

const viewsByCredentials = new WeakMap<
  Credentials,
  { connector: Connector; views: CredentialViews }
>();

/** The two views on a set of credentials; computed once per set. */
export function credentialViews(connector: Connector, credentials: Credentials): CredentialViews {
  const known = viewsByCredentials.get(credentials);
  if (known?.connector === connector) return known.views;
  const views = buildViews(connector, credentials);
  viewsByCredentials.set(credentials, { connector, views });
  return views;
}

function buildViews(connector: Connector, credentials: Credentials): CredentialViews {
  const fields = new Map(connector.credentials.map((field) => [field.key, field]));
  const all: Record<string, string> = {};
  for (const field of fields.values()) {
    if (field.default !== undefined) all[field.key] = field.default;
  }
  for (const [key, value] of Object.entries(credentials)) {
    all[key] = value instanceof Secret ? value.reveal() : value;
  }
  const isSecret = (key: string): boolean =>
    fields.get(key)?.secret ?? credentials[key] instanceof Secret;
  const open = Object.entries(all).filter(([key]) => !isSecret(key));
  const secrets = Object.entries(all).filter(([key, value]) => isSecret(key) && value !== '');
  return Object.freeze({
    all: Object.freeze(all),
    open: Object.freeze(Object.fromEntries(open)),
    secrets: secrets.map(([, value]) => value),
  });
}

/** What differs from one request to the next. */
export interface RequestScope {
  readonly request: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, unknown>>;
  /** Answers of the steps before, by name. */
  readonly steps: Readonly<Record<string, unknown>>;
  /** From 1, for a step that asks for one page after the other. */
  readonly page?: number;
  readonly now: Date;
}

/** `vendor`: the value leaves for the vendor and may hold secrets; `hub`: it stays with us. */
export type Audience = 'vendor' | 'hub';

/** The input of every expression of an operation before there is an answer. */
export function requestInput(
  target: ConnectorTarget,
  scope: RequestScope,
  audience: Audience,
): Record<string, unknown> {
  const views = credentialViews(target.connector, target.credentials);
  return {
    request: scope.request,
    provider: target.provider,
    credentials: audience === 'vendor' ? views.all : views.open,
    refs: scope.refs,
    steps: scope.steps,
    method: chosenMethod(target.connector, scope.request),
    page: scope.page ?? 1,
    now: scope.now.toISOString(),
  };
}

function chosenMethod(
  connector: Connector,
  request: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const asked = request['method'];
  const name = typeof asked === 'string' ? asked : connector.default_method;
  if (name === undefined || !Object.hasOwn(connector.methods, name)) return undefined;
  return { name, ...connector.methods[name] };
}
