/**
 * Decides whether a call comes from the vendor. Recipes run over the raw bytes and compare in
 * constant time; a reason never holds a secret, nor the signature that would have been right.
 */
import { credentialViews, type Credentials } from '../connector-context.js';
import type { Connector } from '../definition.schemas.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { ExpressionError } from '../expressions/expression.error.js';
import { asText, holds, type ExpressionInput } from '../rendered-values.js';
import { explained, type WebhookProblem } from './refusal.js';
import { RECIPES, type RecipeCheck, type Verdict } from './recipes.js';
import { webhookInput, type WebhookScope } from './webhook-context.js';
import type { SignatureDefinition, SignatureRecipe } from './webhook.schemas.js';

export interface VerifyRequest {
  readonly connector: Connector;
  readonly scope: WebhookScope;
  /** The current credentials first, then earlier ones that are still accepted. */
  readonly credentialSets: readonly [Credentials, ...Credentials[]];
  /** Of a route; the default is the webhook's own. */
  readonly signature?: SignatureDefinition | undefined;
}

/**
 * Never throws for what a caller sent: a call that can't be checked is refused.
 *
 * @throws ExpressionError `busy` when no evaluator was free; the sender should be asked to come again
 */
export async function verifyWebhook(
  engine: ExpressionEngine,
  request: VerifyRequest,
): Promise<Verdict> {
  const signature = request.signature ?? request.connector.webhook?.signature;
  if (!signature) return refused('the connector has no webhook', { code: 'no_webhook' });
  try {
    return await verifyWith(engine, request, Array.isArray(signature) ? signature : [signature]);
  } catch (error) {
    if (!(error instanceof ExpressionError) || error.code === 'busy') throw error;
    return refused('the signature recipe could not be evaluated on this call', {
      code: 'not_evaluated',
    });
  }
}

async function verifyWith(
  engine: ExpressionEngine,
  request: VerifyRequest,
  recipes: readonly SignatureRecipe[],
): Promise<Verdict> {
  let firstRefusal: Verdict | undefined;
  for (const credentials of request.credentialSets) {
    const { all } = credentialViews(request.connector, credentials);
    const input = webhookInput(request.scope, all);
    const recipe = await firstApplying(engine, recipes, input);
    if (!recipe) return refused('no signature recipe applies to this call', { code: 'no_recipe' });
    const verdict = await checkRecipe(recipe, { engine, input, call: request.scope.call });
    if (verdict.ok) return verdict;
    firstRefusal ??= verdict;
  }
  return firstRefusal ?? refused('no credentials to check with', { code: 'not_configured' });
}

async function firstApplying(
  engine: ExpressionEngine,
  recipes: readonly SignatureRecipe[],
  input: ExpressionInput,
): Promise<SignatureRecipe | undefined> {
  for (const recipe of recipes) {
    if (await holds(engine, recipe.when, input)) return recipe;
  }
  return undefined;
}

async function checkRecipe(recipe: SignatureRecipe, check: RecipeCheck): Promise<Verdict> {
  // The table's type ties each check to its recipe; an index by union loses that tie.
  const run = RECIPES[recipe.scheme] as (r: SignatureRecipe, c: RecipeCheck) => Promise<Verdict>;
  const verdict = await run(recipe, check);
  if (!verdict.ok) return withParts(verdict, recipe, check);
  if (recipe.scheme === 'none' || !recipe.timestamp) return verdict;
  return checkTimestamp(recipe.timestamp, check);
}

type Refused = Extract<Verdict, { ok: false }>;

function withParts(verdict: Refused, recipe: SignatureRecipe, check: RecipeCheck): Verdict {
  if (!verdict.problem) return verdict;
  const { code } = verdict.problem;
  const body = check.input['body'];
  return { ...verdict, problem: explained(code, recipe, { call: check.call, body }) };
}

type Timestamp = NonNullable<Exclude<SignatureRecipe, { scheme: 'none' }>['timestamp']>;

async function checkTimestamp(timestamp: Timestamp, check: RecipeCheck): Promise<Verdict> {
  const value = asText(await check.engine.evaluate(timestamp.value, check.input));
  const sentAtMs = value === undefined ? Number.NaN : toEpochMs(value, timestamp.unit);
  if (Number.isNaN(sentAtMs)) {
    return refused('the timestamp is missing or unreadable', { code: 'no_timestamp' });
  }
  const ageS = Math.round((check.call.receivedAt.getTime() - sentAtMs) / 1000);
  if (Math.abs(ageS) <= timestamp.tolerance_s) return { ok: true };
  const where = ageS > 0 ? 'old' : 'in the future';
  return refused(
    `the timestamp is ${Math.abs(ageS)} s ${where}; the tolerance is ${timestamp.tolerance_s} s`,
    {
      code: ageS > 0 ? 'stale' : 'early',
      age_s: Math.abs(ageS),
      tolerance_s: timestamp.tolerance_s,
    },
  );
}

function toEpochMs(value: string, unit: Timestamp['unit']): number {
  if (value.trim() === '') return Number.NaN;
  if (unit === 'iso') return Date.parse(value);
  return unit === 's' ? Number(value) * 1000 : Number(value);
}

function refused(reason: string, problem: WebhookProblem): Verdict {
  return { ok: false, reason, problem };
}
