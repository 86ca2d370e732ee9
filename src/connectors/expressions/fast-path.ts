/**
 * Most expressions of a connector only pick a field. Those are recognised in the syntax tree and
 * answered natively; whenever JSONata might see more in them (lists on the way), JSONata decides.
 */
import type { AstNode } from '#connectors/expressions/jsonata.types.js';
import { isLanguageFunction, isSequence } from '#connectors/expressions/jsonata.types.js';

export type FastPlan =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'path'; readonly keys: readonly string[] };

/** Answer of `runFastPlan` when the plan does not hold for this input. */
export const NOT_FAST = Symbol('not fast');

const LITERALS = new Set(['string', 'number', 'value']);
const PLAIN_FIELDS = new Set(['type', 'value', 'position']);

/** The plan for a syntax tree that is a bare path or literal, if it is one. */
export function fastPlanOf(ast: AstNode): FastPlan | undefined {
  if (LITERALS.has(ast.type ?? '')) {
    return isBare(ast) ? { kind: 'literal', value: ast.value } : undefined;
  }
  // Any further field of the path asks for something special: `[]`, a group, a binding.
  if (ast.type !== 'path' || ast.steps === undefined || Object.keys(ast).length !== 2) {
    return undefined;
  }
  const keys = ast.steps.map(bareName);
  return keys.every((key) => key !== undefined) ? { kind: 'path', keys } : undefined;
}

function bareName(step: AstNode): string | undefined {
  const isName = step.type === 'name' && typeof step.value === 'string' && isBare(step);
  return isName ? step.value : undefined;
}

function isBare(node: AstNode): boolean {
  return Object.keys(node).every((field) => PLAIN_FIELDS.has(field));
}

/** The value, `undefined` when the input has no such field, or `NOT_FAST`. */
export function runFastPlan(plan: FastPlan, input: unknown): unknown {
  if (plan.kind === 'literal') return plan.value;
  let value = input;
  for (const key of plan.keys) {
    if (value === undefined || value === null) return undefined;
    if (isSpecial(value)) return NOT_FAST;
    value = fieldOf(value, key);
  }
  return typeof value === 'function' || isSequence(value) ? NOT_FAST : value;
}

/** Paths spread over lists and see nothing in functions: JSONata's business. */
function isSpecial(value: unknown): boolean {
  return Array.isArray(value) || isLanguageFunction(value);
}

/** Own fields of objects only, as in JSONata: no `length` of a text, nothing inherited. */
function fieldOf(value: unknown, key: string): unknown {
  const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isOwn ? (value as Record<string, unknown>)[key] : undefined;
}
