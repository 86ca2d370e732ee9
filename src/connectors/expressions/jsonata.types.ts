/**
 * What JSONata 2.2 has inside but does not declare. Everything here was read in its source and is held
 * by the specs of this folder; look again when the version moves.
 */

/** A frame of variables; `base` is the outermost one, made anew for each evaluation. */
export interface Environment {
  readonly base: Environment;
  lookup(name: string | symbol): unknown;
}

/** `this` of a native function. */
export interface Focus {
  readonly environment: Environment;
}

export type NativeFunction = (this: Focus, ...args: unknown[]) => unknown;

/** A native function as variables hold it; the signature checks and completes the arguments. */
export interface FunctionDefinition {
  readonly _jsonata_function: true;
  readonly implementation: NativeFunction;
  readonly signature?: unknown;
}

/** A node of the syntax tree, as far as it is looked at. */
export interface AstNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly AstNode[];
  readonly signature?: unknown;
  readonly procedure?: AstNode;
  readonly lhs?: unknown;
  readonly rhs?: unknown;
  readonly group?: unknown;
}

/** A list as JSONata builds it on the way; `tupleStream` lists hold bindings beside the items. */
export interface Sequence extends Array<unknown> {
  readonly sequence?: boolean;
  readonly tupleStream?: boolean;
}

/** Called before each node is evaluated, and awaited. */
export const ENTRY_HOOK = Symbol.for('jsonata.__evaluate_entry');
/** Called with each node's result, and awaited. */
export const EXIT_HOOK = Symbol.for('jsonata.__evaluate_exit');

/** Whether a value is a function of the language. Data can't pretend: JSON holds no real functions. */
export function isLanguageFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if ('_jsonata_function' in value) {
    return typeof (value as Partial<FunctionDefinition>).implementation === 'function';
  }
  const { environment } = value as { environment?: Partial<Environment> | null };
  return '_jsonata_lambda' in value && typeof environment?.lookup === 'function';
}

export function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) && (value as Sequence).sequence === true;
}
