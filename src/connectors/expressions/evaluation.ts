/** One evaluation of a compiled expression under limits; the same code on the main thread and in a worker. */
import { AppError } from '#core/errors/app-error.js';
import type { CompiledExpression } from '#connectors/expressions/compiled-expression.js';
import {
  ExpressionError,
  HelperError,
  type ExpressionFault,
} from '#connectors/expressions/expression.error.js';
import {
  define,
  disguise,
  guard,
  guardedBuiltins,
} from '#connectors/expressions/guarded-builtins.js';
import { EXPRESSION_HELPERS } from '#connectors/expressions/helpers/helper-table.js';
import {
  ENTRY_HOOK,
  EXIT_HOOK,
  isSequence,
  type AstNode,
  type Environment,
  type FunctionDefinition,
  type NativeFunction,
} from '#connectors/expressions/jsonata.types.js';
import { LimitExceeded, type LimitKind } from '#connectors/expressions/limits.js';
import { METER_NAME, meterOf, type Meter } from '#connectors/expressions/meter.js';
import { toPlain } from '#connectors/expressions/plain-value.js';

/**
 * Evaluates and gives plain JSON values; undefined when the expression finds nothing.
 *
 * @throws LimitExceeded when the meter's limits do not suffice, ExpressionError `failed` otherwise
 */
export async function evaluateWithin(
  meter: Meter,
  expression: CompiledExpression,
  input: unknown,
): Promise<unknown> {
  if (!expression.isEquipped) await equip(expression);
  try {
    return toPlain(await expression.jsonata.evaluate(input, { [METER_NAME]: meter }));
  } catch (error) {
    throw translate(error);
  } finally {
    meter.stop();
  }
}

let functions: Promise<ReadonlyMap<string, FunctionDefinition>> | undefined;

async function allFunctions(): Promise<ReadonlyMap<string, FunctionDefinition>> {
  const all = new Map(await guardedBuiltins());
  for (const { name, arity, run } of EXPRESSION_HELPERS) {
    const implementation: NativeFunction = function (...args) {
      return run(args, meterOf(this.environment));
    };
    const parameters = Array.from({ length: arity }, (_, index) => `a${index}`).join(', ');
    const native = disguise(implementation, arity, () => `(${parameters})`);
    all.set(name, define(guard(native)));
  }
  return all;
}

/** Puts functions and hooks into the expression's environment; an evaluation of its own has a meter. */
async function equip(expression: CompiledExpression): Promise<void> {
  functions ??= allFunctions();
  for (const [name, definition] of await functions) expression.jsonata.assign(name, definition);
  const hooks: readonly (readonly [symbol, unknown])[] = [
    [ENTRY_HOOK, enterNode],
    [EXIT_HOOK, exitNodeOf(expression.walkedNodes)],
  ];
  // JSONata takes symbols here although its declaration does not say so.
  for (const [name, hook] of hooks) expression.jsonata.assign(name as unknown as string, hook);
  expression.isEquipped = true;
}

function enterNode(
  _node: AstNode,
  _input: unknown,
  environment: Environment,
): Promise<void> | undefined {
  return meterOf(environment).step();
}

/** Nodes that make new structures; the rest hand on what was weighed or came with the input. */
const MAKERS = new Set(['unary', 'function', 'apply', 'wildcard', 'descendant']);

function exitNodeOf(walkedNodes: WeakSet<object>) {
  return (node: AstNode, _input: unknown, environment: Environment, result: unknown): void => {
    const meter = meterOf(environment);
    if (node.group !== undefined || node.value === '{') meter.restoreEmptyLists();
    if (Array.isArray(result) && result.length === 0) meter.noteEmptyList(result);
    const isChecked =
      typeof result === 'string' || (isWalked(node, result) ?? walkedNodes.has(node));
    if (isChecked) meter.admit(result);
  };
}

/** Whether a result must be weighed; undefined when that depends on what is done with it. */
function isWalked(node: AstNode, result: unknown): boolean | undefined {
  if (typeof result !== 'object' || result === null) return false;
  if (MAKERS.has(node.type ?? '') || node.group !== undefined) return true;
  // A stream of bindings holds the same items many times over without being written out.
  return isSequence(result) ? result.tupleStream !== true : undefined;
}

/** JSONata's own codes for lists that grew too long, and for calls nested too deeply. */
const LIMIT_CODES: Readonly<Record<string, LimitKind>> = {
  D2014: 'items',
  D2015: 'items',
  D1011: 'stack',
  D1012: 'time',
};

interface JsonataFailure {
  readonly code?: string;
  readonly message?: string;
  readonly position?: number;
  readonly token?: unknown;
}

function translate(error: unknown): Error {
  if (error instanceof LimitExceeded || error instanceof ExpressionError) return error;
  if (error instanceof RangeError) return new LimitExceeded('stack');
  const failure = error as JsonataFailure;
  const limit = LIMIT_CODES[failure.code ?? ''];
  if (limit !== undefined) return new LimitExceeded(limit);
  const position = failure.position === undefined ? undefined : failure.position + 1;
  const fault: ExpressionFault = { code: 'failed', message: messageOf(error, failure), position };
  return new ExpressionError(fault, error instanceof AppError ? error : undefined);
}

/** What the author of an expression may read: JSONata's messages, without the values they quote. */
function messageOf(error: unknown, failure: JsonataFailure): string {
  const inside = typeof failure.token === 'string' ? ` in "${failure.token}"` : '';
  if (error instanceof HelperError || error instanceof AppError) {
    return `The expression failed${inside}: ${error.message}`;
  }
  const reason = FAILURES[failure.code ?? ''] ?? pictureReason(failure.code);
  if (reason === 'own words') {
    return failure.message ?? 'The expression ended itself with an error.';
  }
  return `The expression failed${inside}: ${reason ?? 'it can not be evaluated with this input'}.`;
}

/** The many codes for what can be wrong with a picture of a number or date. */
function pictureReason(code = ''): string | undefined {
  return /^D3(?:08|09|13)/.test(code) ? 'the picture text is not valid' : undefined;
}

/** Our sentences for JSONata's run-time codes; its own quote the values, which may be secrets. */
const FAILURES: Readonly<Record<string, string>> = {
  T0410: 'an argument has the wrong type',
  T0411: 'the context value has the wrong type',
  T0412: 'an argument must be a list of one type',
  D1001: 'a number is out of range',
  D1002: 'only a number can be negated',
  T1003: 'a key of an object must be a text',
  D1004: 'the regular expression matches an empty text',
  T1005: 'a function was called without its "$"',
  T1006: 'what is called is not a function; look at its name',
  T1007: 'a function was called without its "$"',
  T1008: 'what is called is not a function; look at its name',
  D1009: 'two keys of an object are the same',
  T1010: 'a matcher function gave no match object',
  D1013: 'a key of an object is reserved',
  T2001: 'the left side must be a number',
  T2002: 'the right side must be a number',
  T2003: 'the start of a range must be a whole number',
  T2004: 'the end of a range must be a whole number',
  T2006: 'the right side of "~>" must be a function',
  T2007: 'values of different types can not be put in order',
  T2008: 'only texts and numbers can be put in order',
  T2009: 'both sides of the comparison must have the same type',
  T2010: 'only texts and numbers can be compared by size',
  T2011: 'the change of a transform must be an object',
  T2012: 'the deletion of a transform must be a list of texts',
  D3001: 'a number that is not finite has no text',
  D3010: 'the text to be replaced is empty',
  D3011: 'the limit of replacements is negative',
  D3012: 'a replacement must be a text',
  D3030: 'the value is no number',
  D3040: 'the limit of matches is negative',
  D3050: 'the function must take two arguments',
  D3060: 'a negative number has no square root',
  D3061: 'the power is not a finite number',
  D3070: 'only texts or only numbers can be sorted without a function',
  D3110: 'the time is not ISO 8601; use $parseTime for other forms',
  D3137: 'own words',
  D3138: 'more than one value matches',
  D3139: 'no value matches',
  D3140: 'the text can not be encoded or decoded for a URL',
  D3141: 'own words',
};
