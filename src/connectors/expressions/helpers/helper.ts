/** What a helper function of the expression language is made of, and how it reads its arguments. */
import { HelperError } from '#connectors/expressions/expression.error.js';

export interface HelperContext {
  /** The moment of the evaluation, in milliseconds. */
  readonly nowMs: number;
}

export interface ExpressionHelper {
  readonly name: string;
  /** As documentation shows it, such as `$hash(text, algorithm, encoding = 'hex')`. */
  readonly signature: string;
  readonly meaning: string;
  /** Number of parameters, optional ones included. */
  readonly arity: number;
  /**
   * @param args as the expression gave them, one or more
   * @throws HelperError, or an AppError of the core, with a message for the author of the expression
   */
  readonly run: (args: readonly unknown[], context: HelperContext) => unknown;
}

/**
 * Wraps a function so that an undefined first argument gives undefined, as with JSONata's own: a field
 * the input has not is then left out of the rendered body.
 */
export function skipUndefined(run: ExpressionHelper['run']): ExpressionHelper['run'] {
  return (args, context) => (args[0] === undefined ? undefined : run(args, context));
}

/** A text, or a number or boolean written as one. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new HelperError(`${what} must be a text; write structures as text with $json first.`);
}

export function optionalText(value: unknown, what: string): string | undefined {
  return value === undefined || value === null ? undefined : textOf(value, what);
}

/** A whole number between the bounds, also when written as text. */
export function integerOf(value: unknown, what: string, min: number, max: number): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) {
    return number;
  }
  throw new HelperError(`${what} must be a whole number between ${min} and ${max}.`);
}

/** One of a fixed list of words, in any case. */
export function choiceOf<T extends string>(value: unknown, what: string, choices: readonly T[]): T {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  throw new HelperError(`${what} must be one of ${choices.join(', ')}.`);
}

export function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new HelperError(`${what} must be an object.`);
}
