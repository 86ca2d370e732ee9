import { InvalidInputError } from '#core/errors/app-error.js';
import type { Provider } from '#providers/provider.types.js';
import type { CreatePayment } from '../payment.schemas.js';

/** Why this provider can't hold the money first, or undefined when it can or need not. */
export function manualCaptureProblem(
  { connector, name }: Pick<Provider, 'connector' | 'name'>,
  { capture }: Pick<CreatePayment, 'capture'>,
): InvalidInputError | undefined {
  if (capture !== 'manual' || Object.hasOwn(connector.operations, 'capture')) return undefined;
  return new InvalidInputError(
    'capture',
    `${name} can not hold money and take it later; send capture "automatic" or name another provider.`,
    'unsupported',
  );
}
