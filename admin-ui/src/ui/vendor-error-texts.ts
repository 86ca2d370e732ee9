/** Every kind of failure of a call to a vendor, and the keys of the texts that explain it; pure. */
import type { VendorErrorKind } from '../../../src/core/errors/vendor-error.js';
import type { TextKey } from '../lib/i18n';

type Contact = 'support' | 'others';

/** Whether the vendor's support can help; the first rows are the hub's own table of kinds. */
const CONTACTS = {
  unauthorized: 'support',
  unavailable: 'support',
  ambiguous: 'support',
  rate_limited: 'support',
  invalid_request: 'support',
  declined: 'others',
  not_found: 'support',
  duplicate: 'support',
  breaker_open: 'support',
  paused: 'others',
  limited: 'others',
  bug: 'others',
  other: 'support',
} as const satisfies Readonly<Record<VendorErrorKind, Contact>> & Readonly<Record<string, Contact>>;

export type FailureKind = keyof typeof CONTACTS;
export const FAILURE_KINDS = Object.keys(CONTACTS) as FailureKind[];

/** `other` for a kind that nobody described. */
export function kindOf(kind: string | null | undefined): FailureKind {
  return FAILURE_KINDS.find((known) => known === kind) ?? 'other';
}

export const usesSupport = (kind: FailureKind): boolean => CONTACTS[kind] === 'support';

export interface FailureTexts {
  readonly what: TextKey;
  readonly why: TextKey;
  /** One step a line. */
  readonly next: TextKey;
  readonly who: TextKey;
}

export function textsOf(kind: FailureKind): FailureTexts {
  return {
    what: `failure.${kind}.what`,
    why: `failure.${kind}.why`,
    next: `failure.${kind}.next`,
    who: `failure.${kind}.who`,
  };
}
