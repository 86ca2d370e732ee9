/** Failures after which nobody may act as if the vendor had done nothing. */
import { IncompleteAnswerError } from '#connectors/incomplete-answer.error.js';
import { VendorError } from '#core/errors/vendor-error.js';

/** Whether the vendor may have done what was asked although the call failed. */
export function mayHaveActed(error: unknown): boolean {
  if (!(error instanceof VendorError)) return false;
  const isOpen = error.kind === 'ambiguous' || error.kind === 'duplicate';
  return isOpen || incompleteAnswerIn(error) !== undefined || isUnreadable(error);
}

/** A success by its HTTP status that no rule of the connector knows, such as the page of a proxy: who can say? */
export function isUnreadable({ kind, vendorStatus = 0, vendorCode }: VendorError): boolean {
  const isSuccess = vendorStatus >= 200 && vendorStatus < 300;
  return isSuccess && kind === 'invalid_request' && vendorCode === undefined;
}

/** Vendor ids out of an answer that lacked something else. */
export function refsIn(error: unknown): Record<string, string> {
  const refs = incompleteAnswerIn(error)?.refs ?? {};
  return Object.fromEntries(Object.entries(refs).map(([key, value]) => [key, String(value)]));
}

/** Wherever it stands among the causes: after several attempts the last one is told inside a summary. */
export function incompleteAnswerIn(error: unknown): IncompleteAnswerError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof IncompleteAnswerError) return at;
  }
  return undefined;
}
