import type { ExpressionFault } from '#connectors/expressions/expression.error.js';
import { MAX_NESTING, WORKER_LIMITS, type LimitKind } from '#connectors/expressions/limits.js';

const TOO_LONG =
  'The expression was stopped because it did not end within a second; look for a loop or recursion without end, or let it work on less data.';
const SPELLED_OUT = {
  items: WORKER_LIMITS.items.toLocaleString('en'),
  megabytes: Math.round(WORKER_LIMITS.text / 2 ** 20),
};

const SENTENCES: Readonly<Record<LimitKind, string>> = {
  time: TOO_LONG,
  steps: TOO_LONG,
  stack:
    'The expression was stopped because its functions call each other too deeply; look for a recursion without end.',
  items: `The expression was stopped because a list would have more than ${SPELLED_OUT.items} items; take a smaller part first.`,
  text: `The expression was stopped because a text would be longer than ${SPELLED_OUT.megabytes} million characters; take a smaller part first.`,
  size: 'The expression was stopped because its result would be too large; take a smaller part first.',
  nesting: `The expression was stopped because a value is nested more than ${MAX_NESTING} levels deep.`,
  picture: 'The expression was stopped because of a picture text that is too long.',
};

/** What to tell the author of an expression that exceeded even the full allowance. */
export function limitFault(kind: LimitKind): ExpressionFault {
  const code = kind === 'time' || kind === 'steps' ? 'time' : 'limit';
  return { code, message: SENTENCES[kind] };
}

export const TIMED_OUT: ExpressionFault = { code: 'time', message: TOO_LONG };
export const OUT_OF_MEMORY: ExpressionFault = {
  code: 'limit',
  message:
    'The expression was stopped because it used too much memory; look for a loop without end, or let it work on less data.',
};
export const ALL_BUSY: ExpressionFault = {
  code: 'busy',
  message:
    'The expression was not run because other heavy expressions kept all evaluators busy; try again, and simplify expressions that work on large data.',
};
export const NOT_COPYABLE: ExpressionFault = {
  code: 'failed',
  message: 'The expression is heavy and its input holds something that is not plain data.',
};
export const CLOSED: ExpressionFault = {
  code: 'busy',
  message: 'The expression was not run because the application is stopping.',
};
/** A fault of ours, not of the expression; the cause says which. */
export const NOT_STARTED: ExpressionFault = {
  code: 'busy',
  message: 'The expression was not run because the evaluator for heavy expressions did not start.',
};
