/** A provider made from a preset file and pointed at a simulator, with the engine that runs for real. */
import { fileURLToPath } from 'node:url';
import { TokenCache } from '#connectors/auth/token-cache.js';
import {
  resolveBaseUrls,
  resolveSettings,
  type ConnectorTarget,
  type Environment,
} from '#connectors/connector-context.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { ConnectorRunner } from '#connectors/operation/connector-runner.js';
import { interpretWebhook, type Interpretation } from '#connectors/webhook/interpret.js';
import type { Verdict } from '#connectors/webhook/recipes.js';
import { verifyWebhook } from '#connectors/webhook/verify.js';
import type { InboundCall } from '#connectors/webhook/webhook-context.js';
import { AgentPool } from '#core/http/agent-pool.js';
import { AxiosTransport } from '#core/http/axios-transport.js';
import { EgressGuard } from '#core/http/egress-guard.js';
import { Secret } from '#core/secret/secret.js';
import { readPresetJson } from '#providers/preset-file.js';
import { presetSchema, type Preset } from '#providers/preset.schemas.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { CaughtWebhook } from '#test/support/webhook-catcher.js';

/** One for all providers, as in the hub: what it has compiled stays compiled. */
const engine = new ExpressionEngine();

/** Ends the engine's worker threads, once, after all tests of a file. */
export const closeEngine = (): Promise<void> => engine.close();

export interface PresetProvider {
  readonly preset: Preset;
  readonly target: ConnectorTarget;
  readonly engine: ExpressionEngine;
  readonly runner: ConnectorRunner;
  verify(caught: CaughtWebhook): Promise<Verdict>;
  interpret(caught: CaughtWebhook): Promise<Interpretation>;
  close(): void;
}

export interface PresetProviderOptions {
  readonly environment?: Environment;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly webhookUrl?: string;
  readonly credentials?: Readonly<Record<string, string>>;
}

/** @param file such as `payment/midtrans-snap` */
export function readPreset(file: string): Preset {
  const url = new URL(`../../presets/${file}.json`, import.meta.url);
  return presetSchema.parse(readPresetJson(fileURLToPath(url)));
}

export function connectPreset(
  file: string,
  simulator: Simulator,
  options: PresetProviderOptions = {},
): PresetProvider {
  const preset = readPreset(file);
  const target = targetOf(preset, simulator, options);
  const guard = new EgressGuard(['127.0.0.1']);
  const transport = new AxiosTransport(guard, new AgentPool(guard));
  const runner = new ConnectorRunner({ engine, transport, tokenCache: new TokenCache(), target });
  const { connector, credentials } = target;
  return {
    preset,
    target,
    engine,
    runner,
    verify: (caught) =>
      verifyWebhook(engine, {
        connector,
        scope: scopeOf(caught, target),
        credentialSets: [credentials],
      }),
    interpret: (caught) =>
      interpretWebhook(engine, { connector, scope: scopeOf(caught, target), credentials }),
    close: () => transport.close(),
  };
}

function targetOf(
  preset: Preset,
  simulator: Simulator,
  options: PresetProviderOptions,
): ConnectorTarget {
  const { connector } = preset;
  const environment = options.environment ?? 'sandbox';
  const values = { ...simulator.credentials, ...options.credentials };
  const fields = connector.credentials.flatMap(({ key, secret }): [string, Secret | string][] => {
    const value = values[key];
    return value === undefined ? [] : [[key, secret ? new Secret(value) : value]];
  });
  // The simulator serves several hosts of a vendor; a preset that knows only one calls it `default`.
  const overrides =
    'core' in connector.base_urls || !('core' in simulator.baseUrls)
      ? simulator.baseUrls
      : { default: simulator.baseUrls['core'] ?? simulator.url };
  return {
    provider: {
      id: '00000000-0000-4000-8000-000000000001',
      slug: preset.preset_id,
      name: preset.display_name,
      environment,
      webhook_url: options.webhookUrl ?? 'http://127.0.0.1:9/webhook/payment/spec',
      extra: resolveSettings(connector, options.extra ?? {}),
    },
    connector,
    credentials: Object.fromEntries(fields),
    baseUrls: resolveBaseUrls(connector, environment, overrides),
    extraHeaders: {},
  };
}

function scopeOf(caught: CaughtWebhook, target: ConnectorTarget) {
  const headers = Object.entries(caught.headers).map(([name, value]) => [name, String(value)]);
  const call: InboundCall = {
    method: 'POST',
    url: target.provider.webhook_url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.from(caught.raw),
    receivedAt: new Date(),
  };
  return { call, provider: target.provider };
}
