import type { z } from 'zod';

export interface FieldProblem {
  /** `item_details[0].name`; empty for the whole body. */
  readonly path: string;
  readonly kind: 'missing' | 'unknown' | 'too_long' | 'too_short' | 'invalid';
}

/** The problems zod found, in words from which each vendor makes its own sentences. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const path = pathText(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        kind: 'unknown' as const,
      }));
    }
    return [{ path, kind: kindOf(issue) }];
  });
}

function kindOf(issue: z.core.$ZodIssue): FieldProblem['kind'] {
  if (issue.code === 'too_big') return 'too_long';
  if (issue.code === 'too_small') return 'too_short';
  // Zod keeps the input out of its issues; only its message tells an absent field from a wrong one.
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return 'missing';
  }
  return 'invalid';
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
