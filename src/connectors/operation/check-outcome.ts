import type { ZodError, ZodType } from 'zod';
import { IncompleteAnswerError } from '../incomplete-answer.error.js';

export interface OperationOutcome {
  /** The neutral result, with `warnings` where something could not be read. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, string>>;
  /** Of the last answer; absent where nobody was asked. */
  readonly status?: number;
}

/**
 * The result as the format wants it. A single value where a list is wanted becomes a list of one:
 * path expressions unwrap lists of one, and a text in one segment must not differ from one in two.
 *
 * @throws IncompleteAnswerError naming provider, operation and field
 */
export function checkOutcome<T>(
  outcome: OperationOutcome,
  schema: ZodType<T>,
  names: { readonly provider: string; readonly operation: string },
): T {
  const raw = { ...outcome.result, refs: outcome.refs };
  const first = schema.safeParse(raw);
  if (first.success) return first.data;
  const second = schema.safeParse(wrapSingles(raw, first.error));
  if (second.success) return second.data;
  const [issue] = second.error.issues;
  throw new IncompleteAnswerError({
    ...names,
    field: issue?.path.join('.') ?? 'result',
    problem: issue?.message ?? 'it does not fit',
    refs: outcome.refs,
    vendorStatus: outcome.status,
  });
}

function wrapSingles(raw: Record<string, unknown>, error: ZodError): Record<string, unknown> {
  const copy = { ...raw };
  for (const issue of error.issues) {
    const [key, ...deeper] = issue.path;
    if (issue.code !== 'invalid_type' || issue.expected !== 'array') continue;
    if (typeof key !== 'string' || deeper.length > 0 || copy[key] === undefined) continue;
    copy[key] = [copy[key]];
  }
  return copy;
}
