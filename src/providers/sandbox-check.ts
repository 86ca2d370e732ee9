/** Whether a transaction may be tried: never where it could be a real one. */
import type { ConnectorTarget } from '#connectors/connector-context.js';
import type { Connector } from '#connectors/definition.schemas.js';

type Judged = Pick<ConnectorTarget, 'connector' | 'baseUrls'> & {
  readonly provider: Pick<ConnectorTarget['provider'], 'environment'>;
};

export type SandboxVerdict = 'sandbox' | 'production' | 'production_address' | 'undecidable';

/**
 * `production_address`: a sandbox provider whose base URL is the vendor's production. `undecidable`: both environments
 * share the address, and no rule of the connector refuses a production key, so the key may be a real one.
 */
export function judgeSandbox(target: Judged): SandboxVerdict {
  if (target.provider.environment === 'production') return 'production';
  const bases = Object.entries(target.connector.base_urls).map(
    ([name, { production, sandbox }]) => ({
      used: addressOf(target.baseUrls[name] ?? sandbox),
      production: addressOf(production),
      sandbox: addressOf(sandbox),
    }),
  );
  if (bases.some((base) => base.used === base.production && base.production !== base.sandbox)) {
    return 'production_address';
  }
  const isShared = bases.some((base) => base.used === base.production);
  return isShared && !tellsKeysApart(target.connector) ? 'undecidable' : 'sandbox';
}

function tellsKeysApart({ rules }: Connector): boolean {
  return rules.some(
    ({ when, severity }) => severity === 'error' && when.includes('provider.environment'),
  );
}

/** Origin and path, however it is written. */
function addressOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}
