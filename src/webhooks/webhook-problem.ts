import type { Verdict } from '#connectors/webhook/recipes.js';
import type { WebhookProblem } from '#connectors/webhook/refusal.js';

/** What was wrong with a call that did not prove where it comes from. */
export function problemOf(verdict: Extract<Verdict, { ok: false }>): WebhookProblem | undefined {
  return verdict.part === 'access_token' ? { code: 'access_token' } : verdict.problem;
}
