import { z } from 'zod';
import type { Connector } from '#connectors/definition.schemas.js';
import type { Secret } from '#core/secret/secret.js';
import type { ProviderPause } from './pause/provider-pause.js';
import type { Fee } from './preset.schemas.js';

export type BaseUrls = Record<string, string>;
export type TestStatus = 'untested' | 'ok' | 'failed' | 'unverifiable';
export type Environment = 'sandbox' | 'production';

/** Settings of one provider that the gateway reads; what a connector wants to know stands beside them. */
export const extraConfigSchema = z.looseObject({
  timeout_ms: z.int().min(100).max(120_000).optional(),
  breaker: z
    .strictObject({
      failures: z.int().min(1).max(100).optional(),
      open_ms: z.int().min(1_000).max(3_600_000).optional(),
    })
    .optional(),
  /** `host` or `host:port` on the local network that this provider may reach although it is private. */
  allow_host: z.string().optional(),
});
export type ExtraConfig = z.infer<typeof extraConfigSchema>;

/** Credential values by key; secret ones can't be printed. */
export type Credentials = Readonly<Record<string, Secret | string>>;

/** A provider as the running hub sees it: row read, connector parsed, credentials opened. Immutable; a change makes a new one. */
export interface Provider {
  readonly id: string;
  readonly version: number;
  readonly propertyId: string | null;
  readonly integrationType: string;
  readonly name: string;
  readonly slug: string;
  readonly apiFormat: string;
  readonly environment: Environment;
  readonly isActive: boolean;
  readonly isArchived: boolean;
  /** Held back by an operator; look with `isPaused`, since a pause ends by itself. */
  readonly pause?: ProviderPause;
  /** What the preset says the vendor can do; empty where nobody has said it. */
  readonly capabilities: readonly string[];
  readonly connector: Connector;
  readonly credentials: Credentials;
  /** Webhook secrets that were replaced but are still accepted, with the end of their overlap. */
  readonly previousSecrets: { readonly credentials: Credentials; readonly until: Date } | undefined;
  readonly baseUrls: BaseUrls;
  readonly extraHeaders: Readonly<Record<string, string>>;
  readonly extraConfig: ExtraConfig;
  readonly accountFingerprint: string;
  readonly webhookUrl: string;
  readonly fees: readonly Fee[];
  readonly defaultCurrency: string | null;
}
