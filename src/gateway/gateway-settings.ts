import type { Provider } from '#providers/provider.types.js';
import { DEFAULT_BREAKER_SETTINGS } from './breaker-state.js';
import type { GatewayProvider, GatewaySettings } from './gateway.types.js';

/**
 * Longest time that one call may take unless the provider or the operation says otherwise. A third of
 * the router's budget is left, for asking what became of a lost call or for the next provider.
 */
export const DEFAULT_TIMEOUT_MS = 20_000;

/** The parts of a provider that decide. */
export type ConfiguredProvider = Pick<
  Provider,
  'id' | 'slug' | 'integrationType' | 'propertyId' | 'pause' | 'extraConfig'
> & { readonly connector: Pick<Provider['connector'], 'limits'> };

const known = new WeakMap<ConfiguredProvider, GatewayProvider>();

/** The provider as the gateway takes it; computed once, because a change of the row makes a new object. */
export function toGatewayProvider(provider: ConfiguredProvider): GatewayProvider {
  const found = known.get(provider);
  if (found !== undefined) return found;
  const { id, slug, integrationType, propertyId, pause } = provider;
  const made = { id, slug, integrationType, propertyId, pause, settings: settingsOf(provider) };
  known.set(provider, made);
  return made;
}

function settingsOf({ extraConfig, connector }: ConfiguredProvider): GatewaySettings {
  return {
    breaker: {
      failures: extraConfig.breaker?.failures ?? DEFAULT_BREAKER_SETTINGS.failures,
      openMs: extraConfig.breaker?.open_ms ?? DEFAULT_BREAKER_SETTINGS.openMs,
    },
    limits: {
      perSecond: connector.limits.per_second,
      perMinute: connector.limits.per_minute,
      concurrency: connector.limits.concurrency,
    },
    timeoutMs: extraConfig.timeout_ms ?? DEFAULT_TIMEOUT_MS,
  };
}
