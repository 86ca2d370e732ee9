/** Why a call was refused, for whoever has to mend it: codes, names and ages, never a value that was sent or expected. */
import { z } from 'zod';
import type { SignatureRecipe } from './webhook.schemas.js';
import type { InboundCall } from './webhook-context.js';

export const PROBLEM_CODES = [
  'mismatch',
  'no_signature',
  'not_configured',
  'key_unreadable',
  'nothing_signed',
  'stale',
  'early',
  'no_timestamp',
  'claims',
  'not_evaluated',
  'no_recipe',
  'no_webhook',
  'no_route',
  'provider_off',
  'access_token',
  'handshake',
] as const;

export const webhookProblemSchema = z.object({
  code: z.enum(PROBLEM_CODES),
  /** How the vendor proves itself: `hmac-sha256`, `shared_token`, `basic` … */
  scheme: z.string().optional(),
  /** Where the proof was looked for, such as `headers.x-signature`. */
  place: z.string().optional(),
  /** What it is computed over, by name: `raw`, `path`, `headers.x-time`, `body.order_id`, `credentials.secret`. */
  signed: z.array(z.string()).optional(),
  /** Those that the call did not carry. */
  missing: z.array(z.string()).optional(),
  /** Seconds between the sender's clock and ours, for a call that is too old or too early. */
  age_s: z.int().optional(),
  tolerance_s: z.int().optional(),
  body_bytes: z.int().optional(),
});
export type WebhookProblem = z.infer<typeof webhookProblemSchema>;
export type ProblemCode = WebhookProblem['code'];

const LITERALS = /'[^']*'|"[^"]*"/g;
const NAMED =
  /(?<![\w$.])(headers|query|body|credentials|provider)\.(?:`([^`]+)`|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))/g;
const WHOLE = /(?<![\w$.])(raw|path|url|method|form|body|query)(?![\w.`])/g;

/** Names of what an expression reads, in the order in which they stand. */
export function partsRead(expression: string): readonly string[] {
  const code = expression.replaceAll(LITERALS, (text) => ' '.repeat(text.length));
  const found = [
    ...[...code.matchAll(NAMED)].map((match) => ({
      at: match.index,
      name: `${match[1] ?? ''}.${match[2] ?? match[3] ?? ''}`,
    })),
    ...[...code.matchAll(WHOLE)].map((match) => ({ at: match.index, name: match[1] ?? '' })),
  ];
  return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ name }) => name))];
}

/** What a recipe looked at, and what of that the call did not carry. */
export function explained(
  code: ProblemCode,
  recipe: SignatureRecipe,
  { call, body }: { readonly call: InboundCall; readonly body: unknown },
): WebhookProblem {
  const signed = signedBy(recipe);
  const place = placeOf(recipe);
  const missing = [...new Set([place, ...signed])].filter(
    (name) => name !== undefined && isMissing(name, call, body),
  ) as string[];
  return {
    code,
    scheme: schemeOf(recipe),
    ...(place !== undefined && { place }),
    ...(signed.length > 0 && { signed: [...signed] }),
    ...(missing.length > 0 && { missing }),
    body_bytes: call.body.length,
  };
}

function schemeOf(recipe: SignatureRecipe): string {
  if (recipe.scheme === 'hmac' || recipe.scheme === 'rsa' || recipe.scheme === 'ecdsa') {
    return `${recipe.scheme}-${recipe.algorithm}`;
  }
  return recipe.scheme;
}

function signedBy(recipe: SignatureRecipe): readonly string[] {
  switch (recipe.scheme) {
    case 'expression':
      return partsRead(recipe.expected);
    case 'hmac':
      return [...over(recipe.payload), ...partsRead(textOf(recipe.key))];
    case 'rsa':
    case 'ecdsa':
    case 'ed25519':
      return [...over(recipe.payload), ...partsRead(textOf(recipe.public_key))];
    case 'shared_token':
      return partsRead(textOf(recipe.value));
    case 'basic':
      return partsRead(`${textOf(recipe.username)} ${textOf(recipe.password)}`);
    case 'jwt':
      return partsRead(textOf(recipe.key));
    case 'none':
      return [];
  }
}

function over(payload: string | undefined): readonly string[] {
  return payload === undefined ? ['raw'] : partsRead(payload);
}

/** Templates of a key are texts; whatever else they may be names nothing. */
function textOf(template: unknown): string {
  return typeof template === 'string' ? template : '';
}

function placeOf(recipe: SignatureRecipe): string | undefined {
  if (recipe.scheme === 'basic') return 'headers.authorization';
  if (recipe.scheme === 'jwt') return partsRead(recipe.token)[0];
  if ('header' in recipe && recipe.header !== undefined) {
    return `headers.${recipe.header.toLowerCase()}`;
  }
  if ('query' in recipe && recipe.query !== undefined) return `query.${recipe.query}`;
  if ('actual' in recipe && recipe.actual !== undefined) return partsRead(recipe.actual)[0];
  return undefined;
}

function isMissing(name: string, call: InboundCall, body: unknown): boolean {
  const [where, ...rest] = name.split('.');
  if (where === 'headers') return (call.headers[rest.join('.').toLowerCase()] ?? '') === '';
  if (where === 'query') return rest.length > 0 && !queryOf(call.url).has(rest.join('.'));
  return where === 'body' && rest.length > 0 && valueAt(body, rest) === undefined;
}

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

/** A path through lists, as expressions have it, counts as there. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at as unknown;
    if (typeof at !== 'object' || at === null) return undefined;
    return (at as Readonly<Record<string, unknown>>)[key];
  }, value);
}
