/** One check for each signature scheme. */
import { constants, createHmac, verify, type KeyObject } from 'node:crypto';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { asText, holds, renderText, type ExpressionInput } from '../rendered-values.js';
import { equalInConstantTime } from '../signatures/constant-time.js';
import { verifyJwt } from '../signatures/jwt.js';
import { publicKeyFrom, secretKeyFrom } from '../signatures/keys.js';
import type { ProblemCode, WebhookProblem } from './refusal.js';
import type { InboundCall } from './webhook-context.js';
import type { SignatureRecipe } from './webhook.schemas.js';

export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: string;
      /** What was wrong, for the words of the refusal; the default is the signature. */
      readonly part?: 'signature' | 'access_token';
      /** The same for whoever reads it in another language. */
      readonly problem?: WebhookProblem;
    };

export interface RecipeCheck {
  readonly engine: ExpressionEngine;
  /** With all credentials: recipes compare, they show nothing. */
  readonly input: ExpressionInput;
  readonly call: InboundCall;
}

type RecipeNamed<Name extends SignatureRecipe['scheme']> = Extract<
  SignatureRecipe,
  { scheme: Name }
>;
type HmacRecipe = RecipeNamed<'hmac'>;
type PublicKeyRecipe = RecipeNamed<'rsa' | 'ecdsa' | 'ed25519'>;

export const RECIPES: {
  readonly [Name in SignatureRecipe['scheme']]: (
    recipe: RecipeNamed<Name>,
    check: RecipeCheck,
  ) => Promise<Verdict>;
} = {
  none: async () => ({ ok: true }),
  expression: checkExpression,
  hmac: checkHmac,
  rsa: checkPublicKey,
  ecdsa: checkPublicKey,
  ed25519: checkPublicKey,
  jwt: checkJwt,
  basic: checkBasic,
  shared_token: checkSharedToken,
};

/** A vendor that rolls its secret over sends a few signatures at once; more is an attack on our CPU. */
const MOST_CANDIDATES = 10;

async function checkExpression(
  recipe: RecipeNamed<'expression'>,
  { engine, input }: RecipeCheck,
): Promise<Verdict> {
  const expected = asText(await engine.evaluate(recipe.expected, input));
  const candidates = toTexts(await engine.evaluate(recipe.actual, input));
  if (expected === undefined || expected === '') {
    return refused('the recipe gave nothing to expect', 'nothing_signed');
  }
  if (candidates.length === 0) return refused('the call carries no signature', 'no_signature');
  const matches = candidates.some((candidate) => equalInConstantTime(candidate, expected));
  return matches ? { ok: true } : refused('signature did not match: expression recipe', 'mismatch');
}

async function checkHmac(recipe: HmacRecipe, check: RecipeCheck): Promise<Verdict> {
  const { engine, input, call } = check;
  const keyText = await renderText(engine, recipe.key, input);
  const key = secretKeyFrom(keyText ?? '', recipe.key_encoding);
  if (key === undefined) return refused('no key is configured for the signature', 'not_configured');
  const payloads = await payloadsOf(recipe, check);
  if (payloads.length === 0) {
    return refused('the recipe gave nothing that could be signed', 'nothing_signed');
  }
  const expected = payloads.map((payload) =>
    createHmac(recipe.algorithm, key).update(payload).digest(recipe.encoding),
  );
  const candidates = await candidatesOf(recipe, check);
  if (candidates.length === 0) {
    return refused(`the call carries no signature (${placeOf(recipe)})`, 'no_signature');
  }
  const matches = candidates.some((candidate) => {
    const text = withoutPrefix(candidate.trim(), recipe.prefix);
    if (text === undefined) return false;
    const spelt = spell(text, recipe.encoding);
    return expected.some((one) => equalInConstantTime(spelt, one));
  });
  if (matches) return { ok: true };
  const over =
    recipe.payload === undefined ? `raw body of ${call.body.length} bytes` : 'a composed text';
  return refused(
    `signature did not match: hmac-${recipe.algorithm} over ${over}, ${placeOf(recipe)}`,
    'mismatch',
  );
}

async function checkPublicKey(recipe: PublicKeyRecipe, check: RecipeCheck): Promise<Verdict> {
  const keyText = await renderText(check.engine, recipe.public_key, check.input);
  if (keyText === undefined || keyText === '') {
    return refused('no public key is configured', 'not_configured');
  }
  const key = readPublicKey(keyText);
  if (!key) return refused("the configured public key can't be read", 'key_unreadable');
  const payload = await payloadOf(recipe, check);
  if (payload === undefined) {
    return refused('the recipe gave nothing that could be signed', 'nothing_signed');
  }
  const data = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload;
  const candidates = await candidatesOf(recipe, check);
  if (candidates.length === 0) {
    return refused(`the call carries no signature (${placeOf(recipe)})`, 'no_signature');
  }
  const matches = candidates.some((one) => isSignature(recipe, key, { data, text: one }));
  if (matches) return { ok: true };
  return refused(`signature did not match: ${recipe.scheme}, ${placeOf(recipe)}`, 'mismatch');
}

function isSignature(
  recipe: PublicKeyRecipe,
  key: KeyObject,
  { data, text }: { data: Buffer; text: string },
): boolean {
  const signature = Buffer.from(text.trim(), recipe.encoding);
  try {
    switch (recipe.scheme) {
      case 'ed25519':
        return key.asymmetricKeyType === 'ed25519' && verify(null, data, key, signature);
      case 'ecdsa': {
        const ecKey = { key, dsaEncoding: recipe.signature_format };
        return key.asymmetricKeyType === 'ec' && verify(recipe.algorithm, data, ecKey, signature);
      }
      case 'rsa':
        return verify(recipe.algorithm, data, { key, ...rsaPadding(recipe) }, signature);
    }
  } catch {
    return false;
  }
}

function rsaPadding(recipe: PublicKeyRecipe) {
  if (recipe.padding === 'pkcs1') return { padding: constants.RSA_PKCS1_PADDING };
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
}

async function checkJwt(recipe: RecipeNamed<'jwt'>, check: RecipeCheck): Promise<Verdict> {
  const { engine, input, call } = check;
  const key = await renderText(engine, recipe.key, input);
  if (key === undefined || key === '') {
    return refused('no key is configured for the token', 'not_configured');
  }
  const token = asText(await engine.evaluate(recipe.token, input));
  if (token === undefined || token === '') {
    return refused('the call carries no token', 'no_signature');
  }
  const { algorithms } = recipe;
  const verdict = readJwt(token.replace(/^Bearer /i, ''), {
    key,
    algorithms,
    now: call.receivedAt,
  });
  if (!verdict.ok) return refused(verdict.reason, 'mismatch');
  const isAccepted = await holds(engine, recipe.accept, { ...input, claims: verdict.claims });
  return isAccepted ? { ok: true } : refused('the claims of the token are not accepted', 'claims');
}

function readJwt(...args: Parameters<typeof verifyJwt>): ReturnType<typeof verifyJwt> {
  try {
    return verifyJwt(...args);
  } catch {
    return { ok: false, reason: "the configured key can't be used for the token's algorithm" };
  }
}

async function checkBasic(
  recipe: RecipeNamed<'basic'>,
  { engine, input, call }: RecipeCheck,
): Promise<Verdict> {
  const username = (await renderText(engine, recipe.username, input)) ?? '';
  const password = (await renderText(engine, recipe.password, input)) ?? '';
  if (password === '' && username === '') {
    return refused('no user name and password are configured', 'not_configured');
  }
  const sent = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (sent === undefined) return refused('the call carries no Basic authorization', 'no_signature');
  const pair = Buffer.from(sent, 'base64').toString('utf8');
  const matches = equalInConstantTime(pair, `${username}:${password}`);
  return matches ? { ok: true } : refused('user name or password did not match', 'mismatch');
}

async function checkSharedToken(
  recipe: RecipeNamed<'shared_token'>,
  check: RecipeCheck,
): Promise<Verdict> {
  const expected = await renderText(check.engine, recipe.value, check.input);
  if (expected === undefined || expected === '') {
    return refused('no token is configured', 'not_configured');
  }
  const candidates = await candidatesOf(recipe, check);
  if (candidates.length === 0) {
    return refused(`the call carries no token (${placeOf(recipe)})`, 'no_signature');
  }
  const matches = candidates.some((candidate) => equalInConstantTime(candidate, expected));
  return matches ? { ok: true } : refused(`token did not match (${placeOf(recipe)})`, 'mismatch');
}

/** One, or a few where the sender's way of writing what it signed can't be told from the call. */
async function payloadsOf(
  recipe: HmacRecipe,
  check: RecipeCheck,
): Promise<readonly (string | Buffer)[]> {
  if (recipe.payload === undefined) return [check.call.body];
  const value = await check.engine.evaluate(recipe.payload, check.input);
  if (Array.isArray(value)) return toTexts(value);
  const text = asText(value);
  return text === undefined ? [] : [text];
}

async function payloadOf(
  recipe: PublicKeyRecipe,
  { engine, input, call }: RecipeCheck,
): Promise<string | Buffer | undefined> {
  if (recipe.payload === undefined) return call.body;
  return asText(await engine.evaluate(recipe.payload, input));
}

interface Place {
  readonly header?: string | undefined;
  readonly query?: string | undefined;
  readonly actual?: string | undefined;
}

async function candidatesOf(
  place: Place,
  { engine, input, call }: RecipeCheck,
): Promise<readonly string[]> {
  if (place.actual !== undefined) return toTexts(await engine.evaluate(place.actual, input));
  if (place.header !== undefined) return toTexts(call.headers[place.header.toLowerCase()]);
  if (place.query === undefined) return [];
  return toTexts((input['query'] as Record<string, unknown>)[place.query]);
}

function placeOf(place: Place): string {
  if (place.actual !== undefined) return 'by expression';
  if (place.header !== undefined) return `header ${place.header.toLowerCase()}`;
  return place.query === undefined ? 'nowhere' : `query parameter ${place.query}`;
}

function toTexts(value: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list
    .filter((one): one is string => typeof one === 'string' && one !== '')
    .slice(0, MOST_CANDIDATES);
}

function withoutPrefix(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

/** Hex in either case and base64url with or without padding are the same signature. */
function spell(text: string, encoding: HmacRecipe['encoding']): string {
  if (encoding === 'hex') return text.toLowerCase();
  return encoding === 'base64url' ? text.replace(/=+$/, '') : text;
}

function readPublicKey(text: string): KeyObject | undefined {
  try {
    return publicKeyFrom(text);
  } catch {
    return undefined;
  }
}

function refused(reason: string, code: ProblemCode): Verdict {
  return { ok: false, reason, problem: { code } };
}
