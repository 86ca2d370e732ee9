/**
 * JSONata's own functions, each behind a guard. A builtin runs to its end without looking at any limit,
 * so what it may be given and what it may make is checked before it starts.
 */
import jsonata from 'jsonata';
import { HelperError } from '#connectors/expressions/expression.error.js';
import type { FunctionDefinition, NativeFunction } from '#connectors/expressions/jsonata.types.js';
import { BUILTIN_GUARDS, type Guard } from '#connectors/expressions/builtin-guards.js';
import { meterOf } from '#connectors/expressions/meter.js';
import { REBUILT } from '#connectors/expressions/rebuilt-builtins.js';

const BUILTINS = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad ' +
  'match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs ' +
  'sqrt power random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse ' +
  'each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl ' +
  'decodeUrlComponent decodeUrl toMillis fromMillis clone'
).split(' ');

let definitions: Promise<ReadonlyMap<string, FunctionDefinition>> | undefined;

/** All builtins behind guards, plus `eval`, `now` and `millis` in our own version; made once. */
export function guardedBuiltins(): Promise<ReadonlyMap<string, FunctionDefinition>> {
  definitions ??= guardAll();
  return definitions;
}

async function guardAll(): Promise<ReadonlyMap<string, FunctionDefinition>> {
  const guarded = new Map<string, FunctionDefinition>();
  for (const name of BUILTINS) {
    const original = (await jsonata(`$${name}`).evaluate(null)) as FunctionDefinition;
    const implementation = REBUILT[name]?.(original.implementation) ?? original.implementation;
    guarded.set(name, define(guard(implementation, BUILTIN_GUARDS[name]), original.signature));
  }
  guarded.set('now', define(nowFrom(guarded.get('fromMillis'))));
  guarded.set('millis', define(millis));
  guarded.set('eval', define(refuseEval));
  return guarded;
}

/**
 * Wraps an implementation as a value that variables can hold. JSONata notes the place of each call in
 * it, which would mix up concurrent evaluations; those notes are not taken.
 */
export function define(implementation: NativeFunction, signature?: unknown): FunctionDefinition {
  const definition = { _jsonata_function: true, implementation, signature } as const;
  const untaken = { get: () => undefined, set: () => undefined };
  return Object.defineProperties(definition, { token: untaken, position: untaken });
}

/**
 * Puts the checks every function call needs before an implementation: one step, arguments within
 * limits, text results accounted for.
 */
export function guard(original: NativeFunction, check?: Guard): NativeFunction {
  const guarded: NativeFunction = function (...args) {
    const meter = meterOf(this.environment);
    void meter.step();
    for (const arg of args) meter.admit(arg);
    const result = original.apply(this, [...(check?.(args, meter) ?? args)]);
    if (typeof result === 'string') meter.produce(result.length);
    return result;
  };
  return disguise(guarded, original.length, () => original.toString());
}

/** JSONata reads a native function's arity from `length` and its parameters from the source text. */
export function disguise(
  wrapper: NativeFunction,
  length: number,
  sourceText: () => string,
): NativeFunction {
  return Object.defineProperties(wrapper, {
    length: { value: length },
    toString: { value: sourceText },
  });
}

function nowFrom(fromMillis: FunctionDefinition | undefined): NativeFunction {
  if (fromMillis === undefined) throw new Error('JSONata has no $fromMillis any more');
  const now: NativeFunction = function (picture, zone) {
    return fromMillis.implementation.call(this, meterOf(this.environment).nowMs, picture, zone);
  };
  return disguise(now, 2, () => '(picture, zone)');
}

function millis(this: ThisParameterType<NativeFunction>): number {
  return meterOf(this.environment).nowMs;
}

function refuseEval(): never {
  throw new HelperError('$eval is not available; write the expression where its result is needed.');
}
