import { credentialViews, type ConnectorTarget } from '../connector-context.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { renderRecord } from '../rendered-values.js';

export interface ClientScope {
  readonly request?: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** What a browser needs to go on: script, public key, kind of widget. Sees no secret. */
export async function renderClient(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  scope: ClientScope = {},
): Promise<Record<string, unknown>> {
  const { open } = credentialViews(target.connector, target.credentials);
  return renderRecord(engine, target.connector.client, {
    request: scope.request ?? {},
    refs: scope.refs ?? {},
    result: scope.result ?? {},
    provider: target.provider,
    credentials: open,
  });
}
