/** What a provider would send, seen without sending it. */
import { TokenCache } from '#connectors/auth/token-cache.js';
import { operationSchema, type OperationDefinition } from '#connectors/definition.schemas.js';
import { ConnectorRunner } from '#connectors/operation/connector-runner.js';
import type { HttpRequest } from '#core/http/http.types.js';
import type { PresetProvider } from '#test/support/preset-provider.js';

export interface SentRequest {
  /** Names lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

class Seen extends Error {}

/** @param operation the name of one of the preset's, or one made up, which the preset's `auth` signs */
export async function sentRequestOf(
  { engine, target }: PresetProvider,
  operation: string | Readonly<Record<string, unknown>>,
  request: Readonly<Record<string, unknown>> = {},
): Promise<SentRequest> {
  const sent: HttpRequest[] = [];
  const send = async (seen: HttpRequest): Promise<never> => {
    sent.push(seen);
    throw new Seen('seen');
  };
  const { connector } = target;
  const operations: Record<string, OperationDefinition> =
    typeof operation === 'string'
      ? connector.operations
      : { made_up: operationSchema.parse(operation) };
  const runner = new ConnectorRunner({
    engine,
    transport: { send },
    tokenCache: new TokenCache(),
    target: { ...target, connector: { ...connector, operations } },
  });
  await runner
    .execute(typeof operation === 'string' ? operation : 'made_up', request)
    .catch((error: unknown) => {
      if (!(error instanceof Seen)) throw error;
    });
  const [seen] = sent;
  if (!seen) throw new Error('nothing was sent');
  const headers = Object.entries(seen.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    headers: Object.fromEntries(headers) as Record<string, string>,
    text: seen.body?.toString('utf8') ?? '',
  };
}
