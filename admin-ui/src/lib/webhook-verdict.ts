/** What became of an inbound webhook, as one of a few things that have words of their own. */
import type { WebhookLogSummary } from '../../../src/webhooks/webhook-log.schemas.js';

type Problem = NonNullable<WebhookLogSummary['problem']>;
type Outcome = WebhookLogSummary['results'][number];

export type VerdictKind =
  | Problem['code']
  | 'token_mismatch'
  | 'received'
  | 'processing'
  | 'applied'
  | 'unchanged'
  | 'refused'
  | 'answered'
  | 'duplicate'
  | 'unconfirmed'
  | 'unmatched'
  | 'ignored'
  | 'failed'
  | 'rejected';

export interface Verdict {
  readonly what: `verdict.${VerdictKind}`;
  readonly next: `verdict.${VerdictKind}.next`;
}

export function verdictOf(log: Pick<WebhookLogSummary, 'status' | 'problem' | 'results'>): Verdict {
  const kind = kindOf(log);
  return { what: `verdict.${kind}`, next: `verdict.${kind}.next` };
}

function kindOf({
  status,
  problem,
  results,
}: Pick<WebhookLogSummary, 'status' | 'problem' | 'results'>): VerdictKind {
  if (status === 'rejected') return problem ? problemKind(problem) : 'rejected';
  if (status === 'processed') return processedKind(results);
  if (status === 'ignored') return ignoredKind(results);
  return status;
}

/** A token or a password that is sent as it is has no signature that could fail to match. */
function problemKind({ code, scheme }: Problem): VerdictKind {
  const isPlain = scheme === 'shared_token' || scheme === 'basic';
  return code === 'mismatch' && isPlain ? 'token_mismatch' : code;
}

function processedKind(results: readonly Outcome[]): VerdictKind {
  const outcomes = new Set(results.map(({ outcome }) => outcome));
  if (outcomes.has('refused')) return 'refused';
  if (outcomes.has('applied')) return 'applied';
  return outcomes.size === 0 ? 'answered' : 'unchanged';
}

function ignoredKind(results: readonly Outcome[]): VerdictKind {
  if (results.some(({ is_unconfirmed: isUnconfirmed }) => isUnconfirmed)) return 'unconfirmed';
  return results.length > 0 ? 'unmatched' : 'ignored';
}
