import { Injectable } from '@nestjs/common';
import { checkConnector } from '#connectors/connector-check.js';
import { resolveSettings } from '#connectors/connector-context.js';
import type { Connector } from '#connectors/definition.schemas.js';
import {
  checkCredentials,
  toFieldErrors,
  type CredentialFinding,
} from '#connectors/credential-check.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { type FieldError, InvalidInputError } from '#core/errors/app-error.js';
import { EgressGuard } from '#core/http/egress-guard.js';
import { SchemaError } from '#core/validation/validation.pipe.js';
import { CategoryRegistry } from './category-registry.js';
import { toCredentials } from './credential-store.js';
import { checkFees } from './fee-check.js';
import type { Preset } from './preset.schemas.js';
import type { CreateProvider } from './provider.schemas.js';
import type { BaseUrls, Environment, ExtraConfig } from './provider.types.js';

/** What a provider is made of before it has an id: the request, filled up from the preset. */
export interface ProviderDraft {
  readonly integrationType: string;
  readonly apiFormat: string;
  readonly connector: Connector;
  readonly capabilities: string[];
  readonly supportedMethods: string[];
  readonly fees: Preset['fees'];
  readonly defaultCurrency: string | null;
  readonly presetId: string | null;
  readonly presetVersion: number | null;
}

export interface DraftSettings {
  readonly name: string;
  readonly environment: Environment;
  readonly baseUrls: BaseUrls;
  readonly extraConfig: ExtraConfig;
  readonly credentials: Readonly<Record<string, string>>;
}

/** Checks a provider as a whole, before it is saved or tested. */
@Injectable()
export class ProviderDrafts {
  constructor(
    private readonly engine: ExpressionEngine,
    private readonly categories: CategoryRegistry,
    private readonly egress: EgressGuard,
  ) {}

  /** @throws SchemaError when what a preset would bring is neither there nor given */
  fill(body: CreateProvider, preset: Preset | undefined): ProviderDraft {
    const given = {
      integration_type: body.integration_type ?? preset?.category,
      api_format: body.api_format ?? preset?.api_format,
      connector: body.connector ?? preset?.connector,
    };
    const { connector, integration_type: integrationType, api_format: apiFormat } = given;
    if (!connector || !integrationType || !apiFormat) throw incomplete(given);
    const own = ownFees(connector, body);
    return { integrationType, apiFormat, connector, ...fromPreset(connector, preset), ...own };
  }

  /**
   * @returns warnings that don't keep the provider from being saved
   * @throws SchemaError with one entry for each thing that does
   */
  async check(draft: ProviderDraft, settings: DraftSettings): Promise<FieldError[]> {
    this.checkFormat(draft);
    this.checkAllowedHost(draft, settings);
    this.checkUrls(draft, settings);
    const findings = await this.findings(draft.connector, settings);
    const errors = toFieldErrors(findings, 'en');
    if (errors.length > 0) throw new SchemaError(errors);
    return findings.map((finding) => ({
      field: `credentials.${finding.field}`,
      code: finding.code,
      message: finding.message.en,
    }));
  }

  private checkFormat(draft: ProviderDraft): void {
    const format = this.categories.findFormat(draft.integrationType, draft.apiFormat);
    if (!format) {
      const known = this.categories.formatIds(draft.integrationType);
      const offer =
        known.length === 0
          ? `${draft.integrationType} is not available yet`
          : `known: ${known.join(', ')}`;
      throw new InvalidInputError(
        'api_format',
        `There is no format "${draft.apiFormat}" for ${draft.integrationType}; ${offer}.`,
      );
    }
    const missing = format.requires.filter(
      (operation) => !Object.hasOwn(draft.connector.operations, operation),
    );
    if (missing.length > 0) {
      throw new InvalidInputError(
        'connector.operations',
        `The format ${format.id} needs the operations ${missing.join(', ')}.`,
      );
    }
    const problems = checkConnector(this.engine, draft.connector);
    if (problems.length > 0) {
      throw new SchemaError(
        problems.map(({ path, message }) => ({
          field: `connector.${path}`,
          code: 'invalid',
          message,
        })),
      );
    }
  }

  /** A host of the local network is for devices that stand in the house; any other vendor is on the internet. */
  private checkAllowedHost({ integrationType }: ProviderDraft, settings: DraftSettings): void {
    if (settings.extraConfig.allow_host === undefined) return;
    if (this.categories.find(integrationType)?.isOnPremise === true) return;
    throw new InvalidInputError(
      'extra_config.allow_host',
      `Only providers of devices on the premises may reach the local network, not ${integrationType}; leave it out. An operator can let a host pass with KUNCI_EGRESS_ALLOW.`,
      'not_allowed',
    );
  }

  private checkUrls(draft: ProviderDraft, settings: DraftSettings): void {
    const known = Object.keys(draft.connector.base_urls);
    for (const [name, url] of Object.entries(settings.baseUrls)) {
      if (!known.includes(name)) {
        throw new InvalidInputError(
          `base_urls.${name}`,
          `The connector knows these base URLs: ${known.join(', ')}.`,
          'unknown',
        );
      }
      this.egress.assertPublicUrl(url, `base_urls.${name}`, settings.extraConfig.allow_host);
    }
    this.checkOwnUrls(draft.connector, settings);
  }

  /** The connector's own base URLs, where the owner did not set another. */
  private checkOwnUrls(connector: Connector, settings: DraftSettings): void {
    const { environment, baseUrls, extraConfig } = settings;
    for (const [name, urls] of Object.entries(connector.base_urls)) {
      if (Object.hasOwn(baseUrls, name)) continue;
      const field = `connector.base_urls.${name}.${environment}`;
      this.egress.assertPublicUrl(urls[environment], field, extraConfig.allow_host);
    }
  }

  private findings(
    connector: Connector,
    settings: DraftSettings,
  ): Promise<readonly CredentialFinding[]> {
    const unknown = Object.keys(settings.credentials).filter(
      (key) => !connector.credentials.some((field) => field.key === key),
    );
    if (unknown.length > 0) {
      const known = connector.credentials.map((field) => field.key).join(', ') || 'none';
      throw new SchemaError(
        unknown.map((key) => ({
          field: `credentials.${key}`,
          code: 'unknown',
          message: `known credentials: ${known}`,
        })),
      );
    }
    return checkCredentials(this.engine, connector, {
      provider: {
        id: '',
        slug: '',
        name: settings.name,
        environment: settings.environment,
        webhook_url: '',
        extra: resolveSettings(connector, settings.extraConfig),
      },
      credentials: toCredentials(connector, settings.credentials),
    });
  }
}

function fromPreset(
  connector: Connector,
  preset: Preset | undefined,
): Omit<ProviderDraft, 'integrationType' | 'apiFormat' | 'connector'> {
  if (!preset) {
    return {
      capabilities: [],
      supportedMethods: Object.keys(connector.methods),
      fees: [],
      defaultCurrency: null,
      presetId: null,
      presetVersion: null,
    };
  }
  return {
    capabilities: preset.capabilities,
    // A connector of the owner's own has methods of its own.
    supportedMethods:
      connector === preset.connector ? preset.supported_methods : Object.keys(connector.methods),
    fees: preset.fees,
    defaultCurrency: preset.default_currency,
    presetId: preset.preset_id,
    presetVersion: preset.version,
  };
}

/** What the owner wrote instead of the preset's list prices. */
function ownFees(
  connector: Connector,
  { fees }: Pick<CreateProvider, 'fees'>,
): Pick<ProviderDraft, 'fees'> | undefined {
  if (fees === undefined) return undefined;
  checkFees(connector, fees);
  return { fees };
}

function incomplete(given: Readonly<Record<string, unknown>>): SchemaError {
  return new SchemaError(
    Object.entries(given)
      .filter(([, value]) => value === undefined)
      .map(([field]) => ({
        field,
        code: 'required',
        message: `${field} is required without a preset_id`,
      })),
  );
}
