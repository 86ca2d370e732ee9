/** Every kind of vendor failure in words: what happened, what to do, who to call. */
import type { TextKey } from '../../lib/i18n';

const KINDS = [
  'unauthorized',
  'unavailable',
  'ambiguous',
  'rate_limited',
  'invalid_request',
  'declined',
  'not_found',
  'duplicate',
] as const;
type Kind = (typeof KINDS)[number];

export interface FailureWords {
  readonly what: TextKey;
  readonly next: TextKey;
  readonly who: TextKey;
}

export function wordsFor(kind: string | undefined): FailureWords {
  const known: Kind | 'other' = KINDS.find((one) => one === kind) ?? 'other';
  return {
    what: `failure.${known}.what`,
    next: `failure.${known}.next`,
    who: `failure.${known}.who`,
  };
}
