/** Numbers that the hub gives out itself, such as those of virtual accounts whose bank asks us for the bill. */
import { InvalidInputError } from '#core/errors/app-error.js';
import { type ConnectorTarget, credentialViews } from './connector-context.js';
import type { ExpressionEngine } from './expressions/expression-engine.js';
import { renderText } from './rendered-values.js';

const MIN_LENGTH = 4;
const MAX_LENGTH = 20;

export interface NumberPlan {
  /** Where a number must be unique. */
  readonly scope: string;
  readonly length: number;
}

/**
 * How the provider's numbers are made; undefined when the connector makes none. Expressions see `provider` and the
 * open `credentials`.
 *
 * @throws InvalidInputError for a length that can't be
 */
export async function numberPlanOf(
  engine: ExpressionEngine,
  target: Pick<ConnectorTarget, 'connector' | 'credentials' | 'provider'>,
): Promise<NumberPlan | undefined> {
  const { connector, provider } = target;
  if (!connector.numbers) return undefined;
  const { length, scope } = connector.numbers;
  const input = { provider, credentials: credentialViews(connector, target.credentials).open };
  const digits = Number(await renderText(engine, length, input));
  if (!Number.isInteger(digits) || digits < MIN_LENGTH || digits > MAX_LENGTH) {
    throw new InvalidInputError(
      'numbers.length',
      `${provider.name}: numbers need ${MIN_LENGTH} to ${MAX_LENGTH} digits; correct the provider's settings.`,
    );
  }
  const shared = await renderText(engine, scope, input);
  return { scope: `${provider.environment}:${shared ?? provider.id}`, length: digits };
}
