import { type ConnectorTarget, resolveSettings } from '#connectors/connector-context.js';
import type { Provider } from './provider.types.js';

const targets = new WeakMap<Provider, ConnectorTarget>();

/** The provider as the connector engine wants it; made once, since a provider never changes in place. */
export function targetOf(provider: Provider): ConnectorTarget {
  const known = targets.get(provider);
  if (known) return known;
  const target: ConnectorTarget = {
    provider: {
      id: provider.id,
      slug: provider.slug,
      name: provider.name,
      environment: provider.environment,
      webhook_url: provider.webhookUrl,
      extra: resolveSettings(provider.connector, provider.extraConfig),
    },
    connector: provider.connector,
    credentials: provider.credentials,
    baseUrls: provider.baseUrls,
    extraHeaders: provider.extraHeaders,
    allowHost: provider.extraConfig.allow_host,
  };
  targets.set(provider, target);
  return target;
}
