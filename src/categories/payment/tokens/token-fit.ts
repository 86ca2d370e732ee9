/** Whether a card or wallet token can be any good, asked before its vendor is. Its value stays out of every message. */
import { isWhole } from '#connectors/linear-pattern.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import type { Provider } from '#providers/provider.types.js';

type Taker = Pick<Provider, 'connector' | 'name'>;

interface Times {
  readonly exp?: unknown;
  readonly iat?: unknown;
}

const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/** What is wrong with the token, or undefined when only the vendor can tell. */
export function tokenProblem(
  { connector, name }: Taker,
  token: string | undefined,
  now: Date,
): InvalidInputError | undefined {
  if (token === undefined) return undefined;
  const { pattern, lifetime_s: lifetime } = connector.limits.token ?? {};
  if (pattern !== undefined && !isWhole(pattern, token)) {
    const message = `This is no token of ${name}; send what its script gave to the guest's browser, whole and unchanged.`;
    return new InvalidInputError('token', message, 'invalid_token');
  }
  return isOver(timesIn(token), lifetime, now) ? expired() : undefined;
}

function isOver({ exp, iat }: Times, lifetime: number | undefined, now: Date): boolean {
  const seconds = now.getTime() / 1_000;
  if (typeof exp === 'number' && exp <= seconds) return true;
  return lifetime !== undefined && typeof iat === 'number' && iat + lifetime <= seconds;
}

/** What a JWT says of its own time; nothing in any other kind of token. */
function timesIn(token: string): Times {
  const payload = JWT.exec(token)?.[1];
  if (payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

function expired(): InvalidInputError {
  const message = 'This token has expired; ask the guest for the card or wallet again.';
  return new InvalidInputError('token', message, 'expired');
}
